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

# METADATA
# description: |
#   Whether a selector may select pods of a namespace that the run does not show: pods that a request precedes, whose
#   labels are still to be filled in, or whose owner names no namespace.
may_differ(written, namespace) if {
	ctx.operation
} else if {
	some labels in array.concat([written], pods.labels_in(namespace))
	placeholder.is_in(json.marshal(labels))
} else if {
	_may_land_here(written, namespace)
} else := false

# What names no namespace lands where the client says.
_may_land_here(written, namespace) if {
	ctx.namespace
	namespace != "default"
	some owner in pods.owners("default")
	not carried_labels.names_namespace(owner)
	carried_labels.carries(owner, written)
}

_may_land_here(written, _) if {
	not ctx.namespace
	some owners in pods.found
	some owner in owners
	carried_labels.names_namespace(owner)
	carried_labels.carries(owner, written)
}

# METADATA
# description: Whether a selector selects any pod of a namespace.
selects_some(written, namespace) if {
	some owner in pods.owners(namespace)
	carried_labels.carries(owner, written)
}

# METADATA
# description: |
#   Whether a selector selects a pod that policies are about, which none is that shares the network of its node.
selects_isolated(written) if {
	some owner in pods.owners(ctx.namespace_or_default)
	some seen in pods.seen(owner, ctx.namespace_or_default)
	seen.host_network == false
	carried_labels.matches(owner, seen.labels, written)
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
