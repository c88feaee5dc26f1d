# METADATA
# title: What the role of a binding grants
# description: |
#   The rules that a RoleBinding or ClusterRoleBinding grants to its subjects, taken from its role among
#   the other objects. An aggregated ClusterRole also has the rules of the roles that its selectors
#   select, over any number of levels. Empty for any other kind.
# related_resources:
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
package lib.guiderail.bound_role

import data.lib.guiderail.aggregation
import data.lib.guiderail.binding
import data.lib.guiderail.bootstrap_roles
import data.lib.guiderail.ctx
import data.lib.guiderail.role_rule

# METADATA
# description: |
#   The rules as `role_rule.of` gives them, each with `role`, the name of the role that has it. Those of
#   the roles that every cluster has are not among them, unless these are among the objects.
rules := [object.union(rule, {"role": role_name}) |
	some role_name, role in _roles
	some rule in role_rule.of(role)
]

_roles[binding.role.name] := role if {
	ctx.kind == "RoleBinding"
	binding.role.kind == "Role"
	role := data.inventory.namespace[ctx.namespace_or_default]["rbac.authorization.k8s.io/v1"].Role[binding.role.name]
}

_roles[role_name] := role if {
	binding.role.kind == "ClusterRole"
	some role_name in _cluster_roles
	role := data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[role_name]
}

_cluster_roles := {binding.role.name} | aggregation.sources(binding.role.name, _selectors) if {
	count(_selectors) > 0
} else := {binding.role.name}

# Into those that every cluster has, the cluster has written all rules already.
_selectors := aggregation.selectors_of(data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRole[binding.role.name]) if {
	not binding.role.name in bootstrap_roles.cluster_roles
}
