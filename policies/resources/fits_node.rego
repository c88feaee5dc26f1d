# METADATA
# title: Pods must fit on a node
# description: |
#   The scheduler places a pod only on a node that has all it requests. A pod that requests more than any node offers
#   stays Pending, and a new node of the same size does not help.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled
#   - https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/
# custom:
#   severity: low
#   requirements: [RES-07]
#   match: [workload]
#   remediation: Lower the requests, spread the work over more pods, or use larger nodes and raise the parameter.
#   parameters:
#     allocatable: {type: object, additionalProperties: {type: string}, description: "What the largest node offers to
#       pods (status.allocatable), as a quantity for each resource (cpu, memory, …). Resources that are not listed are
#       not compared. If it is empty, the Nodes among the objects tell."}
package guiderail.resources.fits_node

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.pod_demand
import data.lib.guiderail.quantity

defaults := {"allocatable": {}}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_demands) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": demand.path, "msg": msg, "is_open": _may_grow} if {
	some demand in _demands
	_exceeds(demand)
	msg := sprintf("%s requests %s of %s, and a node offers %v; request less or use larger nodes", [
		demand.title, demand.shown, demand.name, _offered[demand.name],
	])
}

_offences contains {"path": open.path, "msg": open.msg, "is_open": true} if {
	some demand in _demands
	not _exceeds(demand)
	some open in demand.open
}

# In thousandths, which are whole numbers.
_exceeds(demand) if round(demand.amount * 1000) > round(quantity.parse(_offered[demand.name]) * 1000)

_demands := pod_demand.pods(_offered)

_offered := parameters.allocatable if {
	count(parameters.allocatable) > 0
} else := pod_demand.largest_nodes

# A cluster that grows may come to have a larger node.
default _may_grow := false

_may_grow if {
	count(parameters.allocatable) == 0
	ctx.operation
}
