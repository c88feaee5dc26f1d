# METADATA
# title: Powerful rules must not be aggregated into other roles
# description: |
#   A label on a ClusterRole adds its rules to admin, edit or view, and so to everyone who was bound to
#   one of these long ago; no binding changes and no review shows it. The other way round, an aggregation
#   rule whose selector matches cluster-admin makes its role as powerful as that.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
# custom:
#   severity: high
#   requirements: [RBAC-10]
#   match: [{groups: [rbac.authorization.k8s.io], kinds: [ClusterRole]}]
#   remediation: Take the powerful rules into a ClusterRole of their own without an aggregation label, and select with a label that only the roles meant carry.
#   parameters:
#     allowed_roles:
#       type: array
#       items: {type: string}
#       description: ClusterRoles that may do this, by their exact names.
package guiderail.rbac.privileged_aggregation

import data.lib.guiderail.ctx
import data.lib.guiderail.powers
import data.lib.guiderail.rbac

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": grant.path}} if {
	count(_aggregating) > 0
	some grant in rbac.grants(_powers, parameters.allowed_roles)
	msg := sprintf("%s: a label adds it to %s, so that whoever is bound to that can %s; drop the label or the rule", [
		grant.title,
		concat(" and ", _aggregating),
		grant.can,
	])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.kind == "ClusterRole"
	some i, selector in ctx.resource.aggregationRule.clusterRoleSelectors
	rbac.is_judged(parameters.allowed_roles)
	_selects_cluster_admin(selector)

	path := ["aggregationRule", "clusterRoleSelectors", i]
	msg := sprintf("aggregationRule.clusterRoleSelectors #%d selects cluster-admin, so that whoever is bound to this ClusterRole can do everything; select by a label of its own", [i])
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

# To run workloads is what admin and edit are there for.
_powers := powers.harmful("view" in _aggregating)

# An API server reads null as an empty object, and an empty selector selects all.
_selects_cluster_admin(null)

_selects_cluster_admin(selector) if {
	is_object(selector)
	every key, value in _members(selector, "matchLabels") {
		_cluster_admin_labels[key] == value
	}
	every expression in _members(selector, "matchExpressions") {
		_matches_cluster_admin(expression)
	}
}

_members(selector, key) := value if {
	value := selector[key]
	value != null
} else := []

_matches_cluster_admin(expression) if {
	expression.operator in {"In", "Exists"}
	_has_one_of_its_labels(expression)
}

_matches_cluster_admin(expression) if {
	expression.operator in {"NotIn", "DoesNotExist"}
	not _has_one_of_its_labels(expression)
}

_has_one_of_its_labels(expression) if {
	value := _cluster_admin_labels[expression.key]
	_wants(expression, value)
}

_wants(expression, _) if expression.operator in {"Exists", "DoesNotExist"}

_wants(expression, value) if value in expression.values

_cluster_admin_labels := {"kubernetes.io/bootstrapping": "rbac-defaults"}
