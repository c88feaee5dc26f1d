# METADATA
# title: What containers request and are limited to
package lib.guiderail.resource

import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

# METADATA
# description: |
#   The containers that can have resources of their own: all but ephemeral ones, which run on what the
#   pod has left.
consumers := [container |
	some container in workload.containers
	container.list != "ephemeralContainers"
]

# METADATA
# description: |
#   The amount that a container requests or is limited to, as written; `list` is `requests` or
#   `limits`. Where the container says nothing, the pod's own resources count (Kubernetes 1.34 and
#   later). Undefined when neither says anything.
amount(container, list, name) := value if {
	value := container.spec.resources[list][name]
	value != null
} else := value if {
	value := workload.pods[container.pod].spec.resources[list][name]
	value != null
}

# METADATA
# description: Whether a container requests, or is limited to, an amount of a resource.
is_set(container, list, name) if amount(container, list, name) != null

# METADATA
# description: The last step to where amounts of some resources stand; none to where several do.
only(names) := names if {
	count(names) == 1
} else := []

# METADATA
# description: |
#   Everything in a pod that states resources of its own, the containers and the pod itself: `title`,
#   `path` (of the resources) and `spec` (the resources as written).
owners := array.concat(_containers, _pods)

# METADATA
# description: |
#   The amounts of the owners that are still to be filled in, as `finding` takes them, with `value` and whether there is
#   both a request and a limit.
open_amounts := [amount |
	some owner in owners
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

_containers := [owner |
	some container in consumers
	is_object(container.spec.resources)
	owner := {
		"title": container.title,
		"path": array.concat(container.path, ["resources"]),
		"spec": container.spec.resources,
	}
]

_pods := [{"title": "pod", "path": workload.field_path(pod, "resources"), "spec": spec} |
	some pod in workload.pods
	spec := pod.spec.resources
	is_object(spec)
]
