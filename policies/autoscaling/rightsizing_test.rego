package guiderail.autoscaling.rightsizing_test

import data.guiderail.autoscaling.rightsizing

reference := {"apiVersion": "apps/v1", "kind": "Deployment", "name": "shop"}

off := {"targetRef": reference, "updatePolicy": {"updateMode": "Off"}}

recommended := {"recommendation": {"containerRecommendations": [{
	"containerName": "server", "target": {"cpu": "500m", "memory": "1073741824"},
}]}}

test_denied[note] if {
	some note, case in {
		"too much": {"resources": {"requests": {"cpu": "2"}}, "list": "requests", "name": "cpu", "written": "2", "shown": "500m"},
		"too little": {"resources": {"requests": {"memory": "256Mi"}}, "list": "requests", "name": "memory", "written": "256Mi", "shown": "1024Mi"},
		"a number": {"resources": {"requests": {"cpu": 2}}, "list": "requests", "name": "cpu", "written": "2", "shown": "500m"},
		"by its limit": {"resources": {"limits": {"cpu": "2"}}, "list": "limits", "name": "cpu", "written": "2", "shown": "500m"},
	}
	said(deployment(case.resources), vpas("autoscaling.k8s.io/v1", {"spec": off, "status": recommended}), {}) == {
		"violation": {finding(case, "")}, "unknown": set(), "applies": true,
	}
}

far := {"list": "requests", "name": "cpu", "written": "2", "shown": "500m"}

test_denied_of_an_older_version if {
	inventory := vpas("autoscaling.k8s.io/v1beta2", {"spec": off, "status": recommended})
	said(deployment({"requests": {"cpu": "2"}}), inventory, {}).violation == {finding(far, "")}
}

test_denied_without_a_version[note] if {
	some note, version in {"empty": "", "null": null}
	spec := object.union(off, {"targetRef": object.union(reference, {"apiVersion": version})})
	inventory := vpas("autoscaling.k8s.io/v1", {"spec": spec, "status": recommended})
	said(deployment({"requests": {"cpu": "2"}}), inventory, {}).violation == {finding(far, "")}
}

test_denied_by_parameter if {
	inventory := vpas("autoscaling.k8s.io/v1", {"spec": off, "status": recommended})
	said(deployment({"requests": {"cpu": "510m"}}), inventory, {"max_deviation": 1}).violation == {finding(object.union(far, {"written": "510m"}), "")}
}

test_allowed[note] if {
	some note, resources in {
		"equal": {"requests": {"cpu": "0.5", "memory": "1Gi"}},
		"at the bound": {"requests": {"cpu": "750m", "memory": "512Mi"}},
		"no request": {"requests": {"cpu": null}},
		"nothing": {},
		"a limit beside a request": {"requests": {"cpu": "500m"}, "limits": {"cpu": "4"}},
	}
	said(deployment(resources), vpas("autoscaling.k8s.io/v1", {"spec": off, "status": recommended}), {}) == {
		"violation": set(), "unknown": set(), "applies": true,
	}
}

test_allowed_where_nothing_is_recommended_for_the_container[note] if {
	some note, found in {
		"another container": {"containerName": "proxy", "target": {"cpu": "1m"}},
		"nothing of it": {"containerName": "server", "target": {"cpu": "0"}},
	}
	status := {"recommendation": {"containerRecommendations": [found]}}
	said(deployment({"requests": {"cpu": "2"}}), vpas("autoscaling.k8s.io/v1", {"spec": off, "status": status}), {}) == {
		"violation": set(), "unknown": set(), "applies": true,
	}
}

test_unknown[note] if {
	some note, case in {
		"no status": {"status": {}, "want": open},
		"empty": {"status": {"recommendation": {"containerRecommendations": []}}, "want": open},
		"little measured": {
			"status": object.union(recommended, {"conditions": [{"type": "LowConfidence", "status": "True"}]}),
			"want": finding(far, "; too little is measured to be sure"),
		},
		"outdated": {
			"status": object.union(recommended, {"conditions": [{"type": "RecommendationProvided", "status": "False"}]}),
			"want": finding(far, "; too little is measured to be sure"),
		},
	}
	said(deployment({"requests": {"cpu": "2"}}), vpas("autoscaling.k8s.io/v1", {"spec": off, "status": case.status}), {}) == {
		"violation": set(), "unknown": {case.want}, "applies": true,
	}
}

test_unknown_request if {
	said(deployment({"requests": {"cpu": "${CPU}"}}), vpas("autoscaling.k8s.io/v1", {"spec": off, "status": recommended}), {}) == {
		"violation": set(), "applies": true, "unknown": {{
			"msg": `container "server": resources.requests.cpu ${CPU} is still to be filled in`,
			"details": {"path": array.concat(resources_path, ["requests", "cpu"])},
		}},
	}
}

test_not_applicable[note] if {
	some note, spec in {
		"another mode": {"targetRef": reference, "updatePolicy": {"updateMode": "Auto"}},
		"no mode": {"targetRef": reference},
		"another name": object.union(off, {"targetRef": object.union(reference, {"name": "mail"})}),
		"another kind": object.union(off, {"targetRef": object.union(reference, {"kind": "StatefulSet"})}),
		"another group": object.union(off, {"targetRef": object.union(reference, {"apiVersion": "example.org/v1"})}),
		"no target": {"updatePolicy": {"updateMode": "Off"}},
	}
	said(deployment({"requests": {"cpu": "2"}}), vpas("autoscaling.k8s.io/v1", {"spec": spec, "status": recommended}), {}) == {
		"violation": set(), "unknown": set(), "applies": false,
	}
}

test_not_applicable_in_another_namespace if {
	inventory := {"namespace": {"mail": vpas("autoscaling.k8s.io/v1", {"spec": off, "status": recommended}).namespace.shop}}
	not said(deployment({"requests": {"cpu": "2"}}), inventory, {}).applies
}

resources_path := ["spec", "template", "spec", "containers", 0, "resources"]

open := {
	"msg": `whether requests are close to what is used is not known; VerticalPodAutoscaler "shop" recommends nothing yet`,
	"details": {"path": ["spec", "template"]},
}

finding(case, doubt) := {
	"msg": sprintf(`container "server": resources.%s.%s is %s, and VerticalPodAutoscaler "shop" recommends a request of %s%s`, [
		case.list, case.name, case.written, case.shown, doubt,
	]),
	"details": {"path": array.concat(resources_path, [case.list, case.name])},
}

deployment(resources) := {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "shop", "namespace": "shop"},
	"spec": {"template": {"spec": {"containers": [{"name": "server", "resources": resources}]}}},
}

vpas(version, written) := {"namespace": {"shop": {version: {"VerticalPodAutoscaler": {"shop": written}}}}}

said(reviewed, inventory, given) := {"violation": violation, "unknown": unknown, "applies": applies} if {
	review := {"review": {"object": reviewed}, "parameters": given}
	violation := rightsizing.violation with input as review with data.inventory as inventory
	unknown := rightsizing.unknown with input as review with data.inventory as inventory
	applies := does_apply with input as review with data.inventory as inventory
}

default does_apply := false

does_apply if rightsizing.applies
