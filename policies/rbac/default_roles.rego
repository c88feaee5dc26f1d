# METADATA
# title: Default roles that everyone has must not be given more rules
# description: |
#   Every cluster binds a few default ClusterRoles to all authenticated users, to all service accounts
#   or even to unauthenticated users. A rule that is added to one of these roles is granted to all of
#   them at once, and no binding shows it.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
# custom:
#   severity: critical
#   requirements: [RBAC-03]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [ClusterRole]}]
#   remediation: Leave the default role as Kubernetes creates it, put the rule into a role of its own, and bind that
#     role to the subjects that need it.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of the default ClusterRoles that may
#       have additional rules."}
package guiderail.rbac.default_roles

import data.lib.guiderail.ctx
import data.lib.guiderail.rbac
import data.lib.guiderail.role_rule

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

applies if _members

violation contains {"msg": msg, "details": {"path": rule.path}} if {
	members := _members
	some rule in rbac.rules(parameters.allowed_roles)
	role_rule.grants_anything(rule)
	what := sprintf("%s is not part of the default ClusterRole %q", [rule.title, rbac.name])
	msg := sprintf("%s, which every cluster binds to %s; bind a separate role to those who need it", [what, members])
}

_members := _bound_to[rbac.name] if {
	ctx.kind == "ClusterRole"
	rbac.is_default
}

_bound_to := {
	"system:basic-user": "Group system:authenticated, everyone who has logged in and every service account",
	"system:discovery": "Group system:authenticated, everyone who has logged in and every service account",
	"system:public-info-viewer": "Group system:unauthenticated, everyone who reaches the API server",
	"system:service-account-issuer-discovery": "Group system:serviceaccounts, every service account of every namespace",
}
