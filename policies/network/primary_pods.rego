# METADATA
# title: X-Road primaries and secondaries among the pods
# description: |
#   Which pods of the namespace under review are X-Road primaries, which are their secondaries and which
#   are neither, in the form of `pods.seen` with the labels of their namespace.
package lib.guiderail.primary_pods

import data.lib.guiderail.ctx
import data.lib.guiderail.namespaces
import data.lib.guiderail.pods
import data.lib.guiderail.traffic
import data.lib.guiderail.xroad

# METADATA
# description: The primaries under review.
own := _with_role(ctx.resource, "primary")

_with_role(owner, role) := [seen |
	some n in xroad.pods_with_role(owner, role)
	some seen in _seen(owner)
	seen.pod == n
]

_seen(owner) := [object.union(pod, {"namespace_labels": namespaces.labels(ctx.namespace_or_default)}) |
	some pod in pods.seen(owner, ctx.namespace_or_default)
]

# METADATA
# description: The secondaries of the namespace.
secondaries := [seen |
	some owner in pods.owners(ctx.namespace_or_default)
	some seen in _with_role(owner, "secondary")
]

# METADATA
# description: The primaries that the policy under review selects.
primaries := [seen |
	_is_policy
	some owner in _owners_of_primaries[ctx.namespace_or_default]
	some seen in _with_role(owner, "primary")
	traffic.selects(ctx.resource, seen)
]

# What is under review is a policy here, and none of them.
_owners_of_primaries[namespace] contains owner if {
	some owner in pods.found[namespace]
	xroad.is_primary(owner)
}

_is_policy if {
	ctx.kind == "NetworkPolicy"
	ctx.group == "networking.k8s.io"
}

# METADATA
# description: The pods of the namespace that are neither.
strangers := [seen |
	some owner in pods.owners(ctx.namespace_or_default)
	some seen in _seen(owner)
	not seen.pod in xroad.pods_with_role(seen.object, "secondary")
	not seen.pod in xroad.pods_with_role(seen.object, "primary")
]
