# METADATA
# title: Bindings refer to roles and service accounts that exist
# description: |
#   A binding whose role or service account is not there grants nothing, and fails without a word where
#   the rights are needed. It also lies in wait: whoever can create an object of that name later decides
#   what is granted, or has it.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#periodic-review
# custom:
#   severity: medium
#   requirements: [RBAC-12]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   limits:
#     conftest: It sees roles and service accounts with --combine in the namespace main, and nowhere else unless they are given as data.
#   remediation: Correct the name or the namespace, or add the Role, ClusterRole or ServiceAccount to what is applied together.
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
	not placeholder.is_in(gap.name)
	msg := sprintf("%s, which does not exist; correct the name or add it", [gap.title])
}

unknown contains {"msg": msg, "details": {"path": gap.path}} if {
	some gap in _gaps
	placeholder.is_in(gap.name)
	msg := sprintf("%s, which is still to be filled in", [gap.title])
}

# What belongs together need not come in order.
unknown contains {"msg": msg, "details": {"path": gap.path}} if {
	ctx.operation
	some gap in _gaps
	not placeholder.is_in(gap.name)
	msg := sprintf("%s, which is not there yet", [gap.title])
}

_gaps contains {"path": ["roleRef", "name"], "name": binding.role.name, "title": title} if {
	binding.role.kind == "ClusterRole"
	not _is_of_the_system(binding.role.name)
	not binding.role.name in bootstrap_roles.cluster_roles
	not binding.role.name in parameters.known_roles
	not data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[binding.role.name]
	title := sprintf("roleRef names %s", [binding.role.title])
}

_gaps contains {"path": ["roleRef", "name"], "name": name, "title": title} if {
	ctx.kind == "RoleBinding"
	binding.role.kind == "Role"
	not _is_of_the_system(binding.role.name)
	name := sprintf("%s/%s", [_namespace, binding.role.name])
	not name in bootstrap_roles.roles
	not name in parameters.known_roles
	not data.inventory.namespace[_namespace]["rbac.authorization.k8s.io/v1"].Role[binding.role.name]
	title := sprintf("roleRef names %s of namespace %q", [binding.role.title, _namespace])
}

_gaps contains {"path": subject.path, "name": name, "title": title} if {
	some subject in binding.subjects
	subject.kind == "ServiceAccount"
	not subject.name in {"", "default"}
	namespace := _namespace_of(subject)
	not namespace in parameters.system_namespaces
	name := sprintf("%s/%s", [namespace, subject.name])
	not name in parameters.known_service_accounts
	not data.inventory.namespace[namespace].v1.ServiceAccount[subject.name]
	title := sprintf("subjects names ServiceAccount %q", [name])
}

# What is empty or not text rbac.binding_form tells.
_is_of_the_system("")

_is_of_the_system(name) if startswith(name, "system:")

_is_of_the_system(name) if startswith(name, "kubeadm:")

_namespace_of(subject) := subject.namespace if {
	subject.namespace != ""
} else := _namespace if {
	ctx.kind == "RoleBinding"
}

_namespace := ctx.namespace if {
	is_string(ctx.namespace)
} else := "default"
