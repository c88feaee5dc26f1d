# METADATA
# title: Namespace and pod selectors must not be in adjacent peers
# description: |
#   A namespaceSelector and a podSelector in one peer mean both: these pods in those namespaces. One
#   more dash makes two peers, which mean either: all pods of those namespaces, and these pods of the
#   policy's own namespace. Both forms are valid and differ by a single character, so a reader cannot
#   tell which one was meant.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
# custom:
#   severity: medium
#   requirements: [NETPOL-10]
#   match: [networkpolicy]
#   remediation: If both must match, put podSelector into the same peer as namespaceSelector, without a dash. If either
#     may match, give each peer a rule of its own.
package guiderail.network.peer_and_or

import data.lib.guiderail.networkpolicy
import data.lib.guiderail.selector

applies if {
	some rule in networkpolicy.rules
	count(rule.peers) > 0
}

violation contains {"msg": msg, "details": {"path": second.path}} if {
	some rule in networkpolicy.rules
	count(rule.peers) > 1
	some i, second in rule.peers
	first := rule.peers[i - 1]
	_are_apart(first.spec, second.spec)
	msg := sprintf("%s selects %s and %s[%d] selects %s, so matching either is enough; %s", [
		second.title,
		_selects(second.spec),
		rule.selectors,
		i - 1,
		_selects(first.spec),
		"combine them in one peer or use separate rules",
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
