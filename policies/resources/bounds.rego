# METADATA
# title: Amounts of CPU and memory must be plausible
# description: |
#   Two mistakes are common. 500 instead of 500m requests more cores than any node has, so the pod never
#   starts; 512 instead of 512Mi leaves the container a few hundred bytes, so it is killed at once. A
#   request of 0 reserves nothing, as if there were no request.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes
# custom:
#   severity: medium
#   requirements: [RES-05]
#   match: [workload]
#   remediation: Set what the container needs, with its unit (m for thousandths of a core, Mi or Gi for memory).
#   parameters:
#     min: {type: object, additionalProperties: {type: string}, description: "Lowest amount allowed of each resource."}
#     max: {type: object, additionalProperties: {type: string}, description: "Highest amount allowed of each resource,
#       such as the capacity of the largest node."}
package guiderail.resources.bounds

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.quantity
import data.lib.guiderail.quantity_advice
import data.lib.guiderail.resource

defaults := {"min": {"cpu": "1m", "memory": "4Mi"}, "max": {"cpu": "128", "memory": "1Ti"}}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if {
	some owner in resource.owners
	some list in ["requests", "limits"]
	some _ in owner.spec[list]
}

violation contains {"msg": msg, "details": {"path": array.concat(owner.path, [list, name])}} if {
	some owner in resource.owners
	some list in ["requests", "limits"]
	some name, written in owner.spec[list]
	[defect, suffixes] := _defect(list, name, quantity.parse(written))
	advice := quantity_advice.missing_unit(written, object.get(suffixes, name, ""))
	msg := sprintf("%s: resources.%s.%s %v %s; %s", [owner.title, list, name, written, defect, advice])
}

unknown contains said if some said in finding.unknowns(resource.open_amounts)

# What is wrong, and which suffixes may be missing. Other controls find limits of 0 and negative amounts.
_defect(list, name, amount) := ["reserves nothing", {}] if {
	list == "requests"
	amount == 0
	_least[name] > 0
} else := [sprintf("is less than %s", [parameters.min[name]]), {"memory": "Mi"}] if {
	amount > 0
	amount < _least[name]
} else := [sprintf("is more than %s", [parameters.max[name]]), {"cpu": "m"}] if {
	amount > _most[name]
}

_least[name] := quantity.parse(bound) if some name, bound in parameters.min

_most[name] := quantity.parse(bound) if some name, bound in parameters.max
