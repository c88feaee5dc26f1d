package guiderail.resources.pod_amounts_test

import data.guiderail.resources.pod_amounts

test_denied_requests[note] if {
	some note, case in {
		"one container": {"own": {"requests": {"cpu": "500m"}}, "containers": [{"requests": {"cpu": 1}}], "list": "requests", "name": "cpu", "how": "500m", "total": "1000m"},
		"two together": {"own": {"requests": {"cpu": "1"}}, "containers": [{"requests": {"cpu": "600m"}}, {"requests": {"cpu": "600m"}}], "list": "requests", "name": "cpu", "how": "1", "total": "1200m"},
		"memory": {"own": {"requests": {"memory": "1Gi"}}, "containers": [{"requests": {"memory": "2Gi"}}], "list": "requests", "name": "memory", "how": "1Gi", "total": "2048Mi"},
		"limit as request of the container": {"own": {"requests": {"cpu": "1"}}, "containers": [{"limits": {"cpu": "2"}}], "list": "requests", "name": "cpu", "how": "1", "total": "2000m"},
		"limit as request of the pod": {"own": {"limits": {"cpu": "1"}}, "containers": [{"requests": {"cpu": "2"}}], "list": "limits", "name": "cpu", "how": "1", "total": "2000m"},
	}
	pod_amounts.violation == {{
		"msg": sprintf("pod: resources.%s.%s %s is less than what its containers request in total, %s", [case.list, case.name, case.how, case.total]),
		"details": {"path": ["spec", "resources", case.list, case.name]},
	}} with input as pod({"resources": case.own, "containers": named(case.containers)})
}

test_denied_init_containers[note] if {
	some note, case in {
		"larger": {"init": [{"name": "i", "resources": {"requests": {"cpu": "3"}}}], "total": "3000m"},
		"sidecar": {"init": [{"name": "i", "restartPolicy": "Always", "resources": {"requests": {"cpu": "2"}}}], "total": "3000m"},
		"after a sidecar": {
			"init": [
				{"name": "i", "restartPolicy": "Always", "resources": {"requests": {"cpu": "1"}}},
				{"name": "j", "resources": {"requests": {"cpu": "3"}}},
			],
			"total": "4000m",
		},
	}
	pod_amounts.violation == {{
		"msg": sprintf("pod: resources.requests.cpu 2 is less than what its containers request in total, %s", [case.total]),
		"details": {"path": ["spec", "resources", "requests", "cpu"]},
	}} with input as pod({"resources": {"requests": {"cpu": "2"}}, "initContainers": case.init, "containers": named([{"requests": {"cpu": 1}}])})
}

test_denied_limit_of_a_container if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {
		"resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "1"}},
		"containers": [{"name": "c0", "resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "2"}}}],
	}}}}}}
	pod_amounts.violation == {{
		"msg": `container "c0": resources.limits.cpu 2 exceeds the pod's limit of 1, which the API server rejects; lower it`,
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "resources", "limits", "cpu"]},
	}} with input as {"review": {"object": cron_job}}
}

test_denied_other_resources[name] if {
	some name in ["ephemeral-storage", "nvidia.com/gpu"]
	pod_amounts.violation == {{
		"msg": sprintf("pod: resources.limits.%s cannot be set for a whole pod; set it on the containers", [name]),
		"details": {"path": ["spec", "resources", "limits", name]},
	}} with input as pod({"resources": {"limits": {name: "1"}}, "containers": named([{}])})
}

test_allowed[note] if {
	some note, spec in {
		"no amounts of the pod": {"containers": named([{"requests": {"cpu": "4"}}])},
		"null": {"resources": null, "containers": named([{"requests": {"cpu": "4"}}])},
		"null amounts": {"resources": {"requests": {"cpu": null}, "limits": null}, "containers": named([{"requests": {"cpu": "4"}}])},
		"alike": {"resources": {"requests": {"cpu": "1"}}, "containers": named([{"requests": {"cpu": "500m"}}, {"requests": {"cpu": 0.5}}])},
		"init container that ends": {"resources": {"requests": {"cpu": "1"}}, "initContainers": [{"name": "i", "resources": {"requests": {"cpu": "1"}}}], "containers": named([{"requests": {"cpu": "1"}}])},
		"limits add up": {"resources": {"requests": {"cpu": "200m"}, "limits": {"cpu": "1"}}, "containers": named([{"requests": {"cpu": "100m"}, "limits": {"cpu": "1"}}, {"requests": {"cpu": "100m"}, "limits": {"cpu": "1"}}])},
		"ephemeral": {"resources": {"requests": {"cpu": "1"}}, "ephemeralContainers": named([{"requests": {"cpu": "9"}}])},
		"lists": {"resources": {"requests": ["1"], "limits": "1"}, "containers": named([{"requests": ["4"]}])},
		"huge pages": {"resources": {"limits": {"hugepages-2Mi": "4Mi"}}, "containers": named([{}])},
		"no quantities": {"resources": {"requests": {"cpu": "much"}}, "containers": named([{"requests": {"cpu": {}}}])},
	}
	pod_amounts.violation == set() with input as pod(spec)
	pod_amounts.unknown == set() with input as pod(spec)
}

test_unknown if {
	review := pod({"resources": {"requests": {"cpu": "1"}}, "containers": named([{"requests": {"cpu": "${CPU}"}}])})
	pod_amounts.violation == set() with input as review
	pod_amounts.unknown == {{
		"msg": "pod: whether resources.requests.cpu 1 covers its containers is not known; ${CPU} is still to be filled in",
		"details": {"path": ["spec", "resources", "requests", "cpu"]},
	}} with input as review
}

named(resources) := [{"name": sprintf("c%d", [i]), "resources": amounts} | some i, amounts in resources]

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
