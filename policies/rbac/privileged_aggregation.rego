# METADATA
# title: Powerful rules must not be aggregated into other roles
# description: |
#   A label on a ClusterRole adds its rules to admin, edit or view, and so to everyone who was bound to
#   one of these long ago; no binding changes and no review shows it. So does a label on a ClusterRole that
#   is aggregated itself, with the rules of all that it is made of. An aggregation rule whose selector
#   matches cluster-admin makes its role as powerful as that, and from roles that are aggregated from one
#   another no rule can be taken away any more.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
# custom:
#   severity: high
#   requirements: [RBAC-10]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [ClusterRole]}]
#   remediation: Take the powerful rules into a ClusterRole of their own without an aggregation label, and select with a
#     label that only the roles meant carry.
#   parameters:
#     allowed_roles:
#       type: array
#       items: {type: string}
#       description: ClusterRoles that may do this, by their exact names.
package guiderail.rbac.privileged_aggregation

import data.lib.guiderail.aggregation
import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.powers
import data.lib.guiderail.rbac
import data.lib.guiderail.selector

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": grant.path}} if {
	count(_aggregating) > 0
	some grant in _grants
	msg := sprintf("%s: a label adds it to %s, so that whoever is bound to that can %s; drop the label or the rule", [
		grant.title,
		concat(" and ", _aggregating),
		grant.can,
	])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.kind == "ClusterRole"
	some i, written in ctx.resource.aggregationRule.clusterRoleSelectors
	rbac.is_judged(parameters.allowed_roles)
	_selects_cluster_admin(written)

	path := ["aggregationRule", "clusterRoleSelectors", i]
	msg := sprintf("aggregationRule.clusterRoleSelectors #%d selects cluster-admin, so that whoever is bound to this ClusterRole can do everything; select by a label of its own", [i])
}

# No file of a run has the default roles, and no binding shows what they bring.
violation contains {"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", i]}} if {
	ctx.kind == "ClusterRole"
	some i, written in ctx.resource.aggregationRule.clusterRoleSelectors
	rbac.is_judged(parameters.allowed_roles)
	not _selects_cluster_admin(written)
	name := [name | some name in ["edit", "system:aggregate-to-edit", "system:aggregate-to-admin"]; _selects_default(written, name)][0]
	msg := sprintf("aggregationRule.clusterRoleSelectors #%d selects %s, so that whoever is bound to this ClusterRole can %s; select by a label of its own", [i, name, _can[name]])
}

violation contains {"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", i]}} if {
	count(_aggregating) > 0
	rbac.is_judged(parameters.allowed_roles)
	some i, written in aggregation.selectors_of(ctx.resource)
	some name in aggregation.sources(rbac.name, [written])
	not name in parameters.allowed_roles
	some grant in rbac.grants_of(_powers, data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[name])
	not grant.can in _own

	msg := sprintf("aggregationRule.clusterRoleSelectors #%d takes in ClusterRole %q, %s: a label adds it to %s, so that whoever is bound to that can %s; drop the label or select less", [
		i,
		name,
		grant.title,
		concat(" and ", _aggregating),
		grant.can,
	])
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

	msg := sprintf("aggregationRule.clusterRoleSelectors #%d takes in ClusterRole %q, which takes in this one, so that a rule of either stays in both for ever; select less", [i, name])
}

unknown contains {"msg": msg, "details": {"path": gap.path}} if {
	count(_aggregating) > 0
	some gap in rbac.gaps(_powers, parameters.allowed_roles)
	msg := sprintf("%s: %s is still to be filled in", [gap.title, gap.text])
}

_aggregating := [role |
	ctx.kind == "ClusterRole"
	some role in ["admin", "edit", "view"]
	ctx.resource.metadata.labels[sprintf("rbac.authorization.k8s.io/aggregate-to-%s", [role])] in {"true", true}
]

# A default role with a label that it has nowhere else gives its whole power away.
_grants := rbac.grants_of(_powers, ctx.resource) if {
	rbac.is_default
	not rbac.name in parameters.allowed_roles
	some role in _aggregating
	not bootstrap_roles.has_label(rbac.name, sprintf("rbac.authorization.k8s.io/aggregate-to-%s", [role]))
} else := rbac.grants_by(_powers, rbac.rules(parameters.allowed_roles))

# To run workloads is what admin and edit are there for.
_powers := powers.harmful("view" in _aggregating)

# What the rules say already, as in a cluster that has written them into the role.
_own := {grant.can | some grant in rbac.grants_by(_powers, rbac.rules(parameters.allowed_roles))}

# An API server reads null as an empty object, and an empty selector selects all.
_selects_cluster_admin(null)

_selects_cluster_admin(written) if selector.matches(written, {"kubernetes.io/bootstrapping": "rbac-defaults"})

_selects_default(written, name) if {
	labels := {label: "true" |
		some role in ["admin", "edit"]
		label := sprintf("rbac.authorization.k8s.io/aggregate-to-%s", [role])
		bootstrap_roles.has_label(name, label)
	}
	selector.matches(written, object.union(labels, {"kubernetes.io/bootstrapping": "rbac-defaults"}))
}

_can := {
	"edit": "read every Secret and act as every service account",
	"system:aggregate-to-edit": "read every Secret and act as every service account",
	"system:aggregate-to-admin": "change who may do what",
}
