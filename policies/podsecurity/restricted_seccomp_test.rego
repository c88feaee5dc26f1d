package guiderail.podsecurity.restricted_seccomp_test

import data.guiderail.podsecurity.restricted_seccomp

test_denied_absent[note] if {
	some note, case in {
		"no contexts": {"own": null, "context": null},
		"empty": {"own": {}, "context": {}},
		"null": {"own": {"seccompProfile": null}, "context": {"seccompProfile": null}},
	}
	restricted_seccomp.violation == {absent} with input as both(case.own, case.context)
	restricted_seccomp.violation == {absent} with input as judged_by("v1.19", both(case.own, case.context))
	restricted_seccomp.violation == set() with input as judged_by("v1.18", both(case.own, case.context))
}

test_denied_init_container_alone if {
	restricted_seccomp.violation == {{
		"msg": `init container "b": securityContext.seccompProfile.type is not set, and neither is the pod's; use RuntimeDefault or Localhost`,
		"details": {"path": ["spec", "initContainers", 0, "securityContext", "seccompProfile", "type"]},
	}} with input as pod({"containers": [{"name": "a", "securityContext": default_profile}], "initContainers": [{"name": "b"}]})
}

test_allowed[note] if {
	some note, case in {
		"pod": {"own": default_profile, "context": {}},
		"container": {"own": null, "context": default_profile},
		"what podsecurity.seccomp speaks of, the pod's": {"own": {"seccompProfile": {"type": "Unconfined"}}, "context": {}},
		"what podsecurity.seccomp speaks of, the container's": {"own": {}, "context": {"seccompProfile": {"type": "${TYPE}"}}},
		"of the node": {"own": {}, "context": {"seccompProfile": {"type": "Localhost", "localhostProfile": "x"}}},
	}
	restricted_seccomp.violation == set() with input as both(case.own, case.context)
}

test_windows if {
	spec := {"os": {"name": "windows"}, "containers": [{"name": "app"}]}
	restricted_seccomp.violation == set() with input as pod(spec)
	restricted_seccomp.violation == {absent} with input as judged_by("v1.24", pod(spec))
}

default_profile := {"seccompProfile": {"type": "RuntimeDefault"}}

absent := finding(
	`container "app": securityContext.seccompProfile.type is not set, and neither is the pod's; use RuntimeDefault or Localhost`,
	["seccompProfile", "type"],
)

both(context_of_pod, context) := pod({"securityContext": context_of_pod, "containers": [{"name": "app", "securityContext": context}]})

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

# What the run of a task says of its pod is not known by the task.
test_part_of_a_pod if {
	task := {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"steps": [{"name": "a", "image": "b"}]}}
	count(restricted_seccomp.violation) == 0 with input.review.object as task
	count(restricted_seccomp.unknown) == 1 with input.review.object as task
}
