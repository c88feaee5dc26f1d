# METADATA
# title: What containers request and are limited to
package lib.guiderail.resource

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

# METADATA
# description: |
#   The containers that can have resources of their own: all except ephemeral ones, which use what the pod has
#   left.
consumers := consumers_of(ctx.resource)

# METADATA
# description: The same for any object.
consumers_of(maker) := [container |
	some container in workload.containers_of(workload.pods_of(maker))
	container.list != "ephemeralContainers"
]

# METADATA
# description: |
#   The amount that a container of an object requests or is limited to, as written; `list` is `requests` or
#   `limits`. Where the container sets none, the pod's own resources count (Kubernetes 1.34 and
#   later). Undefined if neither sets any.
amount_of(maker, container, list, name) := value if {
	value := container.spec.resources[list][name]
	value != null
} else := value if {
	value := workload.pods_of(maker)[container.pod].spec.resources[list][name]
	value != null
}

# METADATA
# description: Whether a container requests, or is limited to, an amount of a resource.
has_amount(maker, container, list, name) if amount_of(maker, container, list, name) != null

# METADATA
# scope: document
# description: |
#   Whether a resource cannot be overcommitted, so that its limit has to be its request: huge pages and the devices of
#   a node.
is_indivisible(name) if startswith(name, "hugepages-")

is_indivisible(name) if {
	contains(name, "/")
	not contains(name, "kubernetes.io/")
}

# METADATA
# description: The last step of the path to the amounts of some resources; empty if there are several.
only(names) := names if {
	count(names) == 1
} else := []

# METADATA
# description: |
#   Everything in a pod that sets resources of its own, the containers and the pod itself: `title`,
#   `path` (of the resources) and `spec` (the resources as written).
owners := owners_of(ctx.resource)

# METADATA
# description: The same for any object.
owners_of(maker) := array.concat(_containers(maker), _pods(maker))

# METADATA
# description: |
#   The amounts of the owners that are still to be filled in, as `finding` takes them, with `value` and whether there is
#   both a request and a limit.
open_amounts := open_amounts_of(ctx.resource)

# METADATA
# description: The same for any object.
open_amounts_of(maker) := [amount |
	some owner in owners_of(maker)
	some list, other in {"requests": "limits", "limits": "requests"}
	some name, value in owner.spec[list]
	is_string(value)
	placeholder.is_in(value)
	amount := {
		"path": array.concat(owner.path, [list, name]),
		"msg": sprintf("%s: resources.%s.%s %s is still to be filled in", [owner.title, list, name, value]),
		"is_open": true,
		"value": value,
		"is_pair": is_string(object.get(owner.spec, [other, name], null)),
	}
]

_containers(maker) := [owner |
	some container in consumers_of(maker)
	is_object(container.spec.resources)
	owner := {
		"title": container.title,
		"path": array.concat(container.path, ["resources"]),
		"spec": container.spec.resources,
	}
]

_pods(maker) := [{"title": "pod", "path": workload.field_path(pod, "resources"), "spec": spec} |
	some pod in workload.pods_of(maker)
	spec := pod.spec.resources
	is_object(spec)
]
