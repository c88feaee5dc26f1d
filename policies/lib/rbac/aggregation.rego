# METADATA
# title: What ClusterRoles are aggregated from
# description: |
#   Which ClusterRoles among the other objects the selectors of an aggregated one select, directly and
#   through those that are aggregated themselves. Circles are no harm to it.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
package lib.guiderail.aggregation

import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# description: |
#   The names of the ClusterRoles whose rules a role of that name gets by some selectors, without its own.
sources(role_name, selectors) := graph.reachable(_selected, _matched(selectors) - {role_name}) - {role_name}

# METADATA
# description: The selectors of a role, none if it is not aggregated.
selectors_of(role) := value.array_in(value.object_in(role, "aggregationRule"), "clusterRoleSelectors")

_selected[role_name] := selected if {
	some role_name, role in data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole
	selected := _matched(selectors_of(role)) - {role_name}
}

_matched(selectors) := {role_name |
	count(selectors) > 0
	some role_name, labels in _labels
	_is_selected(selectors, labels)
}

_labels[role_name] := labels if {
	some role_name, role in data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole
	labels := value.object_in(value.object_in(role, "metadata"), "labels")
}

_is_selected(selectors, labels) if {
	some one in selectors
	selector.matches(one, labels)
}

# An API server reads null as an empty selector, which selects all.
_is_selected(selectors, _) if null in selectors
