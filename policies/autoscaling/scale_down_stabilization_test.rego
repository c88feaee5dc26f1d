package guiderail.autoscaling.scale_down_stabilization_test

import data.guiderail.autoscaling.scale_down_stabilization

field := ["spec", "behavior", "scaleDown", "stabilizationWindowSeconds"]

short(seconds) := sprintf("scaleDown.stabilizationWindowSeconds is %v, so every dip in load removes pods; set it to 300 or more, or remove it", [seconds])

odd(text) := sprintf("scaleDown.stabilizationWindowSeconds %s is not a whole number from 0 to 3600; set it to 300 or more", [text])

test_denied[note] if {
	some note, case in {
		"none": {"seconds": 0, "msg": short(0)},
		"a minute": {"seconds": 60, "msg": short(60)},
		"just too short": {"seconds": 299, "msg": short(299)},
		"negative": {"seconds": -1, "msg": odd("-1")},
		"more than there may be": {"seconds": 3601, "msg": odd("3601")},
		"fraction": {"seconds": 300.5, "msg": odd("300.5")},
		"text": {"seconds": "300", "msg": odd(`"300"`)},
		"list": {"seconds": [], "msg": odd("[]")},
	}
	scale_down_stabilization.violation == {{"msg": case.msg, "details": {"path": field}}} with input as hpa(case.seconds)
	scale_down_stabilization.unknown == set() with input as hpa(case.seconds)
}

test_denied_in_the_annotation_of_v1 if {
	key := "autoscaling.alpha.kubernetes.io/behavior"
	scale_down_stabilization.violation == {{"msg": short(0), "details": {"path": ["metadata", "annotations", key]}}} with input as {"review": {"object": {
		"apiVersion": "autoscaling/v1", "kind": "HorizontalPodAutoscaler",
		"metadata": {"name": "h", "annotations": {key: `{"ScaleDown":{"StabilizationWindowSeconds":null,"stabilizationWindowSeconds":0}}`}},
	}}}
}

test_allowed[note] if {
	some note, behavior in {
		"null": null,
		"nothing about scaling down": {"scaleUp": {"stabilizationWindowSeconds": 0}},
		"null to scale down": {"scaleDown": null},
		"window absent": {"scaleDown": {"policies": []}},
		"null window": {"scaleDown": {"stabilizationWindowSeconds": null}},
		"five minutes": {"scaleDown": {"stabilizationWindowSeconds": 300}},
		"an hour": {"scaleDown": {"stabilizationWindowSeconds": 3600}},
		"never": {"scaleDown": {"stabilizationWindowSeconds": 0, "selectPolicy": "Disabled"}},
		"text": "fast",
	}
	review := {"review": {"object": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {"behavior": behavior}}}}
	scale_down_stabilization.violation == set() with input as review
	scale_down_stabilization.unknown == set() with input as review
}

test_unknown if {
	scale_down_stabilization.violation == set() with input as hpa("{{ .Values.window }}")
	scale_down_stabilization.unknown == {{
		"msg": "scaleDown.stabilizationWindowSeconds {{ .Values.window }} is still to be filled in",
		"details": {"path": field},
	}} with input as hpa("{{ .Values.window }}")
}

test_parameter_sets_the_window if {
	scale_down_stabilization.violation == set() with input as object.union(hpa(60), {"parameters": {"min_seconds": 60}})
}

hpa(seconds) := {"review": {"object": {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "h"},
	"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": seconds}}},
}}}
