# METADATA
# title: The form of a binding's subjects
# description: |
#   What is wrong with how a subject is written, because it names nobody or because the API server
#   refuses the binding.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
package lib.guiderail.subject_form

import data.lib.guiderail.placeholder

# METADATA
# description: |
#   What is wrong with a subject of a binding of a kind, which is given in the form of `binding.subjects` and as it is
#   written: `field` and `how`.
defects(kind, subject, written) := {defect |
	some found in [
		_name_defects(subject, written),
		_kind_defects(subject),
		_group_defects(written),
		_namespace_defects(kind, subject, written),
	]
	some defect in found
}

_name_defects(subject, written) := {{"field": "name", "how": "has no name; set name"}} if {
	subject.name == ""
} else := {{"field": "name", "how": "matches nobody because of the white space in its name; remove it"}} if {
	subject.kind in {"User", "Group"}
	trim_space(subject.name) != subject.name
} else := {{"field": "name", "how": how}} if {
	written.kind == "ServiceAccount"
	not regex.match(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`, subject.name)
	not placeholder.is_in(subject.name)
	how := "has a name that no service account can have; write only its name, in lowercase"
} else := set()

_kind_defects(subject) := {{
	"field": "kind", "how": sprintf("matches nobody; that is the name of a %s", [_meant(subject)]),
}} if {
	_meant(subject)
} else := {{"field": "kind", "how": how}} if {
	not subject.kind in {"User", "Group", "ServiceAccount"}
	not placeholder.is_in(subject.kind)
	how := sprintf("has the kind %q; set it to User, Group or ServiceAccount", [subject.kind])
} else := set()

_group_defects(written) := {{"field": "apiGroup", "how": how}} if {
	group := object.get(written, "apiGroup", null)
	how := sprintf("has the apiGroup %s; %s", [json.marshal(group), _wanted_group(written, group)])
} else := set()

# In a RoleBinding the API server takes the binding's own.
_namespace_defects("ClusterRoleBinding", subject, written) := {{"field": "namespace", "how": how}} if {
	written.kind == "ServiceAccount"
	subject.namespace == ""
	how := "has no namespace; set the namespace of the service account"
} else := set()

_namespace_defects("RoleBinding", _, _) := set()

_meant(subject) := "group" if {
	subject.kind == "User"
	regex.match(`^system:(masters|authenticated|unauthenticated|nodes|serviceaccounts(:.*)?)$`, subject.name)
} else := "user" if {
	subject.kind == "Group"
	regex.match(`^system:(anonymous|serviceaccount:.*)$`, subject.name)
}

_wanted_group(written, group) := "leave it out" if {
	written.kind == "ServiceAccount"
	not group in {null, ""}
} else := "set it to rbac.authorization.k8s.io" if {
	written.kind in {"User", "Group"}
	not group in {null, "", "rbac.authorization.k8s.io"}
}
