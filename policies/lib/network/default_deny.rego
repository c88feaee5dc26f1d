# METADATA
# title: Namespaces that are closed unless a policy opens them
# description: |
#   Judges by effect what the policies of a namespace do to all its pods, those that nobody has thought of
#   among them: a policy that some label escapes does not close it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
package lib.guiderail.default_deny

import data.lib.guiderail.ctx
import data.lib.guiderail.namespace_policies
import data.lib.guiderail.networkpolicy
import data.lib.guiderail.other_policies
import data.lib.guiderail.placeholder
import data.lib.guiderail.selector
import data.lib.guiderail.traffic

# METADATA
# description: |
#   What leaves the namespace under review open in a direction, as messages; empty for any other kind.
#   `others` tells whether the policies of others than Kubernetes `count`, make it `unknown` or are
#   to `ignore`.
findings(direction, others) := [message |
	ctx.kind == "Namespace"
	ctx.group == ""
	some message in _openings(ctx.name, direction)
	not _may_differ(ctx.name)
	not _is_settled(ctx.name, direction, others)
	count(_doubts(ctx.name, direction, others)) == 0
]

# METADATA
# description: The same where it may yet be otherwise.
unknowns(direction, others) := array.concat(
	[message |
		ctx.kind == "Namespace"
		ctx.group == ""
		_may_differ(ctx.name)
		some message in _openings(ctx.name, direction)
	],
	[message |
		ctx.kind == "Namespace"
		ctx.group == ""
		not _may_differ(ctx.name)
		not _is_settled(ctx.name, direction, others)
		some doubt in _doubts(ctx.name, direction, others)
		message := sprintf("no NetworkPolicy selects every pod for %s; %s", [direction, doubt])
	],
)

# METADATA
# description: |
#   Whether the policies of a namespace select every pod in a direction and do not open it again, as far
#   as they are known.
is_closed(namespace, direction) if count(_openings(namespace, direction)) == 0

# METADATA
# scope: document
# description: |
#   Whether something that is told may yet close a namespace: a policy that may turn out to be of it, or one of
#   others than Kubernetes.
may_be_closed(namespace, _) if count(namespace_policies.possible(namespace)) > 0

may_be_closed(namespace, direction) if count(other_policies.closing(namespace, direction)) > 0

# In a request the policies may be yet to come, and what is still to be filled in may select all pods.
_may_differ(_) if ctx.operation

_may_differ(namespace) if {
	some policy in namespace_policies.of_namespace(namespace)
	placeholder.is_in(json.marshal(policy.spec))
}

# Where the policies of the namespace leave pods out, others may not.
_is_settled(namespace, direction, others) if {
	others == "count"
	not _covers(namespace_policies.of_namespace(namespace), direction)
	other_policies.settle(other_policies.closing(namespace, direction), others)
}

_doubts(namespace, direction, others) := doubts if {
	not _covers(namespace_policies.of_namespace(namespace), direction)
	doubts := other_policies.doubts(_floating(namespace, direction), other_policies.closing(namespace, direction), others)
} else := []

_floating(namespace, direction) := {namespace_policies.title(policy) | some policy in possible} if {
	possible := namespace_policies.possible(namespace)
	_covers(array.concat(namespace_policies.of_namespace(namespace), possible), direction)
} else := set()

_covers(written, direction) if {
	selector.cover([namespace_policies.pod_selector(policy) |
		some policy in written
		direction in traffic.directions(policy)
	])
}

_openings(namespace, direction) := [sprintf(_leaks, [titles, direction])] if {
	written := namespace_policies.of_namespace(namespace)
	not _covers(written, direction)
	titles := concat(" and ", sort({namespace_policies.title(policy) | some policy in _wide(written, direction)}))
	titles != ""
} else := [
	sprintf("no NetworkPolicy selects every pod for %s; add one that selects all and allows nothing", [direction]),
] if {
	not _covers(namespace_policies.of_namespace(namespace), direction)
} else := [message |
	some policy in _wide(namespace_policies.of_namespace(namespace), direction)
	some i, rule in networkpolicy.rules_of(policy.spec)
	rule.direction == direction
	rule.is_in_force
	not networkpolicy.names_ports(rule)
	some who in {who | some opening in networkpolicy.openings(rule, {"ipv4": 8, "ipv6": 16}); some who in opening.who}
	what := sprintf("%s opens every pod to %s: %s", [namespace_policies.title(policy), who, rule.title])
	message := sprintf("%s; name the peers or the ports", [what])
]

_leaks := "%s leaves pods out that carry a label, or lack one, for %s; leave podSelector empty"

# The policies that select whatever they do not name.
_wide(written, direction) := [policy |
	some policy in written
	direction in traffic.directions(policy)
	selector.only_excludes(namespace_policies.pod_selector(policy))
]
