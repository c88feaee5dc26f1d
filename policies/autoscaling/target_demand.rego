# METADATA
# title: What one pod of an autoscaler's target requests
# description: |
#   The requests and limits of the pods that an autoscaler starts.
package lib.guiderail.target_demand

import data.lib.guiderail.quantity
import data.lib.guiderail.resource
import data.lib.guiderail.scale_target
import data.lib.guiderail.workload

# METADATA
# description: |
#   What one pod takes: the amount of the pod as a whole if it is set, otherwise that of all containers that keep
#   running, or of the init container that takes most. An amount that is not set counts as 0.
demand(list, name) := amount if {
	amount := quantity.parse(_written(_pod.resources, list, name))
} else := amount if {
	running := sum([_amount(container, list, name) | some container in _containers; _runs_on(container)])
	starting := [_amount(container, list, name) | some container in _containers; not _runs_on(container)]
	amount := max(array.concat([running], starting))
}

_amount(container, list, name) := quantity.parse(_written(container.spec.resources, list, name))

_written(resources, list, name) := amount if {
	amount := resources[list][name]
	amount != null
} else := resources.limits[name] if list == "requests"

_runs_on(container) if container.list == "containers"

_runs_on(container) if container.spec.restartPolicy == "Always"

_containers := resource.consumers_of(scale_target.maker)

_pod := workload.template_of(scale_target.maker).spec

# METADATA
# scope: document
# description: An amount as messages show it.
shown("memory", amount) := sprintf("%dMi memory", [ceil(amount / 1048576)])

shown(name, amount) := sprintf("%v %s", [amount, name]) if name != "memory"
