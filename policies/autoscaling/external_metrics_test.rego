package guiderail.autoscaling.external_metrics_test

import data.guiderail.autoscaling.external_metrics

external := {"type": "External", "external": {"metric": {"name": "queue_length"}, "target": {"type": "Value", "value": 30}}}

how := "queue_length is an external metric; use a Pods or Object metric, or give the reason in annotation guiderail.dev/external-metrics-reason"

finding(title, path) := {"msg": sprintf("%s: %s", [title, how]), "details": {"path": path}}

test_denied[note] if {
	some note, metric in {
		"v2": external,
		"v2beta1": {"type": "External", "external": {"metricName": "queue_length", "targetValue": "30"}},
	}
	external_metrics.violation == {finding("metrics[1]", ["spec", "metrics", 1])} with input as hpa({}, {"metrics": [{"type": "Resource"}, metric]})
}

test_denied_in_the_annotation_of_v1 if {
	key := "autoscaling.alpha.kubernetes.io/metrics"
	external_metrics.violation == {finding(sprintf("annotation %s[0]", [key]), ["metadata", "annotations", key])} with input as hpa(
		{"annotations": {key: `[{"type":"External","external":{"metricName":"queue_length"}}]`}},
		{},
	)
}

test_denied_without_a_reason[note] if {
	some note, annotations in {"null": null, "empty": {"guiderail.dev/external-metrics-reason": " "}, "no text": {"guiderail.dev/external-metrics-reason": true}}
	external_metrics.violation == {finding("metrics[0]", ["spec", "metrics", 0])} with input as hpa({"annotations": annotations}, {"metrics": [external]})
}

test_denied_trigger[note] if {
	some note, case in {
		"prometheus": {"trigger": {"type": "prometheus"}, "name": "prometheus"},
		"no type": {"trigger": {}, "name": "without a type"},
	}
	external_metrics.violation == {{
		"msg": sprintf("triggers[1]: trigger %s becomes an external metric; use cpu or memory, or give the reason in annotation guiderail.dev/external-metrics-reason", [case.name]),
		"details": {"path": ["spec", "triggers", 1]},
	}} with input as scaled_object({"triggers": [{"type": "cpu"}, case.trigger]})
}

test_allowed[note] if {
	some note, review in {
		"no metrics": hpa({}, {}),
		"null": hpa({}, {"metrics": null}),
		"no list": hpa({}, {"metrics": "External"}),
		"others": hpa({}, {"metrics": [{"type": "Resource"}, {"type": "ContainerResource"}, {"type": "Pods"}, {"type": "Object"}]}),
		"reason": hpa({"annotations": {"guiderail.dev/external-metrics-reason": "the queue is outside the cluster"}}, {"metrics": [external]}),
		"made by KEDA": hpa({"ownerReferences": [{"kind": "ScaledObject", "name": "s"}]}, {"metrics": [external]}),
		"triggers": scaled_object({"triggers": [{"type": "memory"}]}),
		"no triggers": scaled_object(null),
	}
	external_metrics.violation == set() with input as review
}

test_parameters if {
	review := hpa({"annotations": {"example.org/why": "the queue"}}, {"metrics": [external]})
	external_metrics.violation == set() with input as object.union(review, {"parameters": {"reason_annotation": "example.org/why"}})
}

hpa(metadata, spec) := {"review": {"object": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": metadata, "spec": spec}}}

scaled_object(spec) := {"review": {"object": {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "s"}, "spec": spec}}}
