# METADATA
# title: Cluster-wide network policies must not let everyone through
# description: |
#   When an AdminNetworkPolicy allows a connection, no NetworkPolicy in any namespace can forbid it.
#   With every namespace or the internet as a peer, one policy switches off the network policies of all
#   teams at once.
# related_resources: [https://network-policy-api.sigs.k8s.io/api-overview/]
# custom:
#   severity: medium
#   requirements: [NETPOL-15]
#   match:
#     - groups: [policy.networking.k8s.io]
#       kinds: [AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy]
#   remediation: Select the namespaces and pods of the peers, list their networks, or use the action Pass to leave the
#     decision to the namespaces.
#   parameters:
#     allowed_policies: {type: array, items: {type: string}, description: "Exact names of policies that may let everyone
#       through."}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.admin_allow_all

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.identity
import data.lib.guiderail.selector

defaults := {"allowed_policies": [], "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.group == "policy.networking.k8s.io"
	ctx.kind in {"AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"}
	some direction, field in {"ingress": "from", "egress": "to"}
	some i, rule in ctx.resource.spec[direction]
	rule.action in {"Allow", "Accept"}
	some j, peer in rule[field]
	opening := _opening(peer)
	not _is_allowed
	path := array.concat(["spec", direction, i, field, j], opening.path)
	msg := sprintf("%s rule #%d, peer #%d: %s", [direction, i, j, opening.how])
}

_opening(peer) := {"path": ["namespaces"], "how": "namespaces selects every namespace; select some"} if {
	selector.selects_every_namespace(peer.namespaces)
} else := {
	"path": ["namespaces"], "how": "namespaces only excludes, so nearly every namespace is meant; select some",
} if {
	selector.only_excludes_namespaces(peer.namespaces)
} else := {"path": ["pods"], "how": "pods selects every pod of every namespace; select some"} if {
	selector.selects_every_namespace(peer.pods.namespaceSelector)
	selector.is_empty(_pods(peer.pods))
} else := {
	"path": ["pods"], "how": "pods only excludes, so nearly every pod of every namespace is meant; select some",
} if {
	selector.only_excludes_namespaces(peer.pods.namespaceSelector)
	selector.only_excludes(_pods(peer.pods))
} else := {
	"path": ["networks"],
	"how": sprintf("%s is as wide as the internet; name the networks of the peers", [wide[0]]),
} if {
	wide := [block |
		some block in peer.networks
		cidr.is_valid(block)
		cidr.is_wide(block, _shortest)
	]
	count(wide) > 0
} else := {
	"path": ["networks"], "how": "the blocks are together as wide as the internet; name the networks of the peers",
} if {
	cidr.are_wide([{"cidr": block} | some block in peer.networks], _shortest)
}

_pods(written) := written.podSelector if {
	is_object(written.podSelector)
} else := {}

_shortest := {"ipv4": parameters.min_prefix_ipv4, "ipv6": parameters.min_prefix_ipv6}

_is_allowed if identity.name in parameters.allowed_policies
