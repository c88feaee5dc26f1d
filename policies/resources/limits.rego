# METADATA
# title: Containers must have resource limits
# description: |
#   A container without a memory limit can use all memory of its node: one leak can get every other pod
#   there evicted. CPU is shared according to requests anyway, and a CPU limit throttles even on an idle
#   node, so it is required only on demand. The container runtime treats a limit of 0 as unlimited.
# related_resources: [https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/]
# custom:
#   severity: medium
#   requirements: [RES-02]
#   match: [workload]
#   remediation: Set resources.limits.memory to the most that the container may use, and resources.limits.cpu if its CPU
#     is to be capped, or set defaults in a LimitRange of the namespace.
#   fix:
#     - {at: [limits, "*"], set: {value: {from: [.., .., requests, .]}}}
#   parameters:
#     resources: {type: array, items: {type: string}, description: "Resources that must have a limit, such as memory and
#       cpu."}
package guiderail.resources.limits

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.limit_range
import data.lib.guiderail.quantity
import data.lib.guiderail.resource
import data.lib.guiderail.workload

defaults := {"resources": ["memory"]}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": path, "msg": msg, "is_open": is_open} if {
	some container in resource.consumers
	defects := [[name, how] | some name in parameters.resources; how := _defect(ctx.resource, container, name)]
	count(defects) > 0
	names := [name | some [name, _] in defects]
	path := array.concat(container.path, array.concat(["resources", "limits"], resource.only(names)))
	is_open := _may_be_given(container, defects)
	what := concat(", ", [sprintf("resources.limits.%s %s", defect) | some defect in defects])
	msg := sprintf("%s: %s%s", [container.title, what, {true: "; what creates the pod may set it", false: ""}[is_open]])
}

# Whoever runs a task may give its steps limits.
_may_be_given(container, defects) := {how | some [_, how] in defects} == {"is not set"} if {
	workload.pods[container.pod].is_part
} else := false

_defect(owner, container, name) := "is not set" if {
	not resource.has_amount(owner, container, "limits", name)
	not name in limit_range.limits
} else := "is 0, which means no limit; set one" if {
	quantity.is_zero(resource.amount_of(owner, container, "limits", name))
}
