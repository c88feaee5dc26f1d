# METADATA
# title: Horizontal autoscalers
# description: |
#   What a HorizontalPodAutoscaler of any version specifies, or the ScaledObject from which KEDA creates one.
#   The first version keeps in annotations, as JSON, what later versions have in fields. Yields nothing for
#   any other kind.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
#   - https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   match:
#     - groups: [autoscaling]
#       kinds: [HorizontalPodAutoscaler]
#     - groups: [keda.sh]
#       kinds: [ScaledObject]
package lib.guiderail.autoscaler

import data.lib.guiderail.ctx

# METADATA
# description: The metrics by which the autoscaler scales, with `title`, `path`, `type` and `name`.
metrics := [metric |
	is_autoscaler
	some i, spec in ctx.resource.spec.metrics
	metric := {
		"title": sprintf("metrics[%d]", [i]), "path": ["spec", "metrics", i], "type": spec.type,
		"name": _metric_name(spec),
	}
]

# METADATA
# description: The same for the metrics in the annotation of the first version of the API.
annotated_metrics := [metric |
	is_autoscaler
	key := "autoscaling.alpha.kubernetes.io/metrics"
	some i, spec in _annotation(key)
	metric := {
		"title": sprintf("annotation %s[%d]", [key, i]),
		"path": ["metadata", "annotations", key],
		"type": spec.type,
		"name": _metric_name(spec),
	}
]

# METADATA
# description: |
#   The targets of type Utilization, which are percentages of what pods request: `title`, `path`, `resource` and
#   `container` (the only one that counts, "" for all). An autoscaler without metrics has one for cpu.
utilisations := array.concat(
	array.concat(_listed_utilisations, _triggered_utilisations),
	array.concat(_annotated_utilisations, _other_utilisations),
)

_triggered_utilisations := [utilisation |
	is_scaled_object
	some i, trigger in ctx.resource.spec.triggers
	trigger.type in {"cpu", "memory"}
	_triggers_by_share(trigger)
	container := object.get(trigger, ["metadata", "containerName"], "")
	is_string(container)
	utilisation := {
		"title": sprintf("triggers[%d]", [i]),
		"path": ["spec", "triggers", i],
		"resource": trigger.type,
		"container": container,
	}
]

# KEDA 2.7 moved the type out of the metadata.
_triggers_by_share(trigger) if trigger.metricType == "Utilization"

_triggers_by_share(trigger) if {
	object.get(trigger, "metricType", "") in {"", null}
	trigger.metadata.type == "Utilization"
}

_listed_utilisations := [utilisation |
	is_autoscaler
	some i, spec in ctx.resource.spec.metrics
	some found in _utilisation(spec)
	utilisation := object.union(found, {"title": sprintf("metrics[%d]", [i]), "path": ["spec", "metrics", i]})
]

_annotated_utilisations := [utilisation |
	is_autoscaler
	key := "autoscaling.alpha.kubernetes.io/metrics"
	some i, spec in _annotation(key)
	some found in _utilisation(spec)
	title := sprintf("annotation %s[%d]", [key, i])
	utilisation := object.union(found, {"title": title, "path": ["metadata", "annotations", key]})
]

default _other_utilisations := []

_other_utilisations := [{"title": field, "path": ["spec", field], "resource": "cpu", "container": ""}] if {
	is_autoscaler
	field := "targetCPUUtilizationPercentage"
	object.get(ctx.resource, ["spec", field], null) != null
} else := [{
	"title": "metrics (none, which means cpu)", "path": ["spec", "metrics"], "resource": "cpu", "container": "",
}] if {
	is_autoscaler
	is_object(ctx.resource.spec)
	object.get(ctx.resource.spec, "metrics", null) in {null, []}
	object.get(ctx.resource, ["metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics"], null) == null
}

_utilisation(spec) := [{"resource": name, "container": container} |
	some field, whole in {"resource": "", "containerResource": "container"}
	metric := spec[field]
	is_object(metric)
	_aims_at_share(metric)
	name := metric.name
	is_string(name)
	container := object.get(metric, whole, "")
	is_string(container)
]

# v2 has the value in target, v2beta1 and the annotation beside the name.
_aims_at_share(metric) if metric.target.type == "Utilization"

_aims_at_share(metric) if object.get(metric, ["target", "averageUtilization"], null) != null

_aims_at_share(metric) if object.get(metric, "targetAverageUtilization", null) != null

# METADATA
# description: |
#   How the autoscaler scales down, as written, with the `path` of the field or annotation and `fields`
#   (whether the path goes on into it). Undefined if it is not set.
scale_down := {"path": ["spec", "behavior", "scaleDown"], "fields": true, "spec": spec} if {
	is_autoscaler
	spec := ctx.resource.spec.behavior.scaleDown
	is_object(spec)
} else := {"path": _keda_path, "fields": true, "spec": spec} if {
	is_scaled_object
	spec := object.get(ctx.resource, _keda_path, null)
	is_object(spec)
} else := {"path": ["metadata", "annotations", key], "fields": false, "spec": spec} if {
	is_autoscaler
	key := "autoscaling.alpha.kubernetes.io/behavior"
	spec := _annotation(key).ScaleDown
} else := {"path": ["metadata", "annotations", key], "fields": false, "spec": spec} if {
	is_autoscaler
	key := "autoscaling.alpha.kubernetes.io/behavior"
	spec := _annotation(key).scaleDown
}

# METADATA
# description: Whether the object under review is a HorizontalPodAutoscaler.
is_autoscaler if {
	ctx.group == "autoscaling"
	ctx.kind == "HorizontalPodAutoscaler"
}

# METADATA
# description: Whether the object under review is a ScaledObject, from which KEDA creates an autoscaler.
is_scaled_object if {
	ctx.group == "keda.sh"
	ctx.kind == "ScaledObject"
}

_keda_path := ["spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown"]

_annotations := ctx.resource.metadata.annotations

_annotation(key) := json.unmarshal(text) if {
	text := _annotations[key]
	is_string(text)
	json.is_valid(text)
}

# v2 has the name in metric.name, v2beta1 in metricName.
_metric_name(spec) := spec.external.metric.name if {
	spec.external.metric.name
} else := spec.external.metricName if {
	spec.external.metricName
} else := "without a name"
