# METADATA
# title: What containers request and are limited to
package lib.guiderail.resource

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
	value := workload.pod.spec.resources[list][name]
	value != null
}

# METADATA
# description: Whether a container requests, or is limited to, an amount of a resource.
is_set(container, list, name) if amount(container, list, name) != null
