package guiderail.resources.limits_test

import data.guiderail.resources.limits

test_denied[note] if {
	some note, case in {
		"no resources": {"container": {}, "how": "is not set"},
		"null": {"container": {"resources": null}, "how": "is not set"},
		"no limits": {"container": {"resources": {"requests": {"cpu": 1, "memory": "1Gi"}}}, "how": "is not set"},
		"null limits": {"container": {"resources": {"limits": null}}, "how": "is not set"},
		"null amount": {"container": {"resources": {"limits": {"cpu": 1, "memory": null}}}, "how": "is not set"},
		"cpu alone": {"container": {"resources": {"limits": {"cpu": "1"}}}, "how": "is not set"},
		"zero": {"container": {"resources": {"limits": {"memory": "0Gi"}}}, "how": "is 0, which means no limit; set one"},
	}
	limits.violation == {finding(
		sprintf("resources.limits.memory %s", [case.how]),
		["memory"],
	)} with input as pod({"containers": [object.union({"name": "app"}, case.container)]})
}

test_denied_init_container_of_a_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"name": "app"}]}}}}}}
	limits.violation == {{
		"msg": `init container "app": resources.limits.memory is not set`,
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "resources", "limits", "memory"]},
	}} with input as {"review": {"object": cron_job}}
}

test_allowed[note] if {
	some note, spec in {
		"limits": {"containers": [{"name": "app", "resources": {"limits": {"cpu": 0.5, "memory": "1Gi"}}}]},
		"memory alone": {"containers": [{"name": "app", "resources": {"limits": {"memory": "1Gi"}}}]},
		"the pod's own": {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}, "containers": [{"name": "app"}]},
		"ephemeral containers have none": {"ephemeralContainers": [{"name": "shell"}]},
		"no quantity, of which resources.quantities tells": {"containers": [{"name": "app", "resources": {"limits": {"cpu": "x", "memory": true}}}]},
	}
	limits.violation == set() with input as pod(spec)
}

# Of each container there is one finding, whichever resources it says nothing of.
test_parameter_names_the_resources[note] if {
	some note, case in {
		"both": {"amounts": {}, "how": "resources.limits.cpu is not set, resources.limits.memory is not set", "path": []},
		"one": {"amounts": {"cpu": "1"}, "how": "resources.limits.memory is not set", "path": ["memory"]},
		"each": {"amounts": {"cpu": 0}, "how": "resources.limits.cpu is 0, which means no limit; set one, resources.limits.memory is not set", "path": []},
	}
	review := object.union(
		pod({"containers": [{"name": "app", "resources": {"limits": case.amounts}}]}),
		{"parameters": {"resources": ["cpu", "memory"]}},
	)
	limits.violation == {finding(case.how, case.path)} with input as review
}

finding(how, field) := {
	"msg": sprintf(`container "app": %s`, [how]),
	"details": {"path": array.concat(["spec", "containers", 0, "resources", "limits"], field)},
}

test_given_by_a_limit_range[note] if {
	some note, case in {
		"in its namespace": {"namespace": "shop", "count": 0},
		"in another": {"namespace": "tills", "count": 1},
	}
	limit := {"type": "Container", "default": {"cpu": "1", "memory": "1Gi"}}
	inventory := {"namespace": {"shop": {"v1": {"LimitRange": {"sizes": {"spec": {"limits": [limit]}}}}}}}
	review := object.union(pod({"containers": [{"name": "app"}]}), {"review": {"object": {"metadata": {"namespace": case.namespace}}}})
	count(limits.violation) == case.count with input as review with data.inventory as inventory
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_part_of_a_pod if {
	task := {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"steps": [{"name": "a", "image": "b"}]}}
	count(limits.violation) == 0 with input.review.object as task
	count(limits.unknown) == 1 with input.review.object as task
}
