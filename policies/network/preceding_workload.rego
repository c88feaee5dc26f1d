# METADATA
# title: Workloads that report for others
# description: |
#   Which workload of a namespace is the first, and reports what applies to all of them.
package lib.guiderail.preceding_workload

import data.lib.guiderail.ctx
import data.lib.guiderail.isolation
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods

# METADATA
# scope: document
# description: |
#   Whether another workload of the namespace says first that pods are open in a direction, in the order of kinds and
#   names. `treatment` tells what policies of others count for.
is_preceded(direction, treatment) if {
	some name, other in data.inventory.namespace[ctx.namespace_or_default]["batch/v1"].CronJob
	_precedes(other, "CronJob", name, direction, treatment)
}

is_preceded(direction, treatment) if {
	some name, other in data.inventory.namespace[ctx.namespace_or_default]["apps/v1"].DaemonSet
	_precedes(other, "DaemonSet", name, direction, treatment)
}

is_preceded(direction, treatment) if {
	some name, other in data.inventory.namespace[ctx.namespace_or_default]["apps/v1"].Deployment
	_precedes(other, "Deployment", name, direction, treatment)
}

is_preceded(direction, treatment) if {
	some name, other in data.inventory.namespace[ctx.namespace_or_default]["batch/v1"].Job
	_precedes(other, "Job", name, direction, treatment)
}

is_preceded(direction, treatment) if {
	some name, other in data.inventory.namespace[ctx.namespace_or_default].v1.Pod
	_precedes(other, "Pod", name, direction, treatment)
}

is_preceded(direction, treatment) if {
	some name, other in data.inventory.namespace[ctx.namespace_or_default]["apps/v1"].StatefulSet
	_precedes(other, "StatefulSet", name, direction, treatment)
}

# Of a pod for which it is not certain nothing is said that others could rely on.
_precedes(other, kind, name, direction, treatment) if {
	[kind, name] < [ctx.kind, _own.name]
	object.get(other, ["metadata", "namespace"], "") == _own.namespace
	some pod in pods.seen(other, ctx.namespace_or_default)
	pod.host_network == false
	isolation.doubts(pod, direction, treatment) == []
	not placeholder.is_within(pod.labels)
}

_own[field] := object.get(ctx.resource, ["metadata", field], "") if some field in ["name", "namespace"]
