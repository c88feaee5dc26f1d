# METADATA
# title: People must be bound to roles only in the namespaces that they work in
# description: |
#   A ClusterRoleBinding applies in every namespace, including future ones, so a developer who works in one namespace
#   can read, and often change, what all other teams run. Service accounts of operators, which do watch the whole
#   cluster, and the users and groups of Kubernetes itself are not findings. But the roles admin and edit are made for
#   one namespace: bound in the whole cluster, they let a service account read every Secret and act as every other one.
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
import data.lib.guiderail.kubernetes_subject

defaults := {"allowed_bindings": [], "allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	ctx.kind == "ClusterRoleBinding"
	not object.get(ctx.resource, ["metadata", "name"], null) in parameters.allowed_bindings

	# Of whoever may do anything rbac.cluster_admin speaks.
	[binding.role.kind, binding.role.name] != ["ClusterRole", "cluster-admin"]
	some subject in binding.judged(parameters.allowed_subjects)
	_is_judged(subject)
	not kubernetes_subject.is_one(subject)
	shown := sprintf("%s has the permissions of %s in every namespace", [subject.title, binding.role.title])
	msg := sprintf("%s, including future ones; use a RoleBinding in each namespace that needs it", [shown])
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
