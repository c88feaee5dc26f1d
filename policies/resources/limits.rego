# METADATA
# title: Containers must be limited in CPU and memory
# description: |
#   A container without a limit can take all that its node has: one leak or one busy loop then slows
#   or evicts every other pod there, the X-Road sidecar that shares the node among them. A limit of 0
#   is none, since the container runtime takes it for unlimited.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: medium
#   requirements: [RES-02]
#   match: [workload]
#   remediation: Set resources.limits.cpu and resources.limits.memory to the most that the container may take.
#   parameters:
#     resources:
#       type: array
#       items: {type: string}
#       description: The resources of which a limit is required; leave out cpu where throttling does more harm than good.
package guiderail.resources.limits

import data.lib.guiderail.ctx
import data.lib.guiderail.quantity
import data.lib.guiderail.resource

defaults := {"resources": ["cpu", "memory"]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in resource.consumers
	some name in parameters.resources
	path := array.concat(container.path, ["resources", "limits", name])
	msg := sprintf("%s: resources.limits.%s %s", [container.title, name, _defect(container, name)])
}

_defect(container, name) := "is not set" if {
	not resource.is_set(container, "limits", name)
} else := "is 0, which means unlimited" if {
	amount := resource.amount(container, "limits", name)

	# Parsing costs more than this look, which nearly all pass.
	not regex.match(`^[1-9]`, sprintf("%v", [amount]))
	quantity.parse(amount) == 0
}
