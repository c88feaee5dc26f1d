package guiderail.resources.limits_test

import data.guiderail.resources.limits

test_denied[note] if {
	some note, case in {
		"no resources": {"container": {}, "want": {missing("cpu"), missing("memory")}},
		"null": {"container": {"resources": null}, "want": {missing("cpu"), missing("memory")}},
		"no limits": {"container": {"resources": {"requests": {"cpu": 1, "memory": "1Gi"}}}, "want": {missing("cpu"), missing("memory")}},
		"null limits": {"container": {"resources": {"limits": null}}, "want": {missing("cpu"), missing("memory")}},
		"null amount": {"container": {"resources": {"limits": {"cpu": null, "memory": "1Gi"}}}, "want": {missing("cpu")}},
		"memory alone": {"container": {"resources": {"limits": {"memory": "1Gi"}}}, "want": {missing("cpu")}},
		"zero": {"container": {"resources": {"limits": {"cpu": 0, "memory": "0Gi"}}}, "want": {unlimited("cpu"), unlimited("memory")}},
	}
	limits.violation == case.want with input as pod({"containers": [object.union({"name": "app"}, case.container)]})
}

test_denied_init_container_of_a_cron_job if {
	prefix := ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "resources", "limits"]
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"name": "app"}]}}}}}}
	limits.violation == {
		{
			"msg": `init container "app": resources.limits.cpu is not set`,
			"details": {"path": array.concat(prefix, ["cpu"])},
		},
		{
			"msg": `init container "app": resources.limits.memory is not set`,
			"details": {"path": array.concat(prefix, ["memory"])},
		},
	} with input as {"review": {"object": cron_job}}
}

test_allowed[note] if {
	some note, spec in {
		"limits": {"containers": [{"name": "app", "resources": {"limits": {"cpu": 0.5, "memory": "1Gi"}}}]},
		"the pod's own": {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}, "containers": [{"name": "app"}]},
		"ephemeral containers have none": {"ephemeralContainers": [{"name": "shell"}]},
		"no quantity, of which resources.quantities tells": {"containers": [{"name": "app", "resources": {"limits": {"cpu": "x", "memory": true}}}]},
	}
	limits.violation == set() with input as pod(spec)
}

test_parameter_names_the_resources if {
	review := object.union(pod({"containers": [{"name": "app"}]}), {"parameters": {"resources": ["memory"]}})
	limits.violation == {missing("memory")} with input as review
}

missing(resource) := finding(resource, "is not set")

unlimited(resource) := finding(resource, "is 0, which means unlimited")

finding(resource, how) := {
	"msg": sprintf(`container "app": resources.limits.%s %s`, [resource, how]),
	"details": {"path": ["spec", "containers", 0, "resources", "limits", resource]},
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
