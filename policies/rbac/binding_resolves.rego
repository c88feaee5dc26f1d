# METADATA
# title: Bindings refer to roles and service accounts that exist
# description: |
#   A binding whose role or service account is not there grants nothing, and fails without a word where
#   the rights are needed. It also lies in wait: whoever can create an object of that name later decides
#   what is granted, or has it. Where nothing of the kind is at hand, whether the cluster has it is not
#   known.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Correct the name or the namespace, or add the Role, ClusterRole or ServiceAccount to what is applied
#     together.
#   parameters:
#     known_roles:
#       type: array
#       items: {type: string}
#       description: Roles that others make, by their exact names; a ClusterRole as name, a Role as namespace/name.
#     known_service_accounts:
#       type: array
#       items: {type: string}
#       description: Service accounts that others make, as flux-system/kustomize-controller.
#     system_namespaces:
#       type: array
#       items: {type: string}
#       description: Exact names of namespaces whose service accounts belong to the cluster itself.
package guiderail.rbac.binding_resolves

import data.lib.guiderail.binding
import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.known_account
import data.lib.guiderail.placeholder

defaults := {
	"known_roles": [],
	"known_service_accounts": [],
	"system_namespaces": ["kube-system", "kube-public", "kube-node-lease"],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": gap.path}} if {
	not ctx.operation
	some gap in _gaps
	gap.state == "absent"
	not placeholder.is_in(gap.name)
	msg := sprintf("%s, which does not exist; correct the name or add it", [gap.title])
}

# What belongs together need not come at once, nor in order.
unknown contains {"msg": msg, "details": {"path": gap.path}} if {
	some gap in _gaps
	why := _why(gap)
	msg := sprintf("%s, which is %s", [gap.title, why])
}

_why(gap) := "still to be filled in" if {
	placeholder.is_in(gap.name)
} else := "not there yet" if {
	ctx.operation
} else := "not here; whether the cluster has it is not told" if {
	gap.state == "open"
}

_gaps contains {"path": ["roleRef", "name"], "name": binding.role.name, "title": title, "state": _state_of_cluster_role} if {
	binding.role.kind == "ClusterRole"
	binding.role.name != ""
	not bootstrap_roles.is_name("ClusterRole", binding.role.name)
	not binding.role.name in parameters.known_roles
	not data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[binding.role.name]
	title := sprintf("roleRef names %s", [binding.role.title])
}

_gaps contains {"path": ["roleRef", "name"], "name": name, "title": title, "state": _state_of_role} if {
	ctx.kind == "RoleBinding"
	binding.role.kind == "Role"
	binding.role.name != ""
	name := sprintf("%s/%s", [_namespace, binding.role.name])
	not bootstrap_roles.is_name("Role", name)
	not name in parameters.known_roles
	not data.inventory.namespace[_namespace]["rbac.authorization.k8s.io/v1"].Role[binding.role.name]
	title := sprintf("roleRef names %s of namespace %q", [binding.role.title, _namespace])
}

_gaps contains {"path": subject.path, "name": name, "title": title, "state": state} if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	not subject.name in {"", "default"}
	place := _place_of(subject)
	not place in parameters.system_namespaces
	name := sprintf("%s/%s", [_shown(place), subject.name])
	not name in parameters.known_service_accounts
	state := known_account.state(place, subject.name)
	state != "present"
	title := sprintf("subjects names ServiceAccount %q", [name])
}

# Who holds some roles holds all that belong together, but for those that programs of the cluster make.
_state_of_cluster_role := "open" if {
	_is_of_the_system(binding.role.name)
} else := "absent" if {
	data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[_]
} else := "open"

_state_of_role := "open" if {
	_is_of_the_system(binding.role.name)
} else := "open" if {
	_may_be_meant
} else := "absent" if {
	data.inventory.namespace[_namespace]["rbac.authorization.k8s.io/v1"].Role[_]
} else := "open"

# Where what names no namespace lands depends on the client.
_may_be_meant if {
	_place == ""
	data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].Role[binding.role.name]
}

_may_be_meant if {
	_place != ""
	role := data.inventory.namespace["default"]["rbac.authorization.k8s.io/v1"].Role[binding.role.name]
	not role.metadata.namespace
}

_is_of_the_system(name) if startswith(name, "system:")

_is_of_the_system(name) if startswith(name, "kubeadm:")

_place_of(subject) := subject.namespace if {
	subject.namespace != ""
} else := _place if {
	ctx.kind == "RoleBinding"
}

_place := ctx.namespace if {
	is_string(ctx.namespace)
} else := ""

_namespace := _shown(_place)

_shown("") := "default"

_shown(place) := place if place != ""
