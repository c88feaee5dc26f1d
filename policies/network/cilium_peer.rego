# METADATA
# title: Peers of Cilium policies
# description: |
#   Which pods the selector of a peer selects.
package lib.guiderail.cilium_peer

import data.lib.guiderail.ctx
import data.lib.guiderail.selector

# METADATA
# scope: document
# description: |
#   Whether a selector stands for every pod of the cluster. In a namespaced policy one that does not ask for the
#   namespace means the pods of its own.
is_every_pod(peer) if {
	ctx.kind == "CiliumClusterwideNetworkPolicy"
	_only_excludes(peer)
}

is_every_pod(peer) if {
	some expression in peer.matchExpressions
	_asks_for_namespace(expression)
	_only_excludes(peer)
}

# Each pod has a namespace: to ask whether it has one is to ask nothing.
_only_excludes(peer) if {
	is_object(peer)
	selector.only_excludes(object.union(peer, {"matchExpressions": _narrowing(peer)}))
}

_narrowing(peer) := [expression |
	some expression in peer.matchExpressions
	not _wants_a_namespace(expression)
]

_wants_a_namespace(expression) if {
	_asks_for_namespace(expression)
	expression.operator == "Exists"
}

_asks_for_namespace(expression) if {
	is_string(expression.key)
	regex.match(`^((k8s|any)[:.])?io\.(kubernetes\.pod\.namespace$|cilium\.k8s\.namespace\.labels\.)`, expression.key)
}
