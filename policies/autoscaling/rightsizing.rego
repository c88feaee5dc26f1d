# METADATA
# title: Requests must be close to what a vertical autoscaler recommends
# description: |
#   A VerticalPodAutoscaler in the mode Off measures what containers use and changes nothing. Requests far above that
#   keep nodes empty that are paid for; requests far below it crowd nodes until pods are throttled or evicted.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/autoscaling/vertical-pod-autoscale/
#   - https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/quickstart.md
# custom:
#   severity: info
#   requirements: [HPA-10]
#   match: [workload]
#   remediation: Set the request to about the recommended target, once the autoscaler has seen a time of high load.
#   parameters:
#     max_deviation: {type: number, description: "By how many percent of the recommended target a request may
#       differ from it."}
package guiderail.autoscaling.rightsizing

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.quantity
import data.lib.guiderail.recommendation
import data.lib.guiderail.resource
import data.lib.guiderail.workload

defaults := {"max_deviation": 50}

parameters := object.union(defaults, ctx.parameters)

applies if count(recommendation.autoscalers) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": compared.path, "msg": msg, "is_open": compared.doubt != ""} if {
	some compared in recommendation.compared
	_deviates(compared)
	msg := sprintf("%s: resources.%s.%s is %v, and %s recommends a request of %v%s", [
		compared.title, compared.list, compared.name, compared.written, compared.autoscaler, compared.shown, compared.doubt,
	])
}

_offences contains {"path": open.path, "msg": open.msg, "is_open": true} if {
	some open in resource.open_amounts
	some compared in recommendation.compared
	open.path == compared.path
}

_offences contains {"path": workload.pods[0].path, "msg": msg, "is_open": true} if {
	some autoscaler in recommendation.autoscalers
	not autoscaler.has_any
	msg := sprintf("whether requests are close to what is used is not known; %s recommends nothing yet", [
		autoscaler.title,
	])
}

_deviates(compared) if {
	request := quantity.parse(compared.written)
	wanted := quantity.parse(compared.wanted)
	wanted > 0
	abs(request - wanted) * 100 > wanted * parameters.max_deviation
}
