# METADATA
# title: The network policies of a namespace
# description: All policies that a run holds, the one under review as it is now.
package lib.guiderail.policies

import data.lib.guiderail.ctx

# METADATA
# description: The policies of one namespace, as written.
of_namespace(namespace) := array.concat(
	[policy |
		some name
		policy := data.inventory.namespace[namespace]["networking.k8s.io/v1"].NetworkPolicy[name]
		not _is_replaced(name, namespace)
	],
	[ctx.resource | _own_namespace == namespace],
)

_is_replaced(name, namespace) if {
	name == ctx.name
	namespace == _own_namespace
}

# Undefined unless a policy is under review.
_own_namespace := ctx.namespace if _is_policy

_own_namespace := "default" if {
	_is_policy
	not ctx.namespace
}

_is_policy if {
	ctx.kind == "NetworkPolicy"
	ctx.group == "networking.k8s.io"
}
