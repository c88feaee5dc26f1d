package guiderail.autoscaling.target_requests_test

import data.guiderail.autoscaling.target_requests

cpu := {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}

asks := {"name": "app", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}

bare := {"name": "proxy"}

test_denied_of_every_kind[kind] if {
	some kind, version in {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "ReplicaSet": "apps/v1", "ReplicationController": "v1", "Rollout": "argoproj.io/v1alpha1"}
	hpa := autoscaler("autoscaling/v2", {"scaleTargetRef": {"apiVersion": version, "kind": kind, "name": "shop"}, "metrics": [cpu]})
	inventory := {"namespace": {"shop": {version: {kind: {"shop": workload(version, kind, {"containers": [asks, bare]})}}}}}
	msg := sprintf(`metrics[0]: container "proxy" of %s "shop" requests no cpu, so its utilization is not known; set its resources.requests.cpu`, [kind])
	said(hpa, inventory) == violations({{"msg": msg, "details": {"path": ["spec", "metrics", 0]}}})
}

test_denied_however_it_is_written[note] if {
	some note, case in {
		"v1": {"version": "autoscaling/v1", "spec": {"targetCPUUtilizationPercentage": 80}, "title": "targetCPUUtilizationPercentage", "path": ["spec", "targetCPUUtilizationPercentage"]},
		"v1 without": {"version": "autoscaling/v1", "spec": {}, "title": "metrics (none, which means cpu)", "path": ["spec", "metrics"]},
		"v2 without": {"version": "autoscaling/v2", "spec": {"metrics": null}, "title": "metrics (none, which means cpu)", "path": ["spec", "metrics"]},
		"v2 of none": {"version": "autoscaling/v2", "spec": {"metrics": []}, "title": "metrics (none, which means cpu)", "path": ["spec", "metrics"]},
		"no type": {"version": "autoscaling/v2", "spec": {"metrics": [{"resource": {"name": "cpu", "target": {"averageUtilization": 70}}}]}, "title": "metrics[0]", "path": ["spec", "metrics", 0]},
		"v2beta1": {"version": "autoscaling/v2beta1", "spec": {"metrics": [{"type": "Resource", "resource": {"name": "cpu", "targetAverageUtilization": 70}}]}, "title": "metrics[0]", "path": ["spec", "metrics", 0]},
	}
	hpa := autoscaler(case.version, object.union(case.spec, {"scaleTargetRef": target}))
	said(hpa, deployed({"containers": [asks, bare]})) == violations({finding(case.title, case.path, `container "proxy"`, "cpu")})
}

# KEDA makes an autoscaler from each of these.
test_denied_trigger[note] if {
	some note, case in {
		"utilisation": {"trigger": {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "60"}}, "resource": "cpu"},
		"in the metadata": {"trigger": {"type": "cpu", "metadata": {"type": "Utilization", "value": "60"}}, "resource": "cpu"},
		"memory": {"trigger": {"type": "memory", "metricType": "Utilization"}, "resource": "memory"},
		"of one container": {"trigger": {"type": "cpu", "metricType": "Utilization", "metadata": {"containerName": "proxy"}}, "resource": "cpu"},
	}
	found := violations({finding("triggers[0]", ["spec", "triggers", 0], `container "proxy"`, case.resource)})
	every reference in [{"name": "shop"}, {"name": "shop", "kind": ""}, target] {
		said(scaled_object(reference, case.trigger), deployed({"containers": [asks, bare]})) == found
	}
}

test_allowed_trigger[note] if {
	some note, trigger in {
		"amount": {"type": "cpu", "metricType": "AverageValue", "metadata": {"value": "1"}},
		"amount in the metadata": {"type": "memory", "metadata": {"type": "AverageValue"}},
		"external": {"type": "kafka", "metadata": {}},
		"of another container": {"type": "cpu", "metricType": "Utilization", "metadata": {"containerName": "app"}},
		"null": null,
		"name of another type": {"type": "cpu", "metricType": "Utilization", "metadata": {"containerName": 5}},
	}
	said(scaled_object({"name": "shop"}, trigger), deployed({"containers": [asks, bare]})) == violations(set())
}

test_trigger_of_what_is_not_there if {
	trigger := {"type": "cpu", "metricType": "Utilization"}
	said(scaled_object({"name": "shop"}, trigger), {}) == unknowns({{
		"msg": `triggers[0]: whether each container of Deployment "shop" requests cpu is not known; its pods are not among the given objects`,
		"details": {"path": ["spec", "triggers", 0]},
	}})
	said(scaled_object({}, trigger), {}) == violations(set())
}

