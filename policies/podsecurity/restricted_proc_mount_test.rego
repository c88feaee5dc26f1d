package guiderail.podsecurity.restricted_proc_mount_test

import data.guiderail.podsecurity.restricted_proc_mount

test_denied[note] if {
	some note, case in {
		"unmasked": {"value": "Unmasked", "shown": `"Unmasked"`},
		"empty": {"value": "", "shown": `""`},
	}
	want := {finding(
		sprintf(`container "app": securityContext.procMount is %s; remove it or set it to Default`, [case.shown]),
		["procMount"],
	)}
	restricted_proc_mount.violation == want with input as container({"procMount": case.value})
	restricted_proc_mount.violation == want with input as judged_by("v1.35", container({"procMount": case.value}))
	restricted_proc_mount.violation == set() with input as judged_by("v1.34", container({"procMount": case.value}))
}

test_denied_init_container if {
	restricted_proc_mount.violation == {{
		"msg": `init container "x": securityContext.procMount is "Unmasked"; remove it or set it to Default`,
		"details": {"path": ["spec", "initContainers", 0, "securityContext", "procMount"]},
	}} with input as pod({"hostUsers": false, "initContainers": [{"name": "x", "securityContext": {"procMount": "Unmasked"}}]})
}

test_allowed[note] if {
	some note, context in {"default": {"procMount": "Default"}, "null": {"procMount": null}, "absent": {}, "no context": null}
	restricted_proc_mount.violation == set() with input as container(context)
	restricted_proc_mount.unknown == set() with input as container(context)
}

# Of which podsecurity.proc_mount speaks.
test_allowed_without_users_of_its_own[note] if {
	some note, spec in {"absent": {}, "of the node": {"hostUsers": true}}
	review := pod(object.union(spec, {"containers": [{"name": "app", "securityContext": {"procMount": "Unmasked"}}]}))
	restricted_proc_mount.violation == set() with input as review
	restricted_proc_mount.unknown == set() with input as review
}

test_unknown if {
	restricted_proc_mount.violation == set() with input as container({"procMount": "${TYPE}"})
	restricted_proc_mount.unknown == {finding(
		`container "app": securityContext.procMount ${TYPE} is still to be filled in`,
		["procMount"],
	)} with input as container({"procMount": "${TYPE}"})
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

container(context) := pod({"hostUsers": false, "containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
