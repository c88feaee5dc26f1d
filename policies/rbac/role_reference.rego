# METADATA
# title: The form of a binding's reference to its role
# description: |
#   What is wrong with how roleRef is written, because of which an API server refuses the binding.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
package lib.guiderail.role_reference

import data.lib.guiderail.placeholder
import data.lib.guiderail.value

# METADATA
# description: |
#   What is wrong with the reference of a binding of a kind: `path` (within the reference) and `msg`.
defects(kind, reference) := {defect |
	some found in [_name_defects(reference), _kind_defects(reference, _kinds[kind]), _group_defects(reference)]
	some defect in found
}

_name_defects(reference) := {{"path": [], "msg": "roleRef is not set; name the role"}} if {
	_is_empty(reference)
} else := {{"path": ["name"], "msg": "roleRef.name is not set; name the role"}} if {
	value.text_in(reference, "name") == ""
} else := set()

_kind_defects(reference, wanted) := {{"path": ["kind"], "msg": msg}} if {
	not _is_empty(reference)
	kind := value.text_in(reference, "kind")
	not kind in wanted
	not placeholder.is_in(kind)
	msg := sprintf("roleRef.kind is %q; set it to %s", [kind, concat(" or ", wanted)])
} else := set()

_group_defects(reference) := {{"path": ["apiGroup"], "msg": msg}} if {
	group := object.get(reference, "apiGroup", null)
	not group in {null, "", "rbac.authorization.k8s.io"}
	msg := sprintf("roleRef.apiGroup is %s; set it to rbac.authorization.k8s.io", [json.marshal(group)])
} else := set()

_is_empty(reference) if {
	value.text_in(reference, "kind") == ""
	value.text_in(reference, "name") == ""
}

_kinds := {
	"RoleBinding": {"Role", "ClusterRole"},
	"ClusterRoleBinding": {"ClusterRole"},
}
