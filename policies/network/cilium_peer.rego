# METADATA
# title: Peers of Cilium policies
# description: |
#   Which peers of a rule stand for everyone.
package lib.guiderail.cilium_peer

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.selector

# METADATA
# description: |
#   The peers of a rule that stand for everyone, alone or together: `title`, `path` and `how` of each.
#   `parameters` are those of network.cilium_allow_all.
openings(rule, parameters) := array.concat(
	[{"title": rule.title, "path": array.concat(rule.path, [field, i]), "how": how} |
		some field, peers in rule.peers
		some i, peer in peers
		how := _how(field, peer, parameters)
	],
	[{"title": rule.title, "path": array.concat(rule.path, [field]), "how": cidr.wide_together("the blocks")} |
		shortest := cidr.bounds(parameters)
		some field in ["fromCIDR", "fromCIDRSet", "toCIDR", "toCIDRSet"]
		blocks := [_block(peer) | some peer in rule.peers[field]]
		cidr.are_wide([block | some block in blocks; not cidr.is_wide(block.cidr, shortest)], shortest)
	],
)

_how(field, peer, parameters) := sprintf("entity %s means everyone; list the peers", [peer]) if {
	field in {"fromEntities", "toEntities"}
	peer in parameters.open_entities
} else := cidr.wide(sprintf("block %s", [peer])) if {
	field in {"fromCIDR", "toCIDR"}
	cidr.is_wide(peer, cidr.bounds(parameters))
} else := cidr.wide(sprintf("block %s", [peer.cidr])) if {
	field in {"fromCIDRSet", "toCIDRSet"}
	cidr.is_wide(peer.cidr, cidr.bounds(parameters))
	not cidr.is_narrowed(peer.cidr, object.get(peer, "except", null), cidr.bounds(parameters))
} else := sprintf("matchPattern %s matches every name; list the domains", [peer.matchPattern]) if {
	field == "toFQDNs"
	is_string(peer.matchPattern)
	regex.match(`^[*.]+$`, peer.matchPattern)
} else := "the selector selects every pod of the cluster; select the peers by label" if {
	field in {"fromEndpoints", "toEndpoints"}
	_is_every_pod(peer)
}

_block(peer) := {"cidr": peer} if {
	is_string(peer)
} else := peer

# In a namespaced policy a selector that does not ask for the namespace means the pods of its own.
_is_every_pod(peer) if {
	ctx.kind == "CiliumClusterwideNetworkPolicy"
	_only_excludes(peer)
}

_is_every_pod(peer) if {
	_only_excludes(peer)
	some expression in peer.matchExpressions
	_asks_for_namespace(expression)
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
