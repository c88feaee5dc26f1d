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

import data.lib.guiderail.admin_peer
import data.lib.guiderail.allow_all
import data.lib.guiderail.cidr
import data.lib.guiderail.ctx

defaults := {"allowed_policies": [], "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

violation contains found if some found in allow_all.violations(_openings, parameters.allowed_policies)

_openings contains {"title": title, "path": path, "how": opening.how} if {
	ctx.group == "policy.networking.k8s.io"
	ctx.kind in {"AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"}
	some direction, field in {"ingress": "from", "egress": "to"}
	some i, rule in ctx.resource.spec[direction]
	rule.action in {"Allow", "Accept"}
	some j, peer in rule[field]
	opening := admin_peer.opening(peer, cidr.bounds(parameters))
	path := ["spec", direction, i, field, j, opening.field]
	title := sprintf("%s[%d].%s[%d]", [direction, i, field, j])
}
