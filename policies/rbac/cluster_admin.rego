# METADATA
# title: The role cluster-admin must not be bound to anyone
# description: |
#   The role cluster-admin allows everything, and one leaked token of its subject gives all of that
#   away. Bound in one namespace, it still allows reading every Secret there, running pods as every
#   service account and granting permissions to others. The default binding of Kubernetes' own
#   administrators is not a finding.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
# custom:
#   severity: critical
#   requirements: [RBAC-02]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [RoleBinding, ClusterRoleBinding]}]
#   remediation: Bind a Role or ClusterRole with only the rules that the subject needs. The roleRef of a binding cannot
#     be changed, so create a new binding and delete this one.
#   parameters:
#     roles: {type: array, items: {type: string}, description: "Exact names of the ClusterRoles that allow everything."}
#     allowed_subjects: {type: array, items: {type: string}, description: "Subjects that may have such a role, for
#       example User alice, Group platform-admins or ServiceAccount flux-system/kustomize-controller."}
package guiderail.rbac.cluster_admin

import data.lib.guiderail.binding
import data.lib.guiderail.ctx

defaults := {"roles": ["cluster-admin"], "allowed_subjects": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": subject.path}} if {
	_is_cluster_role
	binding.role.name in parameters.roles
	some subject in binding.judged(parameters.allowed_subjects)
	what := sprintf("%s can do anything %s", [subject.title, binding.reach])
	msg := sprintf("%s; bind a role that grants only what is needed", [what])
}

unknown contains gap if {
	_is_cluster_role
	some gap in binding.role_gaps
}

# A Role of that name is not the role of that name.
_is_cluster_role if binding.role.kind != "Role"

_is_cluster_role if ctx.kind == "ClusterRoleBinding"
