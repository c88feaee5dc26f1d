# METADATA
# title: Roles must be bound to named subjects, not to everyone
# description: |
#   The built-in groups of Kubernetes include all unauthenticated users, all authenticated users, all service accounts
#   or all nodes. A role bound to one of them is granted to people and pods that nobody had in mind, including future
#   ones. Members of system:masters bypass every check of roles. The few bindings of this kind that every cluster has
#   are not findings.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
# custom:
#   severity: critical
#   requirements: [RBAC-03]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: List as subjects the users, your own groups or the service accounts that need the role.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of ClusterRoles that may be granted
#       to everyone, for example system:service-account-issuer-discovery if others verify the cluster's tokens."}
#     allowed_subjects: {type: array, items: {type: string}, description: "Subjects that may have any role, for example
#       Group system:serviceaccounts:shop."}
package guiderail.rbac.system_group_subjects

import data.lib.guiderail.binding
import data.lib.guiderail.ctx
import data.lib.guiderail.kubernetes_subject

defaults := {"allowed_roles": [], "allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	not _is_of_allowed_role
	some subject in binding.judged(parameters.allowed_subjects)
	members := kubernetes_subject.members(subject.id)
	msg := sprintf("%s, which is %s, %s; bind only those who need it", [subject.title, members, binding.grant])
}

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	some subject in binding.judged(parameters.allowed_subjects)
	subject.id == "Group system:masters"
	what := sprintf("%s can do anything in the whole cluster, and nothing can restrict it", [subject.title])
	msg := sprintf("%s; bind your own group", [what])
}

unknown contains gap if some gap in binding.subject_gaps({"Group", "User"})

_is_of_allowed_role if {
	binding.role.kind == "ClusterRole"
	binding.role.name in parameters.allowed_roles
}
