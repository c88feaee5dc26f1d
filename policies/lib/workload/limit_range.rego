# METADATA
# title: What a namespace gives to containers that say nothing
# description: |
#   A LimitRange of type Container fills in what a container neither requests nor is limited to, when its pod
#   is created. Only those among the objects that are given count, in the namespace under review.
# related_resources:
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
package lib.guiderail.limit_range

import data.lib.guiderail.ctx

# METADATA
# description: The resources of which containers are given a limit.
limits contains name if {
	some limit in _limits
	some name, amount in limit["default"]
	amount != null
}

# METADATA
# scope: document
# description: The resources of which containers are given a request; a limit that is given is one.
requests contains name if {
	some limit in _limits
	some name, amount in limit.defaultRequest
	amount != null
}

requests contains name if some name in limits

_limits contains limit if {
	some limit_range in data.inventory.namespace[ctx.namespace].v1.LimitRange
	some limit in limit_range.spec.limits
	limit.type == "Container"
}
