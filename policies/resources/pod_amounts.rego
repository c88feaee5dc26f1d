# METADATA
# title: The amounts of a pod must cover those of its containers
# description: |
#   A pod may request and limit resources as a whole (Kubernetes 1.34 and later). The API server refuses one
#   whose containers request more in all than the pod does, or in which one has a higher limit than the pod,
#   and any amount of the pod but CPU, memory and huge pages: what was reviewed never runs.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/
# custom:
#   severity: medium
#   requirements: [RES-08]
#   match: [workload]
#   remediation: Raise the amount in spec.resources of the pod to what its containers need, or lower those of the
#     containers.
package guiderail.resources.pod_amounts

import data.lib.guiderail.placeholder
import data.lib.guiderail.quantity
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": path}} if {
	some owner in _owners
	some list in ["requests", "limits"]
	some name, _ in owner.resources[list]
	is_string(name)
	not name in {"cpu", "memory"}
	not startswith(name, "hugepages-")
	path := array.concat(owner.path, [list, name])
	msg := sprintf("pod: resources.%s.%s is no amount of a whole pod; set it on the containers", [list, name])
}

# What a pod does not request, it requests as its limit.
violation contains {"msg": msg, "details": {"path": array.concat(owner.path, [list, name])}} if {
	some owner in _owners
	some name in ["cpu", "memory"]
	[list, written] := _request(owner.resources, name)
	total := _total(owner, name)
	total > quantity.parse(written)
	msg := sprintf("pod: resources.%s.%s %v is less than its containers request in all, %s", [list, name, written, _shown(name, total)])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["resources", "limits", name])}} if {
	some owner in _owners
	some container in owner.containers
	container.list == "containers"
	some name in ["cpu", "memory"]
	limit := container.spec.resources.limits[name]
	written := owner.resources.limits[name]
	quantity.parse(limit) > quantity.parse(written)
	msg := sprintf("%s: resources.limits.%s %v exceeds the limit of the pod, %v; no API server accepts that", [container.title, name, limit, written])
}

unknown contains {"msg": msg, "details": {"path": array.concat(owner.path, [list, name])}} if {
	some owner in _owners
	some name in ["cpu", "memory"]
	[list, written] := _request(owner.resources, name)
	amounts := {amount | some container in owner.containers; [_, amount] := _request(container.spec.resources, name)}
	some amount in ({written} | amounts)
	is_string(amount)
	placeholder.is_in(amount)
	count(amounts) > 0
	msg := sprintf("pod: whether resources.%s.%s %v covers its containers is not known; %s is still to be filled in", [list, name, written, amount])
}

# The pods that state resources of their own.
_owners := [owner |
	some n, pod in workload.pods
	resources := pod.spec.resources
	is_object(resources)
	owner := {
		"path": workload.field_path(pod, "resources"),
		"resources": resources,
		"containers": [container |
			some container in workload.containers
			container.pod == n
			container.list != "ephemeralContainers"
		],
	}
]

_request(resources, name) := ["requests", amount] if {
	amount := resources.requests[name]
	amount != null
} else := ["limits", amount] if {
	amount := resources.limits[name]
	amount != null
}

# What runs together counts together; an init container that ends, with the sidecars that started before it.
_total(owner, name) := max(array.concat([running], starting)) if {
	running := sum([_amount(container, name) | some container in owner.containers; _stays(container)])
	starting := [amount |
		some container in owner.containers
		not _stays(container)
		before := sum([_amount(other, name) |
			some other in owner.containers
			_stays(other)
			other.list == "initContainers"
			_place(other) < _place(container)
		])
		amount := _amount(container, name) + before
	]
}

_amount(container, name) := amount if {
	[_, written] := _request(container.spec.resources, name)
	amount := quantity.parse(written)
} else := 0

_stays(container) if container.list == "containers"

_stays(container) if container.spec.restartPolicy == "Always"

_place(container) := container.path[count(container.path) - 1]

_shown("memory", amount) := sprintf("%dMi", [ceil(amount / 1048576)])

_shown("cpu", amount) := sprintf("%dm", [ceil(amount * 1000)])
