# METADATA
# title: Amounts of CPU and memory must be ones that make sense
# description: |
#   Two slips are made again and again: 500 for 500m asks for more cores than any node has, so that the
#   pod never starts, and 512 for 512Mi leaves the container a few hundred bytes, so that it is killed at
#   once. A request of 0 reserves nothing, as if there were none.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes
# custom:
#   severity: medium
#   requirements: [RES-05]
#   match: [workload]
#   remediation: Set the amount that the container needs, with its unit (m for thousandths of a core, Mi or Gi for
#     memory), within the bounds of the site.
#   parameters:
#     min:
#       type: object
#       additionalProperties: {type: string}
#       description: For each resource, the least that may be requested or be a limit.
#     max:
#       type: object
#       additionalProperties: {type: string}
#       description: For each resource, the most that may be requested or be a limit, such as what the largest node has.
package guiderail.resources.bounds

import data.lib.guiderail.ctx
import data.lib.guiderail.quantity
import data.lib.guiderail.resource

defaults := {
	"min": {"cpu": "1m", "memory": "4Mi"},
	"max": {"cpu": "128", "memory": "1Ti"},
}

parameters := ctx.overlay(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some owner in resource.owners
	some list in ["requests", "limits"]
	some name, value in owner.spec[list]
	amount := quantity.parse(value)
	not _is_within_bounds(name, amount)
	defect := _defect(list, name, amount)
	path := array.concat(owner.path, [list, name])
	msg := sprintf("%s: resources.%s.%s %v %s", [owner.title, list, name, value, _advice(defect, name, value)])
}

unknown contains {"msg": msg, "details": {"path": amount.path}} if {
	some amount in resource.open_amounts
	msg := sprintf("%s: %s %s is still to be filled in", [amount.title, amount.field, amount.value])
}

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

_advice(defect, name, value) := sprintf("%s; did you mean %vMi?", [defect, value]) if {
	startswith(defect, "is less")
	name == "memory"
	_is_without_unit(value)
} else := sprintf("%s; did you mean %vm?", [defect, value]) if {
	startswith(defect, "is more")
	name == "cpu"
	_is_without_unit(value)
} else := sprintf("%s; set what the container uses", [defect])

_is_without_unit(value) if regex.match(`^[0-9]+$`, sprintf("%v", [value]))
