# METADATA
# title: What a pod requests in total
# description: What the scheduler looks for on a node before it places a pod there.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
#   - https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/
package lib.guiderail.pod_demand

import data.lib.guiderail.pod_resources
import data.lib.guiderail.quantity
import data.lib.guiderail.resource
import data.lib.guiderail.workload

# METADATA
# description: |
#   For each pod of the object under review and each resource that is a key of `wanted`: `name`, the `amount` that the
#   pod requests, `shown` as messages have it, `title` and `path` of what requests it (the pod, or its only container),
#   and `open`, the amounts that are still to be filled in. An amount that is not set counts as 0.
pods(wanted) := [demand |
	some n, pod in workload.pods
	some name, _ in wanted
	containers := [container | some container in resource.consumers; container.pod == n]
	[amount, path, title] := _demand(pod, containers, name)
	total := amount + _overhead(pod, name)
	demand := {
		"name": name, "amount": total, "shown": _shown(name, total), "path": path, "title": title,
		"open": [open | some open in resource.open_amounts; _is_part_of(open, pod, containers, name)],
	}
]

# METADATA
# description: The most CPU and memory that any of the Nodes among the objects offers to pods, as written.
largest_nodes[name] := amount if {
	some name in ["cpu", "memory"]
	offers := [[quantity.parse(written), written] |
		some node in data.inventory.cluster.v1.Node
		written := node.status.allocatable[name]
	]
	count(offers) > 0
	[_, amount] := max(offers)
}

# What the pod requests as a whole takes the place of what its containers request.
_demand(pod, containers, name) := [amount, workload.field_path(pod, "resources"), "the pod"] if {
	[_, written] := pod_resources.request(pod.spec.resources, name)
	amount := quantity.parse(written)
} else := [amount, array.concat(containers[0].path, ["resources"]), containers[0].title] if {
	count(containers) == 1
	amount := pod_resources.total({"containers": containers}, name)
} else := [amount, workload.field_path(pod, "containers"), "the pod"] if {
	amount := pod_resources.total({"containers": containers}, name)
}

_overhead(pod, name) := amount if {
	amount := quantity.parse(pod.spec.overhead[name])
} else := 0

_is_part_of(open, pod, containers, name) if {
	open.path[count(open.path) - 1] == name
	owners := array.concat(
		[workload.field_path(pod, "resources")],
		[array.concat(container.path, ["resources"]) | some container in containers],
	)
	array.slice(open.path, 0, count(open.path) - 2) in owners
	_counts(open)
}

# A limit stands for the request only where there is none.
_counts(open) if open.path[count(open.path) - 2] == "requests"

_counts(open) if not open.is_pair

_shown("memory", amount) := pod_resources.shown("memory", amount)

_shown("cpu", amount) := pod_resources.shown("cpu", amount)

_shown(name, amount) := sprintf("%v", [amount]) if not name in {"cpu", "memory"}
