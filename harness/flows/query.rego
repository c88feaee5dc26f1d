# What the Go package asks, all in one go: each rule answers for a list of cases in their order.
package guiderail_flows

import data.lib.guiderail.flows
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods as made
import data.lib.guiderail.traffic
import data.lib.guiderail.xroad

# Objects with their namespace, and what there is to know of the pods that they are or make.
pods := [[seen(n, normal, case.object) | some n, normal in made.seen(case.object, case.namespace)] | some case in input]

seen(n, normal, owner) := {
	"pod": object.union({field: normal[field] | some field in _fields}, {"labels": {name: value | some name, value in normal.labels; is_string(value)}}),
	"no_labels": [name | some name, value in normal.labels; not is_string(value)],
	"roles": roles(n, owner),
	"is_unfilled": is_unfilled(json.marshal([normal.labels, normal.ports])),
}

_fields := ["namespace", "host_network", "ips", "ports"]

roles(n, owner) := [role | some role in {server.role | some server in xroad.servers_of(owner); server.pod == n}]

# Texts, and whether each holds something that is still to be filled in.
unfilled := [is_unfilled(text) | some text in input]

is_unfilled(text) if {
	placeholder.is_in(text)
} else := false

# NetworkPolicies, as they count.
policies := [{
	"namespace": text(traffic.namespace(policy)),
	"directions": traffic.directions(policy),
	"rules": rules(policy),
} |
	some policy in input
]

rules(policy) := [{
	"direction": rule.direction,
	"index": rule.index,
	"peers": rule.peers,
	"ports": rule.ports,
	"is_about_everyone": is_about_everyone(rule),
} |
	some direction in ["ingress", "egress"]
	some rule in traffic.rules(policy, direction)
]

is_about_everyone(rule) if {
	flows.is_about_everyone(rule)
} else := false

text(value) := value if {
	is_string(value)
} else := json.marshal(value)

# For each policy, the pods that it is about.
selected := [flows.selected(policy, input.pods) | some policy in input.policies]

# For each entry of a rule's peers, whom it is about.
matching := [flows.matching(entry.peer, entry.namespace, input.cluster) | some entry in input.entries]

# For each entry of a rule's peers and address, whether it is about what has that address.
holding := [is_about(case.peer, case.namespace, case.address) | some case in input]

is_about(written, policy_namespace, address) if {
	traffic.matches_peer(written, policy_namespace, {"ips": [address]})
} else := false

# For each rule and destination, the ports that are open.
ranges := [of_known_protocols(traffic.port_ranges(case.rule, case.destination)) | some case in input]

of_known_protocols(ranges_of_any) := [range |
	some range in ranges_of_any
	range.protocol in {"TCP", "UDP", "SCTP"}
]
