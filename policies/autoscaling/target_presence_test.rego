package lib.guiderail.target_presence_test

import data.lib.guiderail.target_presence

test_may_be_there[note] if {
	some note, case in {
		"nothing that scales": {"subject": hpa({"namespace": "shop"}), "inventory": {"namespace": {}}},
		"request": {"subject": {"review": {"operation": "CREATE", "object": hpa({"namespace": "shop"})}}, "inventory": deployed("shop", "other", {})},
		"open namespace": {"subject": hpa({"namespace": "{{NAMESPACE}}"}), "inventory": deployed("shop", "other", {})},
		"autoscaler without a namespace": {"subject": hpa({}), "inventory": deployed("shop", "till", {"namespace": "shop"})},
		"target without a namespace": {"subject": hpa({"namespace": "shop"}), "inventory": deployed("default", "till", {})},
		"open namespace of the target": {"subject": hpa({"namespace": "shop"}), "inventory": deployed("{{NAMESPACE}}", "till", {"namespace": "{{NAMESPACE}}"})},
	}
	target_presence.may_be_there with input as case.subject with data.inventory as case.inventory
}

test_cannot_be_there[note] if {
	some note, case in {
		"other name": {"subject": hpa({"namespace": "shop"}), "inventory": deployed("shop", "other", {"namespace": "shop"})},
		"other namespace": {"subject": hpa({"namespace": "shop"}), "inventory": deployed("stock", "till", {"namespace": "stock"})},
		"other name, no namespace": {"subject": hpa({}), "inventory": deployed("default", "other", {})},
	}
	not target_presence.may_be_there with input as case.subject with data.inventory as case.inventory
}

hpa(metadata) := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": object.union({"name": "h"}, metadata),
	"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}},
}

deployed(namespace, name, metadata) := {"namespace": {namespace: {"apps/v1": {"Deployment": {name: {
	"apiVersion": "apps/v1", "kind": "Deployment",
	"metadata": object.union({"name": name}, metadata),
}}}}}}
