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
#   What leaves the namespace under review open in a direction, as offences for `finding`. Empty for any other kind.
#   `others` says whether policies of other makes than Kubernetes' `count`, make the verdict `unknown` or are ignored
#   (`ignore`).
offences(direction, others) := {{"path": [], "msg": message, "is_open": true} |
	_may_differ(_namespace)
	some message in _openings(_namespace, direction)
} | {offence |
	not _may_differ(_namespace)
	not _is_settled(_namespace, direction, others)
	some offence in _certain_or_doubted(direction, _doubts(_namespace, direction, others))
}

_certain_or_doubted(direction, []) := {{"path": [], "msg": message, "is_open": false} |
	some message in _openings(_namespace, direction)
}

_certain_or_doubted(direction, doubts) := {{"path": [], "msg": message, "is_open": true} |
	some doubt in doubts
	message := sprintf("no NetworkPolicy selects every pod for %s; %s", [direction, doubt])
} if {
	count(doubts) > 0
}

_namespace := ctx.name if {
	ctx.kind == "Namespace"
	ctx.group == ""
}

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
	placeholder.is_within(policy.spec)
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
} else := [sprintf(_uncovered, [direction])] if {
	not _covers(namespace_policies.of_namespace(namespace), direction)
} else := [message |
	some policy in _wide(namespace_policies.of_namespace(namespace), direction)
	some i, rule in networkpolicy.rules_of(policy.spec)
	rule.direction == direction
	rule.is_in_force
	not networkpolicy.names_ports(rule)
	some who in {who | some opening in networkpolicy.openings(rule, {"ipv4": 8, "ipv6": 16}); some who in opening.who}
	what := sprintf("%s opens every pod to %s: %s", [namespace_policies.title(policy), who, rule.title])
	message := sprintf("%s; list the peers or the ports", [what])
]

_uncovered := "no NetworkPolicy selects every pod for %s; add one with an empty podSelector that allows nothing"

_leaks := "the podSelector of %s excludes pods by label, so they are not isolated for %s; leave it empty"

# The policies that select whatever they do not name.
_wide(written, direction) := [policy |
	some policy in written
	direction in traffic.directions(policy)
	selector.only_excludes(namespace_policies.pod_selector(policy))
]