# A Rollout may take the template of a Deployment.
test_rollout_of_a_deployment if {
	hpa := autoscaler("autoscaling/v2", {"scaleTargetRef": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "web"}, "metrics": [cpu]})
	rollout := {"namespace": {"shop": {"argoproj.io/v1alpha1": {"Rollout": {"web": {"spec": {"workloadRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}}}}}}}}
	said(hpa, object.union(rollout, deployed({"containers": [asks, bare]}))) == violations({{
		"msg": `metrics[0]: container "proxy" of Rollout "web" requests no cpu, so its utilization is not known; set its resources.requests.cpu`,
		"details": {"path": ["spec", "metrics", 0]},
	}})
	said(hpa, object.union(rollout, deployed({"containers": [asks]}))) == violations(set())
	count(said(hpa, rollout).unknown) == 1
}

scaled_object(reference, trigger) := {
	"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
	"metadata": {"name": "s", "namespace": "shop"},
	"spec": {"scaleTargetRef": reference, "triggers": [trigger]},
}

test_denied_in_an_annotation if {
	key := "autoscaling.alpha.kubernetes.io/metrics"
	hpa := object.union(autoscaler("autoscaling/v1", {"scaleTargetRef": target}), {"metadata": {"annotations": {key: `[{"type":"Resource","resource":{"name":"memory","targetAverageUtilization":60}}]`}}})
	title := sprintf("annotation %s[0]", [key])
	said(hpa, deployed({"containers": [asks, bare]})) == violations({finding(title, ["metadata", "annotations", key], `container "proxy"`, "memory")})
}

test_denied_containers[note] if {
	some note, pod in {
		"no resources": {"containers": [asks, bare]},
		"null": {"containers": [asks, {"name": "proxy", "resources": null}]},
		"no requests": {"containers": [asks, {"name": "proxy", "resources": {"requests": null}}]},
		"null request": {"containers": [asks, {"name": "proxy", "resources": {"requests": {"cpu": null}}}]},
		"other resource": {"containers": [asks, {"name": "proxy", "resources": {"limits": {"memory": "1Gi"}}}]},
	}
	said(hpa_of([cpu]), deployed(pod)) == violations({finding("metrics[0]", ["spec", "metrics", 0], `container "proxy"`, "cpu")})
}

test_denied_native_sidecar if {
	pod := {"containers": [asks], "initContainers": [{"name": "proxy", "restartPolicy": "Always"}]}
	said(hpa_of([cpu]), deployed(pod)) == violations({finding("metrics[0]", ["spec", "metrics", 0], `init container "proxy"`, "cpu")})
}

test_denied_by_each_metric if {
	memory := {"type": "Resource", "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 70}}}
	said(hpa_of([cpu, memory]), deployed({"containers": [asks, bare]})) == violations({
		finding("metrics[0]", ["spec", "metrics", 0], `container "proxy"`, "cpu"),
		finding("metrics[1]", ["spec", "metrics", 1], `container "proxy"`, "memory"),
	})
}

test_one_container if {
	pod := {"containers": [asks, bare], "resources": {"requests": {"cpu": "2"}}}
	said(hpa_of([of_container("proxy")]), deployed(pod)) == violations({finding("metrics[0]", ["spec", "metrics", 0], `container "proxy"`, "cpu")})
	said(hpa_of([of_container("app")]), deployed(pod)) == violations(set())
	said(hpa_of([of_container("istio-proxy")]), deployed(pod)) == unknowns({{
		"msg": `metrics[0]: whether container "istio-proxy" requests cpu is not known; Deployment "shop" has no container of that name`,
		"details": {"path": ["spec", "metrics", 0]},
	}})
}

test_allowed_metrics[note] if {
	some note, metric in {
		"amount": {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "AverageValue", "averageValue": "500m"}}},
		"older amount": {"type": "Resource", "resource": {"name": "cpu", "targetAverageValue": "500m"}},
		"of pods": {"type": "Pods", "pods": {"metric": {"name": "queue"}, "target": {"type": "AverageValue", "averageValue": 3}}},
		"null": null,
		"text": "cpu",
		"name of another type": {"type": "Resource", "resource": {"name": 5, "target": {"type": "Utilization"}}},
		"container of another type": {"type": "ContainerResource", "containerResource": {"name": "cpu", "container": 5, "target": {"type": "Utilization"}}},
	}
	said(hpa_of([metric]), deployed({"containers": [bare]})) == violations(set())
}

test_allowed_pods[note] if {
	some note, pod in {
		"limit": {"containers": [{"name": "app", "resources": {"limits": {"cpu": "1"}}}]},
		"pod": {"containers": [bare], "resources": {"requests": {"cpu": "1"}}},
		"ends": {"containers": [asks], "initContainers": [bare]},
		"ephemeral": {"containers": [asks], "ephemeralContainers": [bare]},
		"placeholder": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "{{CPU}}"}}}]},
	}
	said(hpa_of([cpu]), deployed(pod)) == violations(set())
}

test_allowed_by_limit_range[note] if {
	some note, limit in {
		"request": {"type": "Container", "defaultRequest": {"cpu": "100m"}},
		"limit": {"type": "Container", "default": {"cpu": "100m"}},
	}
	said(hpa_of([cpu]), with_limit_range(limit)) == violations(set())
}

