# METADATA
# title: Roles as powerful as cluster-admin must not be bound to anyone
# description: |
#   A role that allows every verb on every resource is cluster-admin under another name, and a search
#   for cluster-admin does not find it. It can also result from several rules that each allow some
#   verbs, or from the aggregation of harmless-looking roles. Bound in one namespace, it still allows
#   reading every Secret there, running pods as every service account and granting permissions to
#   others. edit or admin in kube-system is just as powerful, because the service accounts of
#   Kubernetes' own controllers are there.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
# custom:
#   severity: critical
#   requirements: [RBAC-02]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Bind a Role or ClusterRole with only the rules that the subject needs. The roleRef of a binding cannot
#     be changed, so create a new binding and delete this one.
#   parameters:
#     named_roles: {type: array, items: {type: string}, description: "Exact names of the ClusterRoles that
#       rbac.cluster_admin already reports."}
#     allowed_subjects: {type: array, items: {type: string}, description: "Subjects that may have such a role, for
#       example User alice, Group platform-admins or ServiceAccount flux-system/kustomize-controller."}
package guiderail.rbac.equivalent_power

import data.lib.guiderail.binding
import data.lib.guiderail.bound_role
import data.lib.guiderail.ctx
import data.lib.guiderail.role_rule

defaults := {"named_roles": ["cluster-admin"], "allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	_is_everything
	some subject in binding.subjects
	not _is_administrators(subject)
	not subject.id in parameters.allowed_subjects
	what := sprintf("%s can do anything %s, as with cluster-admin, by %s (%s)", [
		subject.title,
		binding.reach,
		binding.role.title,
		role_rule.enumeration([_title(rule) | some rule in _unbounded]),
	])
	msg := sprintf("%s; bind a role that grants only what is needed", [what])
}

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	ctx.kind == "RoleBinding"
	ctx.namespace == "kube-system"
	binding.role.kind == "ClusterRole"
	binding.role.name in {"admin", "edit"}
	some subject in binding.subjects
	not subject.id in parameters.allowed_subjects
	what := sprintf("%s can do anything in the whole cluster, since %s lets it act as the %s %s", [
		subject.title,
		binding.role.title,
		"controllers' service accounts",
		binding.reach,
	])
	msg := sprintf("%s; bind a role that grants only what is needed", [what])
}

unknown contains gap if some gap in binding.role_gaps

_is_everything if {
	not _is_named
	"*" in _verbs
}

_is_everything if {
	not _is_named
	count(_all_verbs - _verbs) == 0
}

# A default role of which somebody made as much has its default subjects as well.
_is_administrators(subject) if {
	subject.is_default
	binding.role.name == "cluster-admin"
}

_is_named if {
	binding.role.kind == "ClusterRole"
	binding.role.name in parameters.named_roles
}

_verbs contains verb if {
	some rule in _unbounded
	some verb in rule.verbs
}

# The rules about whatever there is, of whatever name.
_unbounded := [rule |
	some rule in bound_role.rules
	"*" in rule.resources
	"*" in rule.groups
	count(rule.names) == 0
]

# What can be done to a resource; what else is called a verb can be gained by them.
_all_verbs := {"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"}

_title(rule) := rule.title if {
	rule.role == binding.role.name
} else := sprintf("%s of ClusterRole %q", [rule.title, rule.role])
