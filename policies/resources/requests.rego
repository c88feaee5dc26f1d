# METADATA
# title: Containers must request CPU and memory
# description: |
#   The scheduler places a pod by what its containers request. Without requests a node can be filled
#   beyond its capacity. A horizontal autoscaler that compares usage with requests stops working as soon
#   as one container has none.
# related_resources: [https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/]
# custom:
#   severity: medium
#   requirements: [RES-01]
#   match: [workload]
#   remediation: Set resources.requests.cpu and resources.requests.memory to what the container uses, or set defaults in
#     a LimitRange of the namespace. A limit also counts as the request if there is none.
#   parameters:
#     resources: {type: array, items: {type: string}, description: "Resources that must have a request."}
package guiderail.resources.requests

import data.lib.guiderail.ctx
import data.lib.guiderail.limit_range
import data.lib.guiderail.resource

defaults := {"resources": ["cpu", "memory"]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in resource.consumers
	names := [name | some name in parameters.resources; not _is_requested(ctx.resource, container, name)]
	count(names) > 0
	path := array.concat(container.path, array.concat(["resources", "requests"], resource.only(names)))
	msg := sprintf("%s: %s", [
		container.title, concat(", ", [sprintf("resources.requests.%s is not set", [name]) | some name in names]),
	])
}

_is_requested(owner, container, name) if resource.has_amount(owner, container, "requests", name)

_is_requested(_, _, name) if name in limit_range.requests

# Kubernetes takes the limit for the request where only the limit is given.
_is_requested(owner, container, name) if resource.has_amount(owner, container, "limits", name)
