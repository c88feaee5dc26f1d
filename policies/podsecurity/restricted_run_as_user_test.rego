package guiderail.podsecurity.restricted_run_as_user_test

import data.guiderail.podsecurity.restricted_run_as_user

test_denied[note] if {
	some note, value in {"number": 0, "text": "0"}
	msg := "securityContext.runAsUser is 0, which is root; remove it or use another user's ID"
	context := {"runAsUser": value}
	restricted_run_as_user.violation == {own(sprintf("pod: %s", [msg]), ["runAsUser"])} with input as pod({"securityContext": context})
	restricted_run_as_user.violation == {finding(sprintf(`container "app": %s`, [msg]), ["runAsUser"])} with input as container(context)
	restricted_run_as_user.violation == {finding(sprintf(`container "app": %s`, [msg]), ["runAsUser"])} with input as judged_by("v1.23", container(context))
	restricted_run_as_user.violation == set() with input as judged_by("v1.22", container(context))
}

test_denied_init_container if {
	restricted_run_as_user.violation == {{
		"msg": `init container "x": securityContext.runAsUser is 0, which is root; remove it or use another user's ID`,
		"details": {"path": ["spec", "initContainers", 0, "securityContext", "runAsUser"]},
	}} with input as pod({"securityContext": {"runAsUser": 1000}, "initContainers": [{"name": "x", "securityContext": {"runAsUser": 0}}]})
}

test_allowed[note] if {
	some note, context in {
		"another": {"runAsUser": 1000},
		"null": {"runAsUser": null},
		"absent": {},
		"group": {"runAsGroup": 0, "fsGroup": 0},
		"no context": null,
	}
	restricted_run_as_user.violation == set() with input as pod({"securityContext": context})
	restricted_run_as_user.violation == set() with input as container(context)
	restricted_run_as_user.unknown == set() with input as container(context)
}

test_users_of_its_own if {
	spec := {"hostUsers": false, "containers": [{"name": "app", "securityContext": {"runAsUser": 0}}]}
	restricted_run_as_user.violation == set() with input as pod(spec)
	restricted_run_as_user.violation == {finding(
		`container "app": securityContext.runAsUser is 0, which is root; remove it or use another user's ID`,
		["runAsUser"],
	)} with input as judged_by("v1.34", pod(spec))
}

test_unknown if {
	review := container({"runAsUser": "${USER_ID}"})
	restricted_run_as_user.violation == set() with input as review
	restricted_run_as_user.unknown == {finding(`container "app": securityContext.runAsUser ${USER_ID} is still to be filled in`, ["runAsUser"])} with input as review
	restricted_run_as_user.unknown == set() with input as judged_by("v1.22", review)
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
