package guiderail.resources.requests_test

import data.guiderail.resources.requests

test_denied[note] if {
	some note, case in {
		"no resources": {"container": {}, "want": both},
		"null": {"container": {"resources": null}, "want": both},
		"null amount": {"container": {"resources": {"requests": {"cpu": null, "memory": "1Gi"}}}, "want": missing("cpu")},
		"memory alone": {"container": {"resources": {"requests": {"memory": "1Gi"}}}, "want": missing("cpu")},
		"limit of the other resource": {"container": {"resources": {"limits": {"cpu": 1}}}, "want": missing("memory")},
	}
	requests.violation == {case.want} with input as pod({"containers": [object.union({"name": "app"}, case.container)]})
}

test_denied_init_container_of_a_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"name": "app"}]}}}}}}
	requests.violation == {{
		"msg": `init container "app": resources.requests.cpu is not set, resources.requests.memory is not set`,
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "resources", "requests"]},
	}} with input as {"review": {"object": cron_job}}
}

test_allowed[note] if {
	some note, spec in {
		"requests": {"containers": [{"name": "app", "resources": {"requests": {"cpu": 0.5, "memory": "1Gi"}}}]},
		"limits count as requests": {"containers": [{"name": "app", "resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}]},
		"one of each": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "1"}, "limits": {"memory": "1Gi"}}}]},
		"the pod's own": {"resources": {"requests": {"cpu": "1", "memory": "1Gi"}}, "containers": [{"name": "app"}]},
		"ephemeral containers have none": {"ephemeralContainers": [{"name": "shell"}]},
	}
	requests.violation == set() with input as pod(spec)
}

test_parameter_names_the_resources if {
	review := object.union(pod({"containers": [{"name": "app"}]}), {"parameters": {"resources": ["memory"]}})
	requests.violation == {missing("memory")} with input as review
}

both := {
	"msg": `container "app": resources.requests.cpu is not set, resources.requests.memory is not set`,
	"details": {"path": ["spec", "containers", 0, "resources", "requests"]},
}

missing(resource) := {
	"msg": sprintf(`container "app": resources.requests.%s is not set`, [resource]),
	"details": {"path": ["spec", "containers", 0, "resources", "requests", resource]},
}

test_given_by_a_limit_range[note] if {
	some note, case in {
		"in its namespace": {"namespace": "shop", "count": 0},
		"in another": {"namespace": "tills", "count": 1},
	}
	limit := {"type": "Container", "default": {"cpu": "1", "memory": "1Gi"}}
	inventory := {"namespace": {"shop": {"v1": {"LimitRange": {"sizes": {"spec": {"limits": [limit]}}}}}}}
	review := object.union(pod({"containers": [{"name": "app"}]}), {"review": {"object": {"metadata": {"namespace": case.namespace}}}})
	count(requests.violation) == case.count with input as review with data.inventory as inventory
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
