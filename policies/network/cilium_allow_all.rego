# METADATA
# title: Cilium policies must not let everyone through
# description: |
#   Cilium has its own ways to say everyone, namely the entities all, world and cluster, the name
#   pattern *, and rules that list ports without peers. One such rule undoes every careful one for the
#   same pods, including those of Kubernetes NetworkPolicies.
# related_resources: [https://docs.cilium.io/en/stable/security/policy/language/]
# custom:
#   severity: medium
#   requirements: [NETPOL-15]
#   match: [cilium]
#   remediation: Restrict the peers of each rule with labels in fromEndpoints or toEndpoints, narrow address blocks, or
#     domain names.
#   parameters:
#     open_entities: {type: array, items: {type: string}, description: "Entities that stand for everyone."}
#     allowed_policies: {type: array, items: {type: string}, description: "Policies that may let everyone through, as
#       namespace/name, or the name alone for a cluster-wide policy."}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.cilium_allow_all

import data.lib.guiderail.cidr
import data.lib.guiderail.cilium
import data.lib.guiderail.cilium_peer
import data.lib.guiderail.ctx
import data.lib.guiderail.identity

defaults := {
	"open_entities": ["all", "world", "world-ipv4", "world-ipv6", "cluster"],
	"allowed_policies": [],
	"min_prefix_ipv4": 8,
	"min_prefix_ipv6": 16,
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in cilium.rules
	some opening in _openings(rule)
	not _is_allowed
	path := array.concat(rule.path, opening.path)
	msg := sprintf("%s: %s", [rule.title, opening.how])
}

_openings(rule) := [{"path": ["toPorts"], "how": "ports without peers are open to everyone; name the peers"}] if {
	is_array(rule.spec.toPorts)
	count(rule.spec.toPorts) > 0
	count(rule.peers) == 0
} else := array.concat(
	[opening |
		some field, peers in rule.peers
		some i, peer in peers
		opening := {"path": [field, i], "how": _how(field, peer)}
	],
	_unions(rule),
)

_how(field, peer) := sprintf("entity %s means everyone there; name the peers", [peer]) if {
	field in {"fromEntities", "toEntities"}
	peer in parameters.open_entities
} else := sprintf("block %s is as wide as the internet; name the networks of the peers", [peer]) if {
	field in {"fromCIDR", "toCIDR"}
	_is_wide(peer)
} else := sprintf("block %s is as wide as the internet; name the networks of the peers", [peer.cidr]) if {
	field in {"fromCIDRSet", "toCIDRSet"}
	_is_wide(peer.cidr)
	not cidr.is_narrowed(peer.cidr, object.get(peer, "except", null), _shortest)
} else := sprintf("the name pattern %s matches every name; name the domains", [peer.matchPattern]) if {
	field == "toFQDNs"
	is_string(peer.matchPattern)
	regex.match(`^[*.]+$`, peer.matchPattern)
} else := "the selector holds every pod of the cluster; select the peers by labels" if {
	field in {"fromEndpoints", "toEndpoints"}
	cilium_peer.is_every_pod(peer)
}

# Blocks that are everyone together, though none of them is.
_unions(rule) := [{
	"path": [word], "how": "the blocks are together as wide as the internet; name the networks of the peers",
} |
	some word in ["fromCIDR", "fromCIDRSet", "toCIDR", "toCIDRSet"]
	blocks := [_block(peer) | some peer in rule.peers[word]]
	cidr.are_wide([block | some block in blocks; not _is_wide(block.cidr)], _shortest)
]

_block(peer) := {"cidr": peer} if {
	is_string(peer)
} else := peer

_is_wide(block) if {
	cidr.is_valid(block)
	cidr.is_wide(block, _shortest)
}

_shortest := {"ipv4": parameters.min_prefix_ipv4, "ipv6": parameters.min_prefix_ipv6}

_is_allowed if identity.name in parameters.allowed_policies
