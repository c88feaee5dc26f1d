# METADATA
# title: Who can reach a load balancer
# description: |
#   What the Service under review says about its callers, as a cloud reads it. The cloud "" stands for
#   an unknown one.
package lib.guiderail.balancer

import data.lib.guiderail.cidr
import data.lib.guiderail.placeholder
import data.lib.guiderail.service

# METADATA
# description: The blocks of its source ranges. What another cloud reads says nothing.
ranges(own) := [range |
	some range in service.source_ranges
	_is_read_on(range.cloud, own)
]

# METADATA
# description: |
#   The annotation that names who decides instead. What it names lies outside the cluster, and outweighs source ranges.
#   Undefined where there is none.
decider(own) := [key |
	some [cloud, key] in [
		["aws", "service.beta.kubernetes.io/aws-load-balancer-security-groups"],
		["aws", "service.beta.kubernetes.io/aws-load-balancer-security-group-prefix-lists"],
		["azure", "service.beta.kubernetes.io/azure-allowed-service-tags"],
	]
	_is_read_on(cloud, own)
	service.annotations[key]
][0]

# METADATA
# scope: document
# description: |
#   What is wrong with a block of callers, where blocks with shorter prefixes count as the internet. Undefined where
#   nothing is.
defect(block, shortest) := sprintf("%s is as wide as the internet; list the callers' networks", [block]) if {
	cidr.is_wide(block, shortest)
}

defect(block, _) := sprintf("%s is not a valid CIDR block; write address/prefix-length", [json.marshal(block)]) if {
	not cidr.is_valid(block)
	not placeholder.is_in(block)
}

# METADATA
# description: Why it is uncertain what a range does on a cloud, as the ends of messages.
doubts(range, own) := {sprintf("%s is still to be filled in", [range.block]) |
	placeholder.is_in(range.block)
} | {sprintf("is read only on %s; set the parameter cloud", [range.cloud]) |
	range.cloud != ""
	range.cloud != own
}

_is_read_on("", _)

_is_read_on(cloud, own) if cloud == own

_is_read_on(_, "")
