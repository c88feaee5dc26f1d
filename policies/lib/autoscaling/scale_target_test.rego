package lib.guiderail.scale_target_test

import data.lib.guiderail.scale_target

test_reference[note] if {
	some note, case in {
		"group": {"version": "apps/v1", "group": "apps", "known": true},
		"core": {"version": "v1", "group": "", "known": false},
		"older": {"version": "extensions/v1beta1", "group": "extensions", "known": false},
		"none": {"version": "", "group": null, "known": false},
		"null": {"version": null, "group": null, "known": false},
		"of another type": {"version": 1, "group": null, "known": false},
	}
	hpa := autoscaler({"apiVersion": case.version, "kind": "Deployment", "name": "shop"})
	scale_target.reference == {"group": case.group, "kind": "Deployment", "name": "shop", "title": `Deployment "shop"`} with input as hpa
	is_known(hpa) == case.known
}

test_resource[kind] if {
	some kind, version in {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1", "Rollout": "argoproj.io/v1alpha1"}
	hpa := autoscaler({"apiVersion": version, "kind": kind, "name": "shop"})
	is_known(hpa)
	scale_target.resource == {"kind": kind} with input as hpa with data.inventory as {"namespace": {"tills": {version: {kind: {"shop": {"kind": kind}}}}}}
}

test_resource_elsewhere[note] if {
	some note, reference in {
		"name": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"},
		"kind": {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "shop"},
		"group": {"apiVersion": "x.io/v1", "kind": "Deployment", "name": "shop"},
		"no name": {"apiVersion": "apps/v1", "kind": "Deployment"},
		"null": null,
	}
	not scale_target.resource with input as autoscaler(reference) with data.inventory as {"namespace": {"tills": {"apps/v1": {"Deployment": {"shop": {}}}}}}
}

test_namespace if {
	scale_target.namespace == "tills" with input as autoscaler({})
	scale_target.namespace == "default" with input as {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"}
}

test_silent if not scale_target.reference with input as {"apiVersion": "x.io/v1", "kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "shop"}}}

test_elsewhere_of_every_kind[kind] if {
	some kind, version in {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1", "Rollout": "argoproj.io/v1alpha1"}
	asked := autoscaler({"apiVersion": version, "kind": kind, "name": "shop"})
	inventory := {"namespace": {"shop": {version: {kind: {"shop": {"metadata": {"namespace": "shop"}}}}}, "default": {version: {kind: {"shop": {"metadata": {}}, "other": {"metadata": {}}}}}}}
	scale_target.elsewhere == {{"namespace": "shop", "is_written": true}, {"namespace": "default", "is_written": false}} with input as asked with data.inventory as inventory
	scale_target.exist with data.inventory as inventory
}

test_nothing_exists if not scale_target.exist with data.inventory as {"namespace": {"shop": {"v1": {"Secret": {"s": {}}}}}}

is_known(hpa) if {
	scale_target.is_known_kind with input as hpa
} else := false

autoscaler(reference) := {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"namespace": "tills"}, "spec": {"scaleTargetRef": reference}}

kinds := {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1", "Rollout": "argoproj.io/v1alpha1"}

test_no_other_kind[wanted][there] if {
	some wanted, version in kinds
	some there, other in object.remove(kinds, [wanted])
	inventory := {"namespace": {"tills": {other: {there: {"shop": {"kind": there}}}}}}
	not scale_target.resource with input as autoscaler({"apiVersion": version, "kind": wanted, "name": "shop"}) with data.inventory as inventory
	scale_target.elsewhere == set() with input as autoscaler({"apiVersion": version, "kind": wanted, "name": "shop"}) with data.inventory as inventory
}

test_maker[note] if {
	some note, case in {
		"of a Rollout": {"kind": "Rollout", "of": "Deployment", "want": {"kind": "Deployment"}},
		"of another kind": {"kind": "Rollout", "of": "StatefulSet", "want": null},
		"no Rollout": {"kind": "StatefulSet", "of": "Deployment", "want": null},
	}
	target := {"kind": case.kind, "spec": {"workloadRef": {"kind": case.of, "name": "base"}}}
	inventory := {"namespace": {"tills": object.union({"apps/v1": {"Deployment": {"base": {"kind": "Deployment"}}}}, {kinds[case.kind]: {case.kind: {"shop": target}}})}}
	want := [one | some one in [target, case.want]; one != null]
	scale_target.maker == want[count(want) - 1] with input as autoscaler({"apiVersion": kinds[case.kind], "kind": case.kind, "name": "shop"}) with data.inventory as inventory
}

test_no_reference_of_another_type[note] if {
	some note, reference in {"kind": {"kind": 5, "name": "shop"}, "name": {"kind": "Deployment", "name": 5}}
	not scale_target.reference with input as autoscaler(reference)
}

test_scaled_object[note] if {
	some note, case in {
		"defaults": {"reference": {"name": "shop"}, "want": {"group": "apps", "kind": "Deployment"}},
		"another kind": {"reference": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "shop"}, "want": {"group": "argoproj.io", "kind": "Rollout"}},
		"of another type": {"reference": {"apiVersion": 5, "kind": 5, "name": "shop"}, "want": {"group": "apps", "kind": "Deployment"}},
	}
	scale_target.scaled_object_reference_of({"scaleTargetRef": case.reference}) == object.union(case.want, {"name": "shop"})
}

test_no_scaled_object_without_a_name if not scale_target.scaled_object_reference_of({"scaleTargetRef": {"name": 5}})
