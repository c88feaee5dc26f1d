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
# scope: document
# description: |
#   Whether a selector in a namespace, `selector` and `namespace`, may select pods that are not told to be there: in a
#   request, by what is still to be filled in, or of what names no namespace.
may_differ(_) if ctx.operation

may_differ(entry) if placeholder.is_in(json.marshal(entry.selector))

may_differ(entry) if {
	some labels in pods.labels_in(entry.namespace)
	placeholder.is_in(json.marshal(labels))
}

# What names no namespace lands where the client says.
may_differ(entry) if {
	ctx.namespace
	entry.namespace != "default"
	some owner in pods.owners("default")
	not carried_labels.names_namespace(owner)
	carried_labels.carries(owner, entry.selector)
}

may_differ(entry) if {
	not ctx.namespace
	some owners in pods.found
	some owner in owners
	carried_labels.names_namespace(owner)
	carried_labels.carries(owner, entry.selector)
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
} else := name if {
	# Other namespaces are judged where the run shows what is in them.
	some name in selector.values(peer.namespaceSelector, "kubernetes.io/metadata.name")
	selector.requires(peer.namespaceSelector, "kubernetes.io/metadata.name", name)
	count(pods.owners(name)) > 0
}
