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
#   The pods that set resources of their own: their `path` and `resources` (as written), and the `containers` that
#   share them.
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
#   The amounts of CPU and memory that these pods request, be it by their limits: `path`, `title` (how messages name
#   the field and its amount), `written`, `amounts` (what the containers request, as written), their `total`, and
#   `shown`, the total as messages show it.
claims := [claim |
	some owner in owners
	some name in ["cpu", "memory"]
	[list, written] := request(owner.resources, name)
	requested := total(owner, name)
	claim := {
		"path": array.concat(owner.path, [list, name]),
		"title": sprintf("resources.%s.%s %v", [list, name, written]),
		"written": written,
		"amounts": [amount | some container in owner.containers; [_, amount] := request(container.spec.resources, name)],
		"total": requested,
		"shown": shown(name, requested),
	}
]

# METADATA
# description: |
#   Which field sets the request for a resource, `requests` or `limits`, and the amount as written. Undefined if
#   neither does.
request(resources, name) := ["requests", amount] if {
	amount := resources.requests[name]
	amount != null
} else := ["limits", amount] if {
	amount := resources.limits[name]
	amount != null
}

# METADATA
# description: |
#   What the containers of a pod request in total. Containers that run at the same time are added up; an init
#   container that ends is added to the sidecars that started before it.
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
