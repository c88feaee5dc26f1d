# METADATA
# title: What network policies let through, all together
# description: |
#   Answers whether traffic may go between a pod and a peer, as the API documentation defines it. Policies
#   only add: a pod that no policy selects in a direction is open in it, one that some select is open to
#   what any rule of any of them names. Whoever asks hands over the policies of the pod's namespace, as
#   written; traffic between two pods wants the question in both directions, `egress` of the one and
#   `ingress` of the other.
#
#   A pod is `namespace`, `namespace_labels`, `labels`, `host_network`, `ips` and `ports` (`name`,
#   `number` and `protocol` of each that its containers name). A peer is a pod, or `ips` alone. A port is
#   `protocol` and `port`, a number or the name of one of the destination's ports.
#
#   A pod on its node's network is not known from the node: no policy selects it and only its address is a
#   peer. A peer or port that no API server accepts matches nothing. A pod always reaches itself and is
#   reached from its own node, whatever is answered here.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
package lib.guiderail.traffic

import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# scope: document
# description: Whether the policies let traffic on a port through between a pod and a peer.
allows(policies, _, pod, direction, _) if count(isolating(policies, pod, direction)) == 0

allows(policies, peer, pod, direction, port) if {
	some policy in isolating(policies, pod, direction)
	some rule in rules(policy, direction)
	admits(rule, peer, pod, port)
}

# METADATA
# description: The rules that let traffic on a port through; empty also where nothing isolates the pod.
admitting(policies, peer, pod, direction, port) := [rule |
	some policy in isolating(policies, pod, direction)
	some rule in rules(policy, direction)
	admits(rule, peer, pod, port)
]

# METADATA
# description: The policies because of which a pod is closed in a direction but for what their rules name.
isolating(policies, pod, direction) := [policy |
	some policy in policies
	direction in directions(policy)
	selects(policy, pod)
]

# METADATA
# description: Whether a policy is about a pod.
selects(policy, pod) if {
	not _is_on_host_network(pod)
	namespace(policy) == pod.namespace
	selector.matches(value.object_in(_spec(policy), "podSelector"), pod.labels)
}

# METADATA
# description: The namespace of a policy, or of any other object that has one.
namespace(object_of_namespace) := name if {
	name := object_of_namespace.metadata.namespace
	not name in {"", null}
} else := "default"

# METADATA
# description: |
#   The directions, `ingress` and `egress`, that a policy closes and opens. With no type given, an API
#   server sets Ingress, and Egress when there are egress rules.
directions(policy) := {direction | some type in types; direction := _directions[type]} if {
	types := value.array_in(_spec(policy), "policyTypes")
	count(types) > 0
} else := {"ingress", "egress"} if {
	count(value.array_in(_spec(policy), "egress")) > 0
} else := {"ingress"}

_directions := {"Ingress": "ingress", "Egress": "egress"}

# METADATA
# description: |
#   The rules of a policy that are in force in a direction: `policy` (its name), `namespace`, `direction`,
#   `index`, and `peers` and `ports` as written.
rules(policy, direction) := [rule |
	direction in directions(policy)
	some i, spec in value.array_in(_spec(policy), direction)
	rule := {
		"policy": object.get(policy, ["metadata", "name"], ""),
		"namespace": namespace(policy),
		"direction": direction,
		"index": i,
		"peers": value.array_in(spec, _peer_fields[direction]),
		"ports": value.array_in(spec, "ports"),
	}
]

_peer_fields := {"ingress": "from", "egress": "to"}

# METADATA
# description: Whether a rule of a policy that selects a pod names the peer and the port.
admits(rule, peer, pod, port) if {
	is_peer(rule, peer)
	is_port(rule, _destination(rule, peer, pod), port)
}

_destination(rule, _, pod) := pod if rule.direction == "ingress"

_destination(rule, peer, _) := peer if rule.direction == "egress"

# METADATA
# scope: document
# description: Whether a rule is about a peer. One that names none is about everyone.
is_peer(rule, _) if count(rule.peers) == 0

is_peer(rule, peer) if {
	some written in rule.peers
	matches_peer(written, rule.namespace, peer)
}

