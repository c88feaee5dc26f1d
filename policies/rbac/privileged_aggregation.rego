# METADATA
# title: Powerful rules must not be aggregated into other roles
# description: |
#   An aggregation label on a ClusterRole adds its rules to admin, edit or view, and so to everyone who
#   was bound to one of these long ago. No binding changes, and no review shows it. The same happens
#   through a label on a ClusterRole that is itself aggregated, with all the rules that it collects. An
#   aggregation rule whose selector matches cluster-admin makes its role just as powerful, and rules can
#   no longer be removed from roles that aggregate each other.
# related_resources: [https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles]
# custom:
#   severity: high
#   requirements: [RBAC-10]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [ClusterRole]}]
#   remediation: Move the powerful rules to a ClusterRole of their own without an aggregation label, and use a selector
#     label that only the intended roles have.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of ClusterRoles that may do this."}
package guiderail.rbac.privileged_aggregation

import data.lib.guiderail.aggregated_power
import data.lib.guiderail.aggregation
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.granted
import data.lib.guiderail.powers
import data.lib.guiderail.rbac
import data.lib.guiderail.role_finding

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": grant.path}} if {
	count(aggregated_power.into) > 0
	some grant in _grants
	what := sprintf("%s: a label adds it to %s", [grant.title, _into])
	msg := sprintf("%s, so anyone bound to that can %s; remove the label or the rule", [what, grant.can])
}

# No file of a run has the default roles, and no binding shows what they bring.
violation contains {"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", i]}} if {
	ctx.kind == "ClusterRole"
	rbac.is_judged(parameters.allowed_roles)
	some i, written in ctx.resource.aggregationRule.clusterRoleSelectors
	[name, can] := aggregated_power.of_default(written)
	what := sprintf("aggregationRule.clusterRoleSelectors[%d] selects %s", [i, name])
	msg := sprintf("%s, so anyone bound to this ClusterRole can %s; select by a label of its own", [what, can])
}

violation contains {"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", i]}} if {
	count(aggregated_power.into) > 0
	rbac.is_judged(parameters.allowed_roles)
	some i, written in aggregation.selectors_of(ctx.resource)
	some name in aggregation.sources(rbac.name, [written])
	not name in parameters.allowed_roles
	role := data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[name]
	some grant in granted.of_role(_powers, role)
	not grant.can in _own
	what := sprintf("aggregationRule.clusterRoleSelectors[%d] selects ClusterRole %q, %s", [i, name, grant.title])
	then := sprintf("a label adds it to %s, so anyone bound to that can %s", [_into, grant.can])
	msg := sprintf("%s: %s; remove the label or narrow the selector", [what, then])
}

violation contains {"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", i]}} if {
	ctx.kind == "ClusterRole"
	rbac.is_judged(parameters.allowed_roles)
	some i, written in aggregation.selectors_of(ctx.resource)
	some name in aggregation.sources(rbac.name, [written])
	other := data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[name]
	back := aggregation.selectors_of(other)
	count(back) > 0
	rbac.name in aggregation.sources(name, back)
	what := sprintf("aggregationRule.clusterRoleSelectors[%d] selects ClusterRole %q, which selects this one", [i, name])
	msg := sprintf("%s, so a rule of either stays in both forever; narrow the selector", [what])
}

unknown contains said if {
	count(aggregated_power.into) > 0
	some said in finding.unknowns(role_finding.gaps(_powers, parameters.allowed_roles))
}

_into := concat(" and ", aggregated_power.into)

# A default role with a label that it has nowhere else gives its whole power away.
_grants := granted.of_role(_powers, ctx.resource) if {
	aggregated_power.is_default_elsewhere
	not rbac.name in parameters.allowed_roles
} else := granted.of_rules(_powers, rbac.rules(parameters.allowed_roles))

# To run workloads is what admin and edit are there for.
_powers := powers.harmful("view" in aggregated_power.into)

# What the rules say already, as in a cluster that has written them into the role.
_own contains grant.can if some grant in granted.of_rules(_powers, rbac.rules(parameters.allowed_roles))
