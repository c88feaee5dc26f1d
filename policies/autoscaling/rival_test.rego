package lib.guiderail.rival_test

import data.lib.guiderail.rival

test_others_of_each_kind[version] if {
	some version, case in {
		"autoscaling/v2": {"kind": "HorizontalPodAutoscaler", "group": "autoscaling"},
		"autoscaling/v1": {"kind": "HorizontalPodAutoscaler", "group": "autoscaling"},
		"keda.sh/v1alpha1": {"kind": "ScaledObject", "group": "keda.sh"},
	}
	other := {"group": case.group, "kind": case.kind, "name": "other"}
	rival.others == {[other, till]} with input as hpa("h") with data.inventory as beside(version, case.kind, "other", {})
}

test_no_other[note] if {
	some note, case in {
		"made by KEDA": {"subject": scaled("queue", {}), "inventory": beside("autoscaling/v2", "HorizontalPodAutoscaler", "keda-hpa-queue", {})},
		"made by KEDA, first version": {"subject": scaled("queue", {}), "inventory": beside("autoscaling/v1", "HorizontalPodAutoscaler", "keda-hpa-queue", {})},
		"taken over by KEDA": {"subject": scaled("queue", taken("h")), "inventory": beside("autoscaling/v2", "HorizontalPodAutoscaler", "h", {})},
		"under review, made by KEDA": {"subject": hpa("keda-hpa-queue"), "inventory": beside("keda.sh/v1alpha1", "ScaledObject", "queue", {})},
		"under review, taken over by KEDA": {"subject": hpa("h"), "inventory": beside("keda.sh/v1alpha1", "ScaledObject", "queue", taken("h"))},
	}
	rival.others == set() with input as case.subject with data.inventory as case.inventory
}

test_no_other_elsewhere if {
	rival.others == set() with input as object.union(hpa("h"), {"metadata": {"namespace": "stock"}}) with data.inventory as beside("autoscaling/v2", "HorizontalPodAutoscaler", "other", {})
	rival.others == set() with input as hpa("h") with data.inventory as beside("autoscaling/v2", "HorizontalPodAutoscaler", "other", {"scaleTargetRef": {"name": "stock"}})
}

till := {"group": "apps", "kind": "Deployment", "name": "till"}

spec := {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}}

taken(name) := {"advanced": {"horizontalPodAutoscalerConfig": {"name": name}}}

hpa(name) := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": name, "namespace": "shop"}, "spec": spec,
}

scaled(name, more) := {
	"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
	"metadata": {"name": name, "namespace": "shop"}, "spec": object.union(spec, more),
}

beside(version, kind, name, more) := {"namespace": {"shop": {version: {kind: {name: {"spec": object.union(spec, more)}}}}}}
