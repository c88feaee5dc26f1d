# METADATA
# title: Network policies that let everyone through
# description: |
#   What is common to the controls that report policies, of Kubernetes or of others, that allow everyone.
package lib.guiderail.allow_all

import data.lib.guiderail.cidr
import data.lib.guiderail.identity
import data.lib.guiderail.networkpolicy

# METADATA
# description: |
#   Where the NetworkPolicy under review lets everyone through in one direction, as offences for `finding`. Reads the
#   parameters `internet_label`, `min_prefix_ipv4` and `min_prefix_ipv6` of the control.
offences(direction, parameters) := array.concat(
	[{"path": opening.path, "msg": _message(opening), "is_open": false} |
		some opening in _openings(rules, cidr.bounds(parameters))
	],
	[offence | some rule in rules; some offence in networkpolicy.unknown_blocks(rule)],
) if {
	rules := networkpolicy.restricted_rules(direction, parameters.internet_label)
}

# METADATA
# description: |
#   The openings, each with `title`, `path` and `how`, as violations. None if the policy under review is among the
#   allowed ones.
violations(openings, allowed) := {{"msg": _message(opening), "details": {"path": opening.path}} |
	not _is_among(allowed)
	some opening in openings
}

_is_among(allowed) if identity.name in allowed

_openings(rules, shortest) := array.concat(
	[opening | some rule in rules; some opening in networkpolicy.openings(rule, shortest)],
	networkpolicy.openings_together(rules, shortest),
)

_message(opening) := sprintf("%s: %s", [opening.title, opening.how])
