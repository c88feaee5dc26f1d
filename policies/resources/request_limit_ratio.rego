# METADATA
# title: Limits must be close to requests
# description: |
#   A pod is scheduled by its requests and may grow to its limits. If limits are many times the
#   requests, a node is overcommitted: when several pods grow at once, they are throttled or killed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits
#   - https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
# custom:
#   severity: low
#   requirements: [RES-04]
#   match: [workload]
#   remediation: Set the request to what the container usually uses, and the limit to the most that it needs. For huge
#     pages and extended resources, set both to the same value.
#   fix:
#     - {at: [requests, "*"], set: {value: {from: [.., .., limits, .]}}}
#   parameters:
#     max_ratio: {type: object, additionalProperties: {type: number}, description: "For each resource, the highest ratio
#       of limit to request allowed. A resource that is not listed may have any ratio."}
package guiderail.resources.request_limit_ratio

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.quantity
import data.lib.guiderail.resource

defaults := {"max_ratio": {"cpu": 10, "memory": 10}}

parameters := ctx.overlay(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(owner.path, [list, name])}} if {
	some owner in resource.owners
	some name, request in owner.spec.requests
	limit := owner.spec.limits[name]
	request != limit
	[list, how, wanted] := _judged(name, quantity.parse(request), quantity.parse(limit))
	what := sprintf("%s: resources.requests.%s %v", [owner.title, name, request])
	msg := sprintf("%s %s the limit of %v; %s", [what, how, limit, wanted])
}

unknown contains said if some said in finding.unknowns([open | some open in resource.open_amounts; open.is_pair])

_judged(name, request, limit) := ["requests", "exceeds", "the API server rejects that, so lower the request"] if {
	request > limit
} else := ["limits", how, "raise the request or lower the limit"] if {
	most := parameters.max_ratio[name]
	is_number(most)
	request > 0

	# In thousandths, which are whole numbers: 0.01 times 10 is not quite 0.1.
	round(limit * 1000) > round(request * 1000) * most
	how := sprintf("is less than 1/%v of", [most])
} else := ["requests", "differs from", "this resource cannot be overcommitted, so set both to the same amount"] if {
	request < limit
	resource.is_indivisible(name)
}
