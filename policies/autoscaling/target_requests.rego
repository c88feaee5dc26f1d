# METADATA
# title: Containers that an autoscaler measures by utilization must have requests
# description: |
#   Utilization is a percentage of what the pod's containers request. One container without a request,
#   often a sidecar that somebody added beside the application, is enough: the metric cannot be
#   computed, and the number of pods stays the same under any load.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work
# custom:
#   severity: medium
#   requirements: [HPA-01]
#   match:
#     - groups: [autoscaling]
#       kinds: [HorizontalPodAutoscaler]
#     - groups: [keda.sh]
#       kinds: [ScaledObject]
#   remediation: Set resources.requests for the resource on the named container, set a default request in a LimitRange,
#     or use a target of type AverageValue.
package guiderail.autoscaling.target_requests

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.resource
import data.lib.guiderail.scale_target
import data.lib.guiderail.workload

applies if {
	_containers
	count(autoscaler.utilisations) > 0
}

applies if count(unknown) > 0

violation contains {"msg": msg, "details": {"path": metric.path}} if {
	some metric in autoscaler.utilisations
	some container in _containers
	_counts(container, metric.container)
	not _has_request(container, metric)
	not metric.resource in _given
	msg := sprintf("%s: %s of %s requests no %s, so its utilization is not known; set its resources.requests.%s", [
		metric.title, container.title, scale_target.reference.title, metric.resource, metric.resource,
	])
}

# A webhook may add the container to the pods.
unknown contains {"msg": msg, "details": {"path": metric.path}} if {
	_containers
	some metric in autoscaler.utilisations
	metric.container != ""
	not metric.container in _names
	msg := sprintf("%s: whether container %q requests %s is not known; %s has no container of that name", [
		metric.title, metric.container, metric.resource, scale_target.reference.title,
	])
}

unknown contains {"msg": msg, "details": {"path": metric.path}} if {
	not _containers
	_is_not_known
	some metric in autoscaler.utilisations
	what := sprintf("%s: whether each container of %s requests %s is not known", [
		metric.title, scale_target.reference.title, metric.resource,
	])
	msg := sprintf("%s; its pods are not among the given objects", [what])
}

_containers := containers if {
	is_object(_pod)
	containers := resource.consumers_of(scale_target.maker)
}

_pod := workload.template_of(scale_target.maker).spec

_names contains container.spec.name if some container in _containers

_is_about("", _)

_is_about(name, container) if name == container.spec.name

# Init containers that end are gone when the autoscaler measures.
_counts(container, name) if {
	_is_about(name, container)
	container.list == "containers"
}

_counts(container, name) if {
	_is_about(name, container)
	container.spec.restartPolicy == "Always"
}

# What the pod requests as a whole counts for all of its containers, and not for one.
_has_request(container, metric) if {
	metric.container == ""
	some list in ["requests", "limits"]
	resource.has_amount(scale_target.maker, container, list, metric.resource)
}

_has_request(container, metric) if {
	some list in ["requests", "limits"]
	container.spec.resources[list][metric.resource] != null
}

# The resources that a LimitRange fills in where a container has neither request nor limit.
_given contains name if {
	some limit_range in data.inventory.namespace[scale_target.namespace].v1.LimitRange
	some limit in limit_range.spec.limits
	limit.type == "Container"
	some list in ["defaultRequest", "default"]
	some name, amount in limit[list]
	amount != null
}

# That a run of files lacks the target is what autoscaling.target finds.
_is_not_known if scale_target.resource

_is_not_known if ctx.operation

# It looks at no ScaledObject.
_is_not_known if autoscaler.is_scaled_object

_is_not_known if {
	scale_target.reference
	not scale_target.is_known_kind
}
