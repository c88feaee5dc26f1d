package guiderail.podsecurity.restricted_run_as_non_root_test

import data.guiderail.podsecurity.restricted_run_as_non_root

test_denied_absent[note] if {
	some note, case in {
		"no contexts": {"own": null, "context": null},
		"empty": {"own": {}, "context": {}},
		"null": {"own": {"runAsNonRoot": null}, "context": {"runAsNonRoot": null}},
		"user": {"own": {"runAsUser": 1000}, "context": {"runAsUser": 1000}},
	}
	restricted_run_as_non_root.violation == {absent} with input as both(case.own, case.context)
	restricted_run_as_non_root.violation == {absent} with input as judged_by("v1.0", both(case.own, case.context))
}

test_denied_container[note] if {
	some note, case in {
		"false": {"value": false, "shown": "false"},
		"text": {"value": "true", "shown": `"true"`},
	}
	restricted_run_as_non_root.violation == {finding(
		sprintf(`container "app": securityContext.runAsNonRoot is %s; set it to true`, [case.shown]),
		["runAsNonRoot"],
	)} with input as both({"runAsNonRoot": true}, {"runAsNonRoot": case.value})
}

test_denied_pod[note] if {
	some note, context in {"says the same": {}, "overridden": {"runAsNonRoot": true}}
	restricted_run_as_non_root.violation == {own("pod: securityContext.runAsNonRoot is false; set it to true", ["runAsNonRoot"])} with input as both({"runAsNonRoot": false}, context)
}

test_denied_only_where_absent if {
	spec := {
		"containers": [{"name": "a", "securityContext": {"runAsNonRoot": true}}],
		"initContainers": [{"name": "b"}],
		"ephemeralContainers": [{"name": "c"}],
	}
	restricted_run_as_non_root.violation == {
		{
			"msg": `init container "b": securityContext.runAsNonRoot is not set, and neither is the pod's; set it to true`,
			"details": {"path": ["spec", "initContainers", 0, "securityContext", "runAsNonRoot"]},
		},
		{
			"msg": `ephemeral container "c": securityContext.runAsNonRoot is not set, and neither is the pod's; set it to true`,
			"details": {"path": ["spec", "ephemeralContainers", 0, "securityContext", "runAsNonRoot"]},
		},
	} with input as pod(spec)
}

test_allowed[note] if {
	some note, case in {
		"pod": {"own": {"runAsNonRoot": true}, "context": {}},
		"container": {"own": null, "context": {"runAsNonRoot": true}},
		"both": {"own": {"runAsNonRoot": true}, "context": {"runAsNonRoot": true}},
	}
	restricted_run_as_non_root.violation == set() with input as both(case.own, case.context)
	restricted_run_as_non_root.unknown == set() with input as both(case.own, case.context)
}

test_users_of_its_own if {
	spec := {"hostUsers": false, "containers": [{"name": "app"}, {"name": "b", "securityContext": {"runAsNonRoot": true}}]}
	restricted_run_as_non_root.violation == set() with input as pod(spec)
	restricted_run_as_non_root.violation == {absent} with input as judged_by("v1.34", pod(spec))
	restricted_run_as_non_root.violation == set() with input as pod(object.union(spec, {"securityContext": {"runAsNonRoot": false}}))
}

test_unknown if {
	review := both({"runAsNonRoot": "${NON_ROOT}"}, {})
	restricted_run_as_non_root.violation == set() with input as review
	restricted_run_as_non_root.unknown == {own("pod: securityContext.runAsNonRoot ${NON_ROOT} is still to be filled in", ["runAsNonRoot"])} with input as review
}

test_silent_for_other_kinds if {
	config := {"apiVersion": "v1", "kind": "ConfigMap", "spec": {"containers": [{"name": "app"}]}}
	restricted_run_as_non_root.violation == set() with input as {"review": {"object": config}}
}

absent := finding(`container "app": securityContext.runAsNonRoot is not set, and neither is the pod's; set it to true`, ["runAsNonRoot"])

both(context_of_pod, context) := pod({"securityContext": context_of_pod, "containers": [{"name": "app", "securityContext": context}]})

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

# What the run of a task says of its pod is not known by the task.
test_part_of_a_pod if {
	task := {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"steps": [{"name": "a", "image": "b"}]}}
	count(restricted_run_as_non_root.violation) == 0 with input.review.object as task
	count(restricted_run_as_non_root.unknown) == 1 with input.review.object as task
}