test_denied_in_spite_of_limit_range[note] if {
	some note, limit in {
		"of pods": {"type": "Pod", "max": {"cpu": "100m"}},
		"other resource": {"type": "Container", "default": {"memory": "1Gi"}},
		"maximum": {"type": "Container", "max": {"cpu": "1"}},
		"null": {"type": "Container", "default": {"cpu": null}},
	}
	said(hpa_of([cpu]), with_limit_range(limit)) == violations({finding("metrics[0]", ["spec", "metrics", 0], `container "proxy"`, "cpu")})
}

test_in_the_namespace_default if {
	hpa := {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "shop"}, "spec": {"scaleTargetRef": target}}
	inventory := {"namespace": {"default": {"apps/v1": {"Deployment": {"shop": workload("apps/v1", "Deployment", {"containers": [bare]})}}}}}
	count(said(hpa, inventory).violation) == 1
	said(hpa, deployed({"containers": [bare]})) == violations(set())
}

test_target_elsewhere[note] if {
	some note, case in {
		"not there": {"reference": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "till"}, "asked": {"operation": "CREATE"}},
		"custom": {"reference": {"apiVersion": "x.io/v1", "kind": "Deployment", "name": "till"}, "asked": {}},
		"another rollout": {"reference": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "till"}, "asked": {}},
	}
	inventory := {"namespace": {"shop": {"argoproj.io/v1alpha1": {"Rollout": {"till": {"spec": {"workloadRef": {"name": "till"}}}}}}}}
	asked := {"review": object.union(case.asked, {"object": autoscaler("autoscaling/v2", {"scaleTargetRef": case.reference, "metrics": [cpu]})})}
	said_of(asked, inventory) == unknowns({{
		"msg": sprintf(`metrics[0]: whether each container of %s "till" requests cpu is not known; its pods are not among the given objects`, [case.reference.kind]),
		"details": {"path": ["spec", "metrics", 0]},
	}})
}

# autoscaling.target says so.
test_silent_without_target if said(hpa_of([cpu]), {}) == violations(set())

test_silent[note] if {
	some note, object in {
		"other kind": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"namespace": "shop"}, "spec": {"scaleTargetRef": target}},
		"no spec": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"namespace": "shop"}},
		"no reference": autoscaler("autoscaling/v2", {}),
		"null": autoscaler("autoscaling/v2", {"scaleTargetRef": null}),
	}
	said(object, deployed({"containers": [bare]})) == violations(set())
}

target := {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}

finding(title, path, container, resource) := {
	"msg": sprintf(`%s: %s of Deployment "shop" requests no %s, so its utilization is not known; set its resources.requests.%s`, [title, container, resource, resource]),
	"details": {"path": path},
}

violations(findings) := {"violation": findings, "unknown": set()}

unknowns(findings) := {"violation": set(), "unknown": findings}

said(subject, inventory) := said_of({"review": {"object": subject}}, inventory)

said_of(asked, inventory) := {"violation": violation, "unknown": unknown} if {
	violation := target_requests.violation with input as asked with data.inventory as inventory
	unknown := target_requests.unknown with input as asked with data.inventory as inventory
}

hpa_of(metrics) := autoscaler("autoscaling/v2", {"scaleTargetRef": target, "metrics": metrics})

of_container(name) := {"type": "ContainerResource", "containerResource": {"name": "cpu", "container": name, "target": {"type": "Utilization", "averageUtilization": 70}}}

autoscaler(version, spec) := {"apiVersion": version, "kind": "HorizontalPodAutoscaler", "metadata": {"name": "h", "namespace": "shop"}, "spec": spec}

deployed(pod) := {"namespace": {"shop": {"apps/v1": {"Deployment": {"shop": workload("apps/v1", "Deployment", pod)}}}}}

with_limit_range(limit) := object.union(deployed({"containers": [asks, bare]}), {"namespace": {"shop": {"v1": {"LimitRange": {"sizes": {"spec": {"limits": [limit]}}}}}}})

workload(version, kind, pod) := {
	"apiVersion": version, "kind": kind,
	"metadata": {"name": "shop", "namespace": "shop"},
	"spec": {"template": {"spec": pod}},
}

test_applies[note] if {
	open := autoscaler("autoscaling/v2", {"scaleTargetRef": {"apiVersion": "x.io/v1", "kind": "Shop", "name": "a"}, "metrics": [cpu]})
	some note, case in {
		"a target": {"object": hpa_of([cpu]), "inventory": deployed({"containers": [asks]}), "want": true},
		"a target of an unknown kind": {"object": open, "inventory": {}, "want": true},
		"no target": {"object": hpa_of([cpu]), "inventory": {}, "want": false},
		"nothing by utilization": {
			"object": hpa_of([{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "AverageValue", "averageValue": "1"}}}]),
			"inventory": deployed({"containers": [asks]}), "want": false,
		},
	}
	case.want == is_judged(case.object, case.inventory)
}

is_judged(object, inventory) if {
	target_requests.applies with input as {"review": {"object": object}} with data.inventory as inventory
} else := false
