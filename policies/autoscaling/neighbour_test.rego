package lib.guiderail.neighbour_test

import data.lib.guiderail.neighbour

test_vertical[version] if {
	some version in ["autoscaling.k8s.io/v1", "autoscaling.k8s.io/v1beta2"]
	neighbour.rivals == {resized("")} with input as subject with data.inventory as beside(version, "VerticalPodAutoscaler", {"targetRef": till})
}

test_horizontal[version] if {
	some version in ["autoscaling/v2", "autoscaling/v1"]
	neighbour.rivals == {scaled("")} with input as vertical({}) with data.inventory as beside(version, "HorizontalPodAutoscaler", {"scaleTargetRef": till})
}

test_mode_of_the_vertical_one[mode] if {
	some mode in ["Off", "Auto"]
	update := {"updatePolicy": {"updateMode": mode}}
	neighbour.rivals == {resized(mode)} with input as subject with data.inventory as beside("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", object.union({"targetRef": till}, update))
	neighbour.rivals == {scaled(mode)} with input as vertical(update) with data.inventory as beside("autoscaling/v2", "HorizontalPodAutoscaler", {"scaleTargetRef": till})
}

test_none_of_the_same_sort if {
	neighbour.rivals == set() with input as subject with data.inventory as beside("autoscaling/v2", "HorizontalPodAutoscaler", {"scaleTargetRef": till})
	neighbour.rivals == set() with input as vertical({}) with data.inventory as beside("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", {"targetRef": till})
}

test_none_of_another_namespace if {
	elsewhere := object.union(subject, {"metadata": {"namespace": "stock"}})
	neighbour.rivals == set() with input as elsewhere with data.inventory as beside("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", {"targetRef": till})
}

test_field_and_target if {
	neighbour.field == "scaleTargetRef" with input as subject
	neighbour.field == "targetRef" with input as vertical({})
	neighbour.target == {"group": "apps", "kind": "Deployment", "name": "till"} with input as subject
	neighbour.target == {"group": "apps", "kind": "Deployment", "name": "till"} with input as vertical({})
}

test_group_of_a_target[note] if {
	some note, case in {
		"named": {"apiVersion": "apps/v1", "group": "apps"},
		"core": {"apiVersion": "v1", "group": ""},
		"empty": {"apiVersion": "", "group": null},
		"null": {"apiVersion": null, "group": null},
	}
	neighbour.target.group == case.group with input as horizontal(object.union(till, {"apiVersion": case.apiVersion}))
}

test_group_that_is_not_set if neighbour.target.group == null with input as horizontal({"kind": "Deployment", "name": "till"})

test_no_target[note] if {
	some note, reference in {"no kind": {"name": "till"}, "no name": {"kind": "Deployment"}, "number": {"kind": "Deployment", "name": 5}}
	not neighbour.target with input as horizontal(reference)
}

test_kinds_and_groups_that_may_be_equal[note] if {
	some note, case in {
		"small letters": {"reference": {"apiVersion": "apps/v1", "kind": "deployment", "name": "till"}, "count": 1},
		"another name": {"reference": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}, "count": 1},
		"no group": {"reference": {"kind": "Deployment", "name": "till"}, "count": 1},
		"another group": {"reference": {"apiVersion": "v1", "kind": "Deployment", "name": "till"}, "count": 0},
		"another kind": {"reference": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "till"}, "count": 0},
	}
	found := neighbour.rivals with input as subject with data.inventory as beside("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", {"targetRef": case.reference})
	count(found) == case.count
}

test_target_without_a_group if {
	reference := {"kind": "Deployment", "name": "till"}
	neighbour.rivals == {resized("")} with input as horizontal(reference) with data.inventory as beside("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", {"targetRef": till})
}

till := {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}

subject := horizontal(till)

horizontal(reference) := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "namespace": "shop"}, "spec": {"scaleTargetRef": reference},
}

vertical(update) := {
	"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler",
	"metadata": {"name": "v", "namespace": "shop"}, "spec": object.union({"targetRef": till}, update),
}

resized(mode) := {"title": `resized by VerticalPodAutoscaler "a"`, "name": "till", "mode": mode}

scaled(mode) := {"title": `scaled by HorizontalPodAutoscaler "a"`, "name": "till", "mode": mode}

beside(version, kind, spec) := {"namespace": {"shop": {version: {kind: {"a": {"spec": spec}}}}}}
