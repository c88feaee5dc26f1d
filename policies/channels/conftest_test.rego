package main_test

import data.main

_pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostNetwork": true}}

_horizontal := {
	"apiVersion": "autoscaling/v2",
	"kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "till"},
	"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}},
}

_vertical := {
	"apiVersion": "autoscaling.k8s.io/v1",
	"kind": "VerticalPodAutoscaler",
	"metadata": {"name": "till"},
	"spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "{{TILL}}"}},
}

test_fails_with_metadata if {
	violations := main.violation with input as _pod
	[v] := [v | some v in violations; v.control == "podsecurity.host_namespaces"]
	v.severity == "high"
	v.details.path == ["spec", "hostNetwork"]
	v.object.name == "a"
	not v._loc
	not v.enforcement
}

test_combined_names_the_file if {
	combined := [{"path": "a.yaml", "contents": {"kind": 1}}, {"path": "b.yaml", "contents": _pod}]
	violations := main.violation with input as combined
	{v._loc.file | some v in violations} == {"b.yaml"}
	warnings := main.warn with input as combined
	{"_loc": {"file": "a.yaml"}, "msg": "not judged: the document is not a Kubernetes object: kind is missing"} in warnings
}

test_combined_objects_see_one_another if {
	combined := [{"path": "a.yaml", "contents": _horizontal}, {"path": "b.yaml", "contents": _vertical}]
	warnings := main.warn with input as combined
	[w] := [w | some w in warnings; startswith(w.msg, "autoscaling.hpa_vpa_tandem: unknown: scaleTargetRef: whether")]
	w._loc.file == "a.yaml"
}

test_says_that_other_objects_are_missing if {
	warnings := main.warn with input as _horizontal
	[w] := [w | some w in warnings; startswith(w.msg, "not judged by ")]
	contains(w.msg, "autoscaling.hpa_vpa_tandem, ")
	endswith(w.msg, ", which need other objects; pass them all to conftest with --combine")
	"autoscaling.hpa_vpa_tandem" in w.controls
}

test_says_nothing_is_missing_where_an_inventory_is_given if {
	given := main.warn with input as _horizontal with data.inventory as {}
	every w in given {
		not startswith(w.msg, "not judged")
	}
}

# All that there is was given, although it is one object.
test_says_nothing_is_missing_where_one_is_combined if {
	warnings := main.warn with input as [{"path": "a.yaml", "contents": _horizontal}]
	every w in warnings {
		not startswith(w.msg, "not judged")
	}
}

test_an_array_that_is_not_combined_is_one_document if {
	warnings := main.warn with input as [_pod]
	{w.msg | some w in warnings} == {"not judged: the document is not a Kubernetes object"}
}

test_warns_of_what_the_parser_left_out if {
	files := {"resource": {"aws_s3_bucket": {"a": [{}]}}}
	template := {"Parameters": {"Key": {}}, "Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "Key"}}}}
	some warned in main.warn with input as files
	startswith(warned.msg, "not judged as it is meant: the document is of Terraform")
	combined := [{"path": "a.yaml", "contents": template}, {"path": "b.yaml", "contents": _pod}]
	said := main.warn with input as combined
	{w._loc.file | some w in said; startswith(w.msg, "not judged as it is meant")} == {"a.yaml"}
}
