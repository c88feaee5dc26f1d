package guiderail.podsecurity.proc_mount_test

import data.guiderail.podsecurity.proc_mount

test_denied[note] if {
	some note, case in {
		"unmasked": {"value": "Unmasked", "shown": `"Unmasked"`},
		"lower case": {"value": "default", "shown": `"default"`},
		"empty": {"value": "", "shown": `""`},
		"truth value": {"value": false, "shown": "false"},
	}
	proc_mount.violation == {finding(
		sprintf(`container "app": securityContext.procMount is %s; remove it or set it to Default`, [case.shown]),
		["procMount"],
	)} with input as container({"procMount": case.value})
}

test_denied_init_container if {
	proc_mount.violation == {{
		"msg": `init container "x": securityContext.procMount is "Unmasked"; remove it or set it to Default`,
		"details": {"path": ["spec", "initContainers", 0, "securityContext", "procMount"]},
	}} with input as pod({"initContainers": [{"name": "x", "securityContext": {"procMount": "Unmasked"}}]})
}

test_users_of_its_own if {
	spec := {"hostUsers": false, "containers": [{"name": "app", "securityContext": {"procMount": "Unmasked"}}]}
	proc_mount.violation == set() with input as pod(spec)
	proc_mount.violation == set() with input as judged_by("v1.35", pod(spec))
	proc_mount.violation == {unmasked} with input as judged_by("v1.34", pod(spec))
	proc_mount.violation == {unmasked} with input as pod(object.union(spec, {"hostUsers": true}))
	proc_mount.violation == {unmasked} with input as pod(object.union(spec, {"hostUsers": null}))
}

unmasked := finding(`container "app": securityContext.procMount is "Unmasked"; remove it or set it to Default`, ["procMount"])

test_allowed[note] if {
	some note, context in {
		"default": {"procMount": "Default"},
		"null": {"procMount": null},
		"absent": {},
		"no context": null,
	}
	proc_mount.violation == set() with input as container(context)
	proc_mount.unknown == set() with input as container(context)
}

test_unknown if {
	proc_mount.violation == set() with input as container({"procMount": "${TYPE}"})
	proc_mount.unknown == {finding(`container "app": securityContext.procMount ${TYPE} is still to be filled in`, ["procMount"])} with input as container({"procMount": "${TYPE}"})
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
