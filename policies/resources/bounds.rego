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
#   remediation: Set the amount that the container needs, with its unit (m for thousandths of a core, Mi or Gi for
#     memory), between the parameters min and max.
#   parameters:
#     min: {type: object, additionalProperties: {type: string}, description: "For each resource, the lowest request or
#       limit allowed."}
#     max: {type: object, additionalProperties: {type: string}, description: "For each resource, the highest request or
#       limit allowed, such as the capacity of the largest node."}
package guiderail.resources.bounds

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.quantity
import data.lib.guiderail.resource

defaults := {"min": {"cpu": "1m", "memory": "4Mi"}, "max": {"cpu": "128", "memory": "1Ti"}}

parameters := ctx.overlay(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(owner.path, [list, name])}} if {
	some owner in resource.owners
	some list in ["requests", "limits"]
	some name, written in owner.spec[list]
	amount := quantity.parse(written)
	not _is_within_bounds(name, amount)
	defect := _defect(list, name, amount)
	shown := sprintf("resources.%s.%s %v", [list, name, written])
	msg := sprintf("%s: %s %s; %s", [owner.title, shown, defect, _advice(defect, name, written)])
}

unknown contains said if some said in finding.unknowns(resource.open_amounts)

_is_within_bounds(name, amount) if {
	range := _range[name]
	amount >= range.least
	amount <= range.most
}

# Nearly all amounts are of what has two bounds, and lie within them: one look tells.
_range := {name: {"least": least, "most": most} |
	some name, bound in parameters.min
	least := quantity.parse(bound)
	most := quantity.parse(parameters.max[name])
}

# Limits of 0 and negative amounts are what the controls of limits and quantities speak of.
_defect(list, name, amount) := "reserves nothing" if {
	list == "requests"
	amount == 0
	parameters.min[name] != null
} else := sprintf("is less than %s", [parameters.min[name]]) if {
	amount > 0
	amount < quantity.parse(parameters.min[name])
} else := sprintf("is more than %s", [parameters.max[name]]) if {
	amount > quantity.parse(parameters.max[name])
}

# What lacks a unit was meant to have the usual one.
_advice(defect, name, written) := sprintf("did you mean %v%s?", [written, unit]) if {
	unit := {["is less", "memory"]: "Mi", ["is more", "cpu"]: "m"}[[substring(defect, 0, 7), name]]
	regex.match(`^[0-9]+$`, sprintf("%v", [written]))
} else := "set what the container uses"
