# METADATA
# title: Ways into an X-Road primary
# description: |
#   What the ingress rules of the policy under review allow into a primary, and whether that is
#   permitted.
package lib.guiderail.primary_entry

import data.lib.guiderail.ctx
import data.lib.guiderail.primary_pods
import data.lib.guiderail.selector
import data.lib.guiderail.traffic

# METADATA
# scope: document
# description: |
#   Each peer of each ingress rule: `title`, `path`, `rule` and `peer`; a rule without peers is one entry, which is
#   about everyone.
entries contains {"title": title, "path": path, "rule": rule, "peer": peer} if {
	some rule in traffic.rules(ctx.resource, "ingress")
	some i, peer in rule.peers
	_names_someone(peer)
	title := sprintf("ingress[%d].from[%d]", [rule.index, i])
	path := ["spec", "ingress", rule.index, "from", i]
}

entries contains {"title": title, "path": ["spec", "ingress", rule.index], "rule": rule} if {
	some rule in traffic.rules(ctx.resource, "ingress")
	rule.peers == []
	title := sprintf("ingress[%d]", [rule.index])
}

_names_someone(peer) if {
	some field in ["podSelector", "namespaceSelector", "ipBlock"]
	peer[field] != null
}

# METADATA
# description: Whom an entry lets in, as messages say it.
who(entry) := "everyone" if {
	not entry.peer
} else := sprintf("addresses in %v", [entry.peer.ipBlock.cidr]) if {
	entry.peer.ipBlock
} else := "its secondaries" if {
	_is_about_secondaries(entry.peer)
} else := sprintf("pods that are not its secondaries, such as %s,", [stranger]) if {
	stranger := min([seen.title |
		some seen in primary_pods.strangers
		traffic.matches_peer(entry.peer, ctx.namespace_or_default, seen)
	])
} else := "pods that are not its secondaries"

# METADATA
# description: |
#   The ports of a primary that an entry opens and should not, but for what the allowed sources may reach.
opened(entry, primary, allowed_sources) := ["every port"] if {
	entry.rule.ports == []
} else := [_port_title(written) |
	some written in entry.rule.ports
	not _is_within(written, _allowed_ports(entry, allowed_sources), primary)
]

_is_within(written, allowed, primary) if {
	every range in traffic.port_ranges({"ports": [written]}, primary) {
		range.protocol == "TCP"
		inside := [number | some number in allowed; range.from <= number; number <= range.to]
		count(inside) == (range.to - range.from) + 1
	}
}

_port_title(written) := sprintf("%v %v to %v", [traffic.protocol(written), written.port, written.endPort]) if {
	is_number(written.endPort)
} else := sprintf("%v %v", [traffic.protocol(written), written.port]) if {
	written.port != null
} else := sprintf("every %v port", [traffic.protocol(written)])

_allowed_ports(entry, allowed_sources) := {22} if {
	_is_about_secondaries(entry.peer)
} else := {port |
	some source in allowed_sources
	_is_about(entry.peer, source)
	some port in source.ports
}

_is_about(peer, source) if {
	net.cidr_is_valid(source.block)
	net.cidr_is_valid(peer.ipBlock.cidr)
	net.cidr_contains(source.block, peer.ipBlock.cidr)
}

_is_about(peer, source) if {
	_is_about_namespace(peer, source.namespace)
	every key, value in source.labels {
		selector.requires(peer.podSelector, key, value)
	}
}

_is_about_namespace(peer, namespace) if selector.requires(
	peer.namespaceSelector,
	"kubernetes.io/metadata.name",
	namespace,
)

_is_about_namespace(peer, namespace) if {
	namespace == ctx.namespace_or_default
	not peer.namespaceSelector
}

_is_about_namespace(peer, namespace) if {
	namespace == ctx.namespace_or_default
	peer.namespaceSelector == null
}

# Pods of this namespace that carry a label of the sidecars, and that no other pod here is.
_is_about_secondaries(peer) if {
	_is_about_namespace(peer, ctx.namespace_or_default)
	every seen in primary_pods.strangers {
		not selector.matches(peer.podSelector, seen.labels)
	}
	some label in _secondary_labels
	values := selector.values(peer.podSelector, label.key)
	label.value in values
	every value in values {
		{"key": label.key, "value": value} in (_secondary_labels | _primary_labels)
	}
}

_secondary_labels contains {"key": "role", "value": "secondary"}

_secondary_labels contains {"key": key, "value": value} if {
	some seen in primary_pods.secondaries
	some key, value in seen.labels
}

_primary_labels contains {"key": key, "value": value} if {
	some seen in primary_pods.primaries
	some key, value in seen.labels
}