# METADATA
# scope: document
# description: Whether one entry of a rule's peers, in a policy of a namespace, is about a peer.
matches_peer(written, _, peer) if {
	not _has(written, "podSelector")
	not _has(written, "namespaceSelector")
	some ip in peer.ips
	_is_in_block(written.ipBlock, ip)
}

matches_peer(written, policy_namespace, peer) if {
	_is_pod(peer)
	not _has(written, "ipBlock")
	_selects_namespace(written, policy_namespace, peer)
	_selects_pod(written, peer)
}

_is_pod(peer) if {
	peer.namespace
	not _is_on_host_network(peer)
}

_is_on_host_network(pod) if pod.host_network == true

_selects_namespace(written, _, peer) if {
	selector.matches(written.namespaceSelector, namespace_labels(peer))
}

_selects_namespace(written, policy_namespace, peer) if {
	not _has(written, "namespaceSelector")
	_has(written, "podSelector")
	peer.namespace == policy_namespace
}

# METADATA
# description: The labels of a pod's namespace, with its name, which an API server sets on each.
namespace_labels(pod) := object.union(
	object.get(pod, "namespace_labels", {}),
	{"kubernetes.io/metadata.name": pod.namespace},
)

_selects_pod(written, peer) if selector.matches(written.podSelector, peer.labels)

_selects_pod(written, _) if not _has(written, "podSelector")

_is_in_block(block, ip) if {
	_contains(block.cidr, ip)
	every exception in value.array_in(block, "except") {
		not _contains(exception, ip)
	}
}

_contains(block, ip) if {
	net.cidr_is_valid(block)
	net.cidr_contains(block, ip)
}

# METADATA
# scope: document
# description: |
#   Whether a rule is about a port of the destination. One that names no ports is about all of every
#   protocol; an entry without a number or name is about all of its protocol.
is_port(rule, _, _) if count(rule.ports) == 0

is_port(rule, destination, port) if {
	some written in rule.ports
	protocol(written) == port.protocol
	_matches_port(written, destination, port)
}

# METADATA
# description: |
#   The numbers that a rule opens at a destination, as ranges of `protocol`, `from` and `to`: those of the
#   three protocols for which `is_port` holds. A name that the destination has for none of its ports opens
#   none.
port_ranges(rule, destination) := [{
	"protocol": name, "from": 1, "to": 65535,
} |
	some name in ["TCP", "UDP", "SCTP"]
] if {
	count(rule.ports) == 0
} else := [range |
	some written in rule.ports
	some range in _ranges(written, destination)
]

_ranges(written, destination) := [{"protocol": protocol(written), "from": 1, "to": 65535}] if {
	not _has(written, "port")
	not _has(written, "endPort")
} else := [{"protocol": protocol(written), "from": number, "to": number} |
	some number in _numbers(destination, {"port": written.port, "protocol": protocol(written)})
] if {
	not _has(written, "endPort")
} else := [{"protocol": protocol(written), "from": written.port, "to": written.endPort}] if {
	is_number(written.port)
	is_number(written.endPort)
} else := []

# METADATA
# description: The protocol of one entry of a rule's ports.
protocol(written) := name if {
	name := written.protocol
	not name in {"", null}
} else := "TCP"

_matches_port(written, _, _) if {
	not _has(written, "port")
	not _has(written, "endPort")
}

_matches_port(written, destination, port) if {
	not _has(written, "endPort")
	some number in _numbers(destination, port)
	number in _numbers(destination, {"port": written.port, "protocol": port.protocol})
}

_matches_port(written, destination, port) if {
	is_number(written.port)
	is_number(written.endPort)
	some number in _numbers(destination, port)
	written.port <= number
	number <= written.endPort
}

# Only the destination knows which number one of its ports has.
_numbers(destination, port) := {port.port} if {
	is_number(port.port)
} else := {named.number |
	some named in object.get(destination, "ports", [])
	named.name == port.port
	named.protocol == port.protocol
}

_spec(policy) := value.object_in(policy, "spec")

_has(parent, key) if parent[key] != null
