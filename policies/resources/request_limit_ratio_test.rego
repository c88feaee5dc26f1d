package guiderail.resources.request_limit_ratio_test

import data.guiderail.resources.request_limit_ratio

test_denied[note] if {
	some note, case in {
		"request above the limit": {"name": "cpu", "request": "2", "limit": 1, "how": above("cpu", "2", "1"), "list": "requests"},
		"in other units": {"name": "memory", "request": "1025Mi", "limit": "1Gi", "how": above("memory", "1025Mi", "1Gi"), "list": "requests"},
		"limit of nothing": {"name": "cpu", "request": "1m", "limit": "0", "how": above("cpu", "1m", "0"), "list": "requests"},
		"other resource": {"name": "ephemeral-storage", "request": "2G", "limit": "1Gi", "how": above("ephemeral-storage", "2G", "1Gi"), "list": "requests"},
		"cpu": {"name": "cpu", "request": "99m", "limit": "1", "how": wide("cpu", "99m", "1"), "list": "limits"},
		"memory": {"name": "memory", "request": 104857600, "limit": "2Gi", "how": wide("memory", "104857600", "2Gi"), "list": "limits"},
		"device": {"name": "nvidia.com/gpu", "request": 1, "limit": 2, "how": apart("nvidia.com/gpu", "1", "2"), "list": "requests"},
		"huge pages": {"name": "hugepages-2Mi", "request": "2Mi", "limit": "4Mi", "how": apart("hugepages-2Mi", "2Mi", "4Mi"), "list": "requests"},
	}
	resources := {"requests": {case.name: case.request}, "limits": {case.name: case.limit}}
	request_limit_ratio.violation == {{
		"msg": sprintf(`container "app": resources.requests.%s`, [case.how]),
		"details": {"path": ["spec", "containers", 0, "resources", case.list, case.name]},
	}} with input as pod({"containers": [{"name": "app", "resources": resources}]})
}

test_denied_init_container_and_pod_of_a_cron_job if {
	prefix := ["spec", "jobTemplate", "spec", "template", "spec"]
	resources := {"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}
	spec := {"resources": resources, "initContainers": [{"name": "app", "resources": resources}]}
	request_limit_ratio.violation == {
		{
			"msg": sprintf(`init container "app": resources.requests.%s`, [above("cpu", "2", "1")]),
			"details": {"path": array.concat(prefix, ["initContainers", 0, "resources", "requests", "cpu"])},
		},
		{
			"msg": sprintf("pod: resources.requests.%s", [above("cpu", "2", "1")]),
			"details": {"path": array.concat(prefix, ["resources", "requests", "cpu"])},
		},
	} with input as {"review": {"object": {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}}}}
}

test_allowed[note] if {
	some note, resources in {
		"absent": {},
		"null": null,
		"null lists": {"requests": null, "limits": null},
		"null amounts": {"requests": {"cpu": null}, "limits": {"cpu": "1"}},
		"request alone": {"requests": {"cpu": "1m"}},
		"limit alone": {"limits": {"cpu": "1"}},
		"alike": {"requests": {"cpu": "1"}, "limits": {"cpu": 1}},
		"ten times": {"requests": {"cpu": "100m", "memory": "100Mi"}, "limits": {"cpu": 1, "memory": "1000Mi"}},
		"ten times so little": {"requests": {"cpu": "10m"}, "limits": {"cpu": "100m"}},
		"nothing requested": {"requests": {"cpu": "0"}, "limits": {"cpu": "1"}},
		"storage": {"requests": {"ephemeral-storage": "1Mi"}, "limits": {"ephemeral-storage": "1Gi"}},
		"kubernetes' own": {"requests": {"example.kubernetes.io/x": 1}, "limits": {"example.kubernetes.io/x": 2}},
		"devices": {"requests": {"nvidia.com/gpu": 1}, "limits": {"nvidia.com/gpu": "1"}},
		"no quantities": {"requests": {"cpu": "much", "memory": []}, "limits": {"cpu": "1", "memory": "1Gi"}},
	}
	review := pod({"containers": [{"name": "app", "resources": resources}]})
	request_limit_ratio.violation == set() with input as review
	request_limit_ratio.unknown == set() with input as review
}

test_unknown if {
	resources := {"requests": {"cpu": "{{ .cpu }}"}, "limits": {"cpu": "1", "memory": "{{ .memory }}"}}
	review := pod({"containers": [{"name": "app", "resources": resources}]})
	request_limit_ratio.violation == set() with input as review
	request_limit_ratio.unknown == {{
		"msg": `container "app": resources.requests.cpu {{ .cpu }} is still to be filled in`,
		"details": {"path": ["spec", "containers", 0, "resources", "requests", "cpu"]},
	}} with input as review
}

test_parameters if {
	resources := {"requests": {"cpu": "500m", "memory": "1Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}
	review := pod({"containers": [{"name": "app", "resources": resources}]})
	request_limit_ratio.violation == {{
		"msg": `container "app": resources.requests.cpu 500m is less than 1/1.5 of the limit of 1; raise the request or lower the limit`,
		"details": {"path": ["spec", "containers", 0, "resources", "limits", "cpu"]},
	}} with input as object.union(review, {"parameters": {"max_ratio": {"cpu": 1.5, "memory": null}}})
}

test_parameter_replaces_the_ratios if {
	resources := {"requests": {"cpu": "10m", "memory": "64Mi"}, "limits": {"cpu": "1", "memory": "256Mi"}}
	review := pod({"containers": [{"name": "app", "resources": resources}]})
	request_limit_ratio.violation == {{
		"msg": `container "app": resources.requests.memory 64Mi is less than 1/2 of the limit of 256Mi; raise the request or lower the limit`,
		"details": {"path": ["spec", "containers", 0, "resources", "limits", "memory"]},
	}} with input as object.union(review, {"parameters": {"max_ratio": {"memory": 2}}})
}

above(name, request, limit) := sprintf("%s %s exceeds the limit of %s; the API server rejects that, so lower the request", [name, request, limit])

wide(name, request, limit) := sprintf("%s %s is less than 1/10 of the limit of %s; raise the request or lower the limit", [name, request, limit])

apart(name, request, limit) := sprintf("%s %s differs from the limit of %s; this resource cannot be overcommitted, so set both to the same amount", [name, request, limit])

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
