package lib.guiderail.autoscaler_test

import data.lib.guiderail.autoscaler

test_metrics if {
	autoscaler.metrics == [
		{"title": "metrics[0]", "path": ["spec", "metrics", 0], "type": "External", "name": "queue"},
		{"title": "metrics[1]", "path": ["spec", "metrics", 1], "type": "External", "name": "lag"},
		{"title": "metrics[3]", "path": ["spec", "metrics", 3], "type": "Pods", "name": "without a name"},
	] with input as hpa({}, {"metrics": [
		{"type": "External", "external": {"metric": {"name": "queue"}}},
		{"type": "External", "external": {"metricName": "lag"}},
		null,
		{"type": "Pods"},
	]})
}

test_annotated_metrics if {
	key := "autoscaling.alpha.kubernetes.io/metrics"
	autoscaler.annotated_metrics == [{
		"title": "annotation autoscaling.alpha.kubernetes.io/metrics[0]",
		"path": ["metadata", "annotations", key],
		"type": "External",
		"name": "queue",
	}] with input as hpa({key: `[{"type":"External","external":{"metricName":"queue"}}]`}, {})
	autoscaler.annotated_metrics == [] with input as hpa({key: "{{ .Values.metrics }}"}, {})
	autoscaler.annotated_metrics == [] with input as hpa({key: 5}, {})
}

test_scale_down[note] if {
	key := "autoscaling.alpha.kubernetes.io/behavior"
	keda := ["spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown"]
	spec := {"stabilizationWindowSeconds": 60}
	some note, case in {
		"field": {
			"object": hpa({}, {"behavior": {"scaleDown": spec}}),
			"want": {"path": ["spec", "behavior", "scaleDown"], "fields": true, "spec": spec},
		},
		"annotation": {
			"object": hpa({key: `{"ScaleDown":{"stabilizationWindowSeconds":60}}`}, {}),
			"want": {"path": ["metadata", "annotations", key], "fields": false, "spec": spec},
		},
		"annotation by hand": {
			"object": hpa({key: `{"scaleDown":{"stabilizationWindowSeconds":60}}`}, {"behavior": null}),
			"want": {"path": ["metadata", "annotations", key], "fields": false, "spec": spec},
		},
		"KEDA": {
			"object": {
				"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
				"spec": {"advanced": {"horizontalPodAutoscalerConfig": {"behavior": {"scaleDown": spec}}}},
			},
			"want": {"path": keda, "fields": true, "spec": spec},
		},
	}
	autoscaler.scale_down == case.want with input as case.object
}

test_nothing_for[note] if {
	some note, object in {
		"another kind": {"apiVersion": "autoscaling/v1", "kind": "Scale", "spec": {"metrics": [{"type": "External"}], "behavior": {"scaleDown": {}}}},
		"another group": {"apiVersion": "example.org/v1", "kind": "HorizontalPodAutoscaler", "spec": {"metrics": [{"type": "External"}]}},
		"no spec": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"},
		"KEDA without more": {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "spec": {"advanced": null}},
	}
	autoscaler.metrics == [] with input as object
	autoscaler.annotated_metrics == [] with input as object
	not autoscaler.scale_down with input as object
}

hpa(annotations, spec) := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "annotations": annotations},
	"spec": spec,
}

