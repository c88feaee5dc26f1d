# METADATA
# title: Resources that a pod sets as a whole
# description: |
#   The pods that set requests and limits for all of their containers together (Kubernetes 1.34 and
#   later), and the sum of what these containers request.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/
package lib.guiderail.pod_resources

import data.lib.guiderail.quantity
import data.lib.guiderail.workload

# METADATA
# description: |
#   The pods that state resources of their own: `path` and `resources` (as written) of these, and the `containers` that
#   take from them.
owners := [owner |
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

# METADATA
# description: |
#   Where resources say what they request, `requests` or `limits`, and the amount as written. Undefined where they do
#   not.
request(resources, name) := ["requests", amount] if {
	amount := resources.requests[name]
	amount != null
} else := ["limits", amount] if {
	amount := resources.limits[name]
	amount != null
}

# METADATA
# description: |
#   What the containers of a pod request in all. What runs together counts together; an init container that ends, with
#   the sidecars that started before it.
total(owner, name) := max(array.concat([running], starting)) if {
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

# METADATA
# scope: document
# description: An amount of CPU or memory as messages show it.
shown("memory", amount) := sprintf("%dMi", [ceil(amount / 1048576)])

shown("cpu", amount) := sprintf("%dm", [ceil(amount * 1000)])

_amount(container, name) := amount if {
	[_, written] := request(container.spec.resources, name)
	amount := quantity.parse(written)
} else := 0

_stays(container) if container.list == "containers"

_stays(container) if container.spec.restartPolicy == "Always"

_place(container) := container.path[count(container.path) - 1]
