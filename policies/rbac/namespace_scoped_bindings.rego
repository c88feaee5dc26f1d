# METADATA
# title: People must be bound to roles only in the namespaces that they work in
# description: |
#   A ClusterRoleBinding applies in every namespace, including future ones, so a developer who works in
#   one namespace can read, and often change, what all other teams run. Service accounts of operators,
#   which do watch the whole cluster, and the users and groups of Kubernetes itself are not findings.
#   But the roles admin and edit are made for one namespace. Bound in the whole cluster, they let a
#   service account read every Secret and act as every other service account.
# related_resources: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege]
# custom:
#   severity: medium
#   requirements: [RBAC-11]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [ClusterRoleBinding]}]
#   remediation: Replace the ClusterRoleBinding with a RoleBinding in each namespace in which the person, group or
#     program works. It may refer to the same ClusterRole.
#   parameters:
#     allowed_bindings: {type: array, items: {type: string}, description: "Exact names of ClusterRoleBindings that may
#       name people."}
#     allowed_subjects: {type: array, items: {type: string}, description: "Subjects that work in the whole cluster, for
#       example User alice, Group platform-admins or ServiceAccount ci/deployer."}
package guiderail.rbac.namespace_scoped_bindings

import data.lib.guiderail.binding
import data.lib.guiderail.ctx

defaults := {"allowed_bindings": [], "allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	ctx.kind == "ClusterRoleBinding"
	not _is_cluster_admin
	some subject in binding.subjects
	_is_judged(subject)
	not _is_of_kubernetes(subject)
	not subject.is_default
	not subject.id in parameters.allowed_subjects
	not object.get(ctx.resource, ["metadata", "name"], null) in parameters.allowed_bindings
	shown := sprintf("%s may do what %s allows in every namespace", [subject.title, binding.role.title])
	msg := sprintf("%s, also in those to come; use a RoleBinding in each that needs it", [shown])
}

# Of whoever may do anything rbac.cluster_admin speaks.
_is_cluster_admin if {
	binding.role.kind == "ClusterRole"
	binding.role.name == "cluster-admin"
}

_is_judged(subject) if subject.kind in {"User", "Group"}

# Of the account default rbac.default_service_account speaks.
_is_judged(subject) if {
	subject.kind == "ServiceAccount"
	subject.name != "default"
	subject.namespace != ""
	binding.role.kind == "ClusterRole"
	binding.role.name in {"admin", "edit"}
}

# Those of the control plane and of nodes, and those that rbac.system_group_subjects knows. That a name
# begins with system: alone says nothing: whoever issues certificates or tokens may issue it.
_is_of_kubernetes(subject) if {
	subject.kind == "User"
	regex.match(`^system:(anonymous|apiserver|kube-apiserver|kube-controller-manager|kube-proxy|kube-scheduler|node:[^:]+)$`, subject.name)
}

_is_of_kubernetes(subject) if {
	subject.kind == "Group"
	regex.match(`^system:(masters|authenticated(:oauth)?|unauthenticated|nodes|monitoring|bootstrappers(:.+)?|serviceaccounts(:[^:]+)?)$`, subject.name)
}
