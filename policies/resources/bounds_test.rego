package guiderail.resources.bounds_test

import data.guiderail.resources.bounds

test_denied[note] if {
	some note, case in {
		"bytes": {"list": "limits", "name": "memory", "value": 512, "how": "512 is less than 4Mi; did you mean 512Mi?"},
		"bytes as text": {"list": "requests", "name": "memory", "value": "512", "how": "512 is less than 4Mi; did you mean 512Mi?"},
		"kilobytes": {"list": "limits", "name": "memory", "value": "512Ki", "how": "512Ki is less than 4Mi; set what the container uses"},
		"thousandths of a byte": {"list": "limits", "name": "memory", "value": "200m", "how": "200m is less than 4Mi; set what the container uses"},
		"cores": {"list": "requests", "name": "cpu", "value": 500, "how": "500 is more than 128; did you mean 500m?"},
		"kilocores": {"list": "limits", "name": "cpu", "value": "1k", "how": "1k is more than 128; set what the container uses"},
		"millionths": {"list": "limits", "name": "cpu", "value": "100u", "how": "100u is less than 1m; set what the container uses"},
		"petabytes": {"list": "limits", "name": "memory", "value": "1Pi", "how": "1Pi is more than 1Ti; set what the container uses"},
		"no memory": {"list": "requests", "name": "memory", "value": "0", "how": "0 reserves nothing; set what the container uses"},
		"no cpu": {"list": "requests", "name": "cpu", "value": "0m", "how": "0m reserves nothing; set what the container uses"},
	}
	bounds.violation == {finding(case.list, case.name, case.how)} with input as pod({case.list: {case.name: case.value}})
}

test_denied_init_container_and_pod_of_a_cron_job if {
	prefix := ["spec", "jobTemplate", "spec", "template", "spec"]
	resources := {"limits": {"memory": 512}}
	spec := {"resources": resources, "initContainers": [{"name": "app", "resources": resources}]}
	bounds.violation == {
		{
			"msg": `init container "app": resources.limits.memory 512 is less than 4Mi; did you mean 512Mi?`,
			"details": {"path": array.concat(prefix, ["initContainers", 0, "resources", "limits", "memory"])},
		},
		{
			"msg": "pod: resources.limits.memory 512 is less than 4Mi; did you mean 512Mi?",
			"details": {"path": array.concat(prefix, ["resources", "limits", "memory"])},
		},
	} with input as {"review": {"object": {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}}}}
}

test_allowed[note] if {
	some note, resources in {
		"absent": {},
		"null": null,
		"null lists": {"requests": null, "limits": null},
		"null amounts": {"requests": {"cpu": null}},
		"usual": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"cpu": 1, "memory": 1073741824}},
		"at the bounds": {"requests": {"cpu": "1m", "memory": "4Mi"}, "limits": {"cpu": "128", "memory": "1Ti"}},
		"no device": {"requests": {"nvidia.com/gpu": 0}, "limits": {"nvidia.com/gpu": 0}},
		"limit of 0 and negative amounts, which others find": {"requests": {"cpu": "-1"}, "limits": {"cpu": 0, "memory": -1}},
		"no quantities": {"requests": {"cpu": "much"}, "limits": {"memory": {}}},
	}
	bounds.violation == set() with input as pod(resources)
	bounds.unknown == set() with input as pod(resources)
}

test_unknown if {
	bounds.violation == set() with input as pod({"limits": {"memory": "{{ .Values.memory }}"}})
	bounds.unknown == {finding("limits", "memory", "{{ .Values.memory }} is still to be filled in")} with input as pod({"limits": {"memory": "{{ .Values.memory }}"}})
}

test_parameters if {
	review := object.union(
		pod({"requests": {"cpu": "0", "memory": "64Mi"}, "limits": {"cpu": "2", "ephemeral-storage": "20Gi"}}),
		{"parameters": {"min": {"cpu": null, "memory": "128Mi"}, "max": {"cpu": "1", "ephemeral-storage": "10Gi"}}},
	)
	bounds.violation == {
		finding("requests", "memory", "64Mi is less than 128Mi; set what the container uses"),
		finding("limits", "cpu", "2 is more than 1; did you mean 2m?"),
		finding("limits", "ephemeral-storage", "20Gi is more than 10Gi; set what the container uses"),
	} with input as review
}

test_minimum_of_nothing if {
	review := object.union(pod({"requests": {"cpu": "0", "memory": "0"}}), {"parameters": {"min": {"cpu": "0"}}})
	bounds.violation == set() with input as review
}

finding(list, name, how) := {
	"msg": sprintf(`container "app": resources.%s.%s %s`, [list, name, how]),
	"details": {"path": ["spec", "containers", 0, "resources", list, name]},
}

pod(resources) := {"review": {"object": {
	"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
	"spec": {"containers": [{"name": "app", "resources": resources}]},
}}}

test_applies[note] if {
	some note, object in {
		"requests": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "resources": {"requests": {"cpu": "1"}}}]}},
		"limits of the pod": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a"}], "resources": {"limits": {"memory": "1Gi"}}}},
	}
	bounds.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"none": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a"}]}},
		"empty": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "resources": {"requests": {}, "limits": null}}]}},
		"a number": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "resources": {"requests": 7}}]}},
	}
	not bounds.applies with input as {"review": {"object": object}}
}
