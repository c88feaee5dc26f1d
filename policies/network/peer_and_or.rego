# METADATA
# title: Namespace and pod selectors must not stand in neighbouring peers
# description: |
#   A namespaceSelector and a podSelector in one peer mean both: these pods of those namespaces. One dash
#   more makes two peers of them, which mean either: every pod of those namespaces, and these pods of the
#   policy's own. Both forms are valid and differ by a single character, so the reader cannot tell which
#   one was meant.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
# custom:
#   severity: medium
#   requirements: [NETPOL-10]
#   match: [networkpolicy]
#   remediation: Where both are meant, write podSelector into the peer of namespaceSelector, without a dash; where
#     either is meant, give each peer a rule of its own.
package guiderail.network.peer_and_or

import data.lib.guiderail.networkpolicy
import data.lib.guiderail.selector

violation contains {"msg": msg, "details": {"path": second.path}} if {
	some rule in networkpolicy.rules
	count(rule.peers) > 1
	some i, second in rule.peers
	first := rule.peers[i - 1]
	_are_apart(first.spec, second.spec)
	msg := sprintf("%s: peer #%d selects %s and this one %s, which lets in either; %s", [
		second.title,
		i - 1,
		_selects(first.spec),
		_selects(second.spec),
		"join them in one peer, or give each a rule of its own",
	])
}

_are_apart(first, second) if {
	_selects(first) == "namespaces"
	_selects(second) == "pods"
}

_are_apart(first, second) if {
	_selects(first) == "pods"
	_selects(second) == "namespaces"
}

_selects(peer) := "namespaces" if {
	is_object(peer.namespaceSelector)
	object.get(peer, "podSelector", null) == null
} else := "pods" if {
	is_object(peer.podSelector)
	object.get(peer, "namespaceSelector", null) == null

	# All pods of the own namespace: joined to other namespaces, that would add nothing.
	not selector.is_empty(peer.podSelector)
}
