# METADATA
# title: Namespaces that are closed unless a policy opens them
# description: |
#   Judges by effect what the policies of the namespace under review do to a pod without labels, which
#   stands for all that nobody has thought of. Yields nothing for any other kind.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
package lib.guiderail.default_deny

import data.lib.guiderail.ctx
import data.lib.guiderail.netpol
import data.lib.guiderail.placeholder
import data.lib.guiderail.policies

# METADATA
# description: What leaves the namespace open in a direction, as messages.
findings(direction) := [msg | some msg in _openings(direction); not _may_differ]

# METADATA
# description: The same where it may yet be otherwise.
unknowns(direction) := [msg | some msg in _openings(direction); _may_differ]

# In a request the policies may be yet to come, and what is still to be filled in may select all pods.
_may_differ if ctx.operation

_may_differ if {
	some policy in _policies
	placeholder.is_in(json.marshal(policy.spec))
}

_openings(direction) := [sprintf("no NetworkPolicy selects every pod for %s; add one that selects all and allows nothing", [direction])] if {
	_is_namespace
	count(netpol.isolating(_policies, _pod, direction)) == 0
} else := [msg |
	_is_namespace
	some policy in netpol.isolating(_policies, _pod, direction)
	some rule in netpol.rules(policy, direction)
	_is_about_anything(rule)
	some who, peer in _strangers
	netpol.is_peer(rule, peer)
	msg := sprintf("NetworkPolicy %q opens every pod to %s: %s rule #%d; name the peers or the ports", [rule.policy, who, direction, rule.index])
]

_is_namespace if {
	ctx.kind == "Namespace"
	ctx.group == ""
}

_policies := policies.of_namespace(ctx.name)

_pod := {"namespace": ctx.name, "labels": {}}

# A rule for all pods that names its ports opens these and no more, as one for DNS does.
_is_about_anything(rule) if rule.ports == []

_is_about_anything(rule) if {
	some port in rule.ports
	not _names_port(port)
}

_names_port(port) if port.port != null

_strangers := {
	"pods of other namespaces": {"namespace": "-", "labels": {}, "ips": []},
	"addresses outside the cluster": {"ips": ["198.51.100.1"]},
}
