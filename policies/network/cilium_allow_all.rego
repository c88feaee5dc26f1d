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

import data.lib.guiderail.allow_all
import data.lib.guiderail.cilium
import data.lib.guiderail.cilium_peer
import data.lib.guiderail.ctx

defaults := {
	"open_entities": ["all", "world", "world-ipv4", "world-ipv6", "cluster"],
	"allowed_policies": [],
	"min_prefix_ipv4": 8,
	"min_prefix_ipv6": 16,
}

parameters := object.union(defaults, ctx.parameters)

violation contains found if {
	some rule in cilium.rules
	some found in allow_all.violations(_openings(rule), parameters.allowed_policies)
}

_openings(rule) := [{
	"title": rule.title, "path": array.concat(rule.path, ["toPorts"]),
	"how": "ports without peers are open to everyone; list the peers",
}] if {
	is_array(rule.spec.toPorts)
	count(rule.spec.toPorts) > 0
	count(rule.peers) == 0
} else := cilium_peer.openings(rule, parameters)
