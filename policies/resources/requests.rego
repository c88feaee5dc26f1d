# METADATA
# title: Containers must request CPU and memory
# description: |
#   A pod is placed on a node by what its containers request. Without a request a node can be filled
#   beyond what it has, and a horizontal autoscaler that compares use with requests cannot work: one
#   container without a request is enough to stop it.
# related_resources: [https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/]
# custom:
#   severity: medium
#   requirements: [RES-01]
#   match: [workload]
#   remediation: Set resources.requests.cpu and resources.requests.memory to what the container uses, or have a
#     LimitRange of the namespace do so; a limit counts as the request when there is none.
#   parameters:
#     resources: {type: array, items: {type: string}, description: "The resources of which a request is required."}
package guiderail.resources.requests

import data.lib.guiderail.ctx
import data.lib.guiderail.limit_range
import data.lib.guiderail.resource

defaults := {"resources": ["cpu", "memory"]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in resource.consumers
	names := [name | some name in parameters.resources; not _is_requested(container, name)]
	count(names) > 0
	path := array.concat(container.path, array.concat(["resources", "requests"], resource.only(names)))
	msg := sprintf("%s: %s", [
		container.title, concat(", ", [sprintf("resources.requests.%s is not set", [name]) | some name in names]),
	])
}

_is_requested(container, name) if resource.has_amount(ctx.resource, container, "requests", name)

_is_requested(_, name) if name in limit_range.requests

# Kubernetes takes the limit for the request where only the limit is given.
_is_requested(container, name) if resource.has_amount(ctx.resource, container, "limits", name)
