# METADATA
# title: Defaults that a namespace gives to containers
# description: |
#   A LimitRange of type Container sets the requests and limits that a container leaves out, when its pod is
#   created. Only LimitRanges in the namespace under review count, and only those among the objects that are given.
# related_resources:
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
package lib.guiderail.limit_range

import data.lib.guiderail.ctx

# METADATA
# description: The resources for which containers get a default limit.
limits contains name if {
	some limit in _limits
	some name, amount in limit["default"]
	amount != null
}

# METADATA
# scope: document
# description: The resources for which containers get a default request; a default limit is also the request.
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
