package lib.guiderail.target_demand_test

import data.lib.guiderail.target_demand

test_demand[note] if {
	some note, case in {
		"containers add up": {"pod": {"containers": [asking("a", "1"), asking("b", "2")]}, "want": 3},
		"without an amount": {"pod": {"containers": [{"name": "a"}]}, "want": 0},
		"limit as request": {"pod": {"containers": [{"name": "a", "resources": {"limits": {"cpu": "2"}}}]}, "want": 2},
		"null request": {"pod": {"containers": [{"name": "a", "resources": {"requests": {"cpu": null}, "limits": {"cpu": "2"}}}]}, "want": 2},
		"init container that takes most": {"pod": {"containers": [asking("a", "1")], "initContainers": [asking("i", "4")]}, "want": 4},
		"sidecar": {"pod": {"containers": [asking("a", "1")], "initContainers": [object.union(asking("s", "2"), {"restartPolicy": "Always"})]}, "want": 3},
		"whole pod": {"pod": {"containers": [asking("a", "1")], "resources": {"requests": {"cpu": "5"}}}, "want": 5},
	}
	target_demand.demand("requests", "cpu") == case.want with input as hpa with data.inventory as running(case.pod)
}

test_limits_are_not_requests if {
	pod := {"containers": [object.union(asking("a", "1"), {"resources": {"limits": {"cpu": "3"}}})]}
	target_demand.demand("limits", "cpu") == 3 with input as hpa with data.inventory as running(pod)
	target_demand.demand("requests", "cpu") == 1 with input as hpa with data.inventory as running(pod)
}

test_no_limit if {
	target_demand.demand("limits", "cpu") == 0 with input as hpa with data.inventory as running({"containers": [asking("a", "1")]})
}

test_shown if {
	target_demand.shown("memory", 1572864) == "2Mi memory"
	target_demand.shown("cpu", 6) == "6 cpu"
}

asking(name, cpu) := {"name": name, "resources": {"requests": {"cpu": cpu}}}

hpa := {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "namespace": "shop"},
	"spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}},
}

running(pod) := {"namespace": {"shop": {"apps/v1": {"Deployment": {"shop": {
	"apiVersion": "apps/v1", "kind": "Deployment",
	"metadata": {"name": "shop", "namespace": "shop"},
	"spec": {"template": {"spec": pod}},
}}}}}}
