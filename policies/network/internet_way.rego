# METADATA
# title: Ways from the internet to pods
# description: |
#   The ways by which the internet can reach the pods under review, and which of them are certain.
#   `parameters` are those of network.internet_opt_in.
package lib.guiderail.internet_way

import data.lib.guiderail.internet
import data.lib.guiderail.isolation
import data.lib.guiderail.placeholder

# METADATA
# description: How a message ends, by the doubts.
end(doubts) := concat("; ", doubts) if {
	count(doubts) > 0
} else := "select them by their labels"

# METADATA
# description: |
#   The ways to each pod that has any, by the index of the pod. What is in doubt counts only where nothing is certain.
to_pods(parameters) := {n: _certain(candidates) |
	some n in {way.pod | some way in _candidates(parameters)}
	candidates := [way | some way in _candidates(parameters); way.pod == n]
}

# What is in doubt counts only where nothing is certain.
_certain(candidates) := certain if {
	certain := [way | some way in candidates; way.is_certain]
	count(certain) > 0
} else := candidates

_candidates(parameters) := [way |
	some way in internet.ways(parameters.cloud)
	not _is_internal(way, parameters)
]

_is_internal(way, parameters) if {
	way.is_node_port
	not parameters.node_ports
}

_is_internal(way, parameters) if {
	count(way.through) > 0
	every entrance in way.through {
		entrance in parameters.internal_entrances
	}
}

# METADATA
# description: How a message names the ways.
exposure(ways) := sprintf("the internet can reach the pods through %s", [
	concat(" and ", sort({way.title | some way in ways})),
])

# METADATA
# description: Whether it may be otherwise, since the ways are in doubt or a value is still to be filled in.
may_differ(ways, value) if {
	not ways[0].is_certain
} else if {
	placeholder.is_in(sprintf("%v", [value]))
} else := false

# METADATA
# description: Whether policies may yet select pods with these labels, or the ways to them are in doubt.
may_select(ways, doubts, labels) if {
	not ways[0].is_certain
} else if {
	count(doubts) > 0
} else := isolation.may_differ([labels])
