# METADATA
# title: What the selectors of a policy select
# description: |
#   Which pods a selector of the policy under review selects, and whether it may select more.
package lib.guiderail.policy_reach

import data.lib.guiderail.carried_labels
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods
import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# description: |
#   Whether a selector may select pods of a namespace that the run does not show: pods that a request precedes, whose
#   labels are still to be filled in, or whose owner names no namespace.
may_differ(written, namespace) if {
	ctx.operation
} else if {
	placeholder.is_within(written)
} else if {
	pods.are_labels_to_fill_in(namespace)
} else if {
	_may_land_here(written, namespace)
} else := false

# What names no namespace lands where the client says.
_may_land_here(written, namespace) if {
	ctx.namespace
	namespace != "default"
	some seen in carried_labels.candidates(false, value.object_in(written, "matchLabels"))
	carried_labels.carries(seen, written)
}

_may_land_here(written, _) if {
	not ctx.namespace
	some seen in carried_labels.candidates(true, value.object_in(written, "matchLabels"))
	carried_labels.carries(seen, written)
}

# METADATA
# description: Whether a selector selects any pod of a namespace.
selects_some(written, namespace) if {
	some seen in pods.labels_in(namespace)
	carried_labels.carries(seen, written)
}

# METADATA
# description: |
#   Whether a selector selects a pod that policies are about, which none is that shares the network of its node.
selects_isolated(written) if {
	some seen in pods.labels_in(ctx.namespace_or_default)
	not seen.host_network
	carried_labels.carries(seen, written)
}

# METADATA
# description: |
#   The namespace of which a peer is, where it is one: other namespaces are judged where the run shows what is in
#   them.
namespace_of(peer) := ctx.namespace_or_default if {
	is_object(peer)
	object.get(peer, "namespaceSelector", null) == null
} else := required[0] if {
	required := [name |
		some name in selector.values(peer.namespaceSelector, "kubernetes.io/metadata.name")
		selector.requires(peer.namespaceSelector, "kubernetes.io/metadata.name", name)
	]
	count(required) == 1
	count(pods.owners(required[0])) > 0
}
