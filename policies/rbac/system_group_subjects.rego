# METADATA
# title: Roles must be bound to named subjects, not to everyone
# description: |
#   The built-in groups of Kubernetes include all unauthenticated users, all authenticated users, all
#   service accounts or all nodes. A role bound to one of them is granted to people and pods that nobody
#   had in mind, including future ones. Members of system:masters bypass every check of roles. The few
#   bindings of this kind that every cluster has are not findings.
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
import data.lib.guiderail.placeholder

defaults := {"allowed_roles": [], "allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	some subject in binding.subjects
	members := _members(subject.id)
	not _is_allowed(subject)
	msg := sprintf("%s, which is %s, %s; name who needs it", [subject.title, members, binding.grant])
}

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	some subject in binding.subjects
	subject.id == "Group system:masters"
	not subject.is_default
	not subject.id in parameters.allowed_subjects
	what := sprintf("%s may do anything in the whole cluster, and nothing can restrict it", [subject.title])
	msg := sprintf("%s; bind a group of your own", [what])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some subject in binding.subjects
	subject.kind in {"Group", "User"}
	placeholder.is_in(subject.name)
	path := array.concat(subject.path, ["name"])
	msg := sprintf("%s is still to be filled in", [subject.title])
}

_is_allowed(subject) if subject.is_default

_is_allowed(subject) if subject.id in parameters.allowed_subjects

_is_allowed(_) if {
	binding.role.kind == "ClusterRole"
	binding.role.name in parameters.allowed_roles
}

_members(id) := _everyone[id]

_members(id) := sprintf("every service account of namespace %q", [namespace]) if {
	namespace := trim_prefix(id, "Group system:serviceaccounts:")
	namespace != id
}

_everyone := {
	"Group system:unauthenticated": "everyone who reaches the API server without logging in",
	"User system:anonymous": "everyone who reaches the API server without logging in",
	"Group system:authenticated": "everyone who has logged in and every service account",
	"Group system:authenticated:oauth": "everyone who has logged in to OpenShift",
	"Group system:serviceaccounts": "every service account of every namespace",
	"Group system:nodes": "every node and whoever breaks out of a pod there",
}