test_utilisations[note] if {
	some note, case in {
		"of pods and of a container": {
			"hpa": hpa({}, {"metrics": [
				{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}},
				{"type": "ContainerResource", "containerResource": {"name": "memory", "container": "app", "target": {"averageUtilization": 60}}},
				{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "AverageValue", "averageValue": 1}}},
			]}),
			"found": [
				{"title": "metrics[0]", "path": ["spec", "metrics", 0], "resource": "cpu", "container": ""},
				{"title": "metrics[1]", "path": ["spec", "metrics", 1], "resource": "memory", "container": "app"},
			],
		},
		"annotation": {
			"hpa": hpa({"autoscaling.alpha.kubernetes.io/metrics": `[{"type":"Resource","resource":{"name":"memory","targetAverageUtilization":60}}]`}, {}),
			"found": [{
				"title": "annotation autoscaling.alpha.kubernetes.io/metrics[0]",
				"path": ["metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics"],
				"resource": "memory", "container": "",
			}],
		},
		"first version": {
			"hpa": hpa({}, {"targetCPUUtilizationPercentage": 80}),
			"found": [{"title": "targetCPUUtilizationPercentage", "path": ["spec", "targetCPUUtilizationPercentage"], "resource": "cpu", "container": ""}],
		},
		"none": {
			"hpa": hpa({}, {"metrics": null}),
			"found": [{"title": "metrics (none, which means cpu)", "path": ["spec", "metrics"], "resource": "cpu", "container": ""}],
		},
		"other kind": {"hpa": {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "spec": {}}, "found": []},
	}
	autoscaler.utilisations == case.found with input as case.hpa
}

# Whatever it has, a kind that is no autoscaler is none.
test_nothing_for_what_looks_like_one[note][behavior][what] if {
	some note, [version, kind] in {
		"another kind": ["autoscaling/v2", "Scale"],
		"another group": ["example.org/v1", "HorizontalPodAutoscaler"],
		"another kind of KEDA": ["keda.sh/v1alpha1", "ScaledJob"],
		"another group than that of KEDA": ["example.org/v1", "ScaledObject"],
	}
	share := {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}}
	scale_down := {"stabilizationWindowSeconds": 60}
	some behavior in ["scaleDown", "ScaleDown"]
	some what, [metrics, target] in {"metrics": [[share], null], "a target": [[], 80], "none": [[], null]}
	object := {
		"apiVersion": version, "kind": kind,
		"metadata": {"annotations": {
			"autoscaling.alpha.kubernetes.io/metrics": json.marshal(metrics),
			"autoscaling.alpha.kubernetes.io/behavior": json.marshal({behavior: scale_down}),
		}},
		"spec": {
			"metrics": metrics,
			"targetCPUUtilizationPercentage": target,
			"triggers": [{"type": "cpu", "metricType": "Utilization"}],
			"advanced": {"horizontalPodAutoscalerConfig": {"behavior": {"scaleDown": scale_down}}},
		},
	}
	autoscaler.metrics == [] with input as object
	autoscaler.annotated_metrics == [] with input as object
	autoscaler.utilisations == [] with input as object
	not autoscaler.scale_down with input as object
	not autoscaler.scale_down with input as json.patch(object, [{"op": "add", "path": "/spec/behavior", "value": {"scaleDown": scale_down}}])
	not autoscaler.is_scaled_object with input as object
}

test_nothing_of_another_type if {
	autoscaler.utilisations == [] with input as hpa({}, "x")
	autoscaler.utilisations == [] with input as hpa({}, {"metrics": [{"type": "Resource", "resource": "cpu"}]})
	not autoscaler.scale_down with input as hpa({}, {"behavior": {"scaleDown": ["x"]}})
	[metric] := autoscaler.metrics with input as hpa({}, {"metrics": [{"type": "External", "external": {"metric": {"name": false}, "metricName": false}}]})
	metric.name == "without a name"
}

test_triggers_by_share[note] if {
	some note, case in {
		"of itself": {"trigger": {"type": "cpu", "metricType": "Utilization"}, "is_share": true},
		"of the metadata": {"trigger": {"type": "cpu", "metadata": {"type": "Utilization"}}, "is_share": true},
		"null": {"trigger": {"type": "cpu", "metricType": null, "metadata": {"type": "Utilization"}}, "is_share": true},
		"empty": {"trigger": {"type": "cpu", "metricType": "", "metadata": {"type": "Utilization"}}, "is_share": true},
		"another": {"trigger": {"type": "cpu", "metricType": "AverageValue", "metadata": {"type": "Utilization"}}, "is_share": false},
	}
	object := {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "spec": {"triggers": [case.trigger]}}
	utilisation := {"title": "triggers[0]", "path": ["spec", "triggers", 0], "resource": "cpu", "container": ""}
	autoscaler.utilisations == [utilisation | case.is_share] with input as object
}
