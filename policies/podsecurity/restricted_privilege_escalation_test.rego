package guiderail.podsecurity.restricted_privilege_escalation_test

import data.guiderail.podsecurity.restricted_privilege_escalation

test_denied[note] if {
	some note, case in {
		"absent": {"context": {}, "shown": "not set"},
		"null": {"context": {"allowPrivilegeEscalation": null}, "shown": "not set"},
		"true": {"context": {"allowPrivilegeEscalation": true}, "shown": "true"},
		"text": {"context": {"allowPrivilegeEscalation": "false"}, "shown": `"false"`},
		"no context": {"context": null, "shown": "not set"},
		"text for a context": {"context": "none", "shown": "not set"},
	}
	want := {finding(
		sprintf(`container "app": securityContext.allowPrivilegeEscalation is %s; set it to false`, [case.shown]),
		["allowPrivilegeEscalation"],
	)}
	restricted_privilege_escalation.violation == want with input as container(case.context)
	restricted_privilege_escalation.violation == want with input as judged_by("v1.8", container(case.context))
	restricted_privilege_escalation.violation == set() with input as judged_by("v1.7", container(case.context))
}

test_denied_init_container_of_a_cron_job if {
	template := {"template": {"spec": {"initContainers": [{"name": "x"}]}}}
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": template}}}
	path := ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "securityContext", "allowPrivilegeEscalation"]
	restricted_privilege_escalation.violation == {{
		"msg": `init container "x": securityContext.allowPrivilegeEscalation is not set; set it to false`,
		"details": {"path": path},
	}} with input as {"review": {"object": cron_job}}
}

test_allowed if {
	restricted_privilege_escalation.violation == set() with input as container({"allowPrivilegeEscalation": false})
	restricted_privilege_escalation.unknown == set() with input as container({"allowPrivilegeEscalation": false})
}

# Of which podsecurity.privileged and podsecurity.capabilities speak: beside it, the API server refuses false.
test_allowed_where_it_is_implied[note] if {
	some note, context in {
		"privileged": {"privileged": true},
		"privileged and said": {"privileged": true, "allowPrivilegeEscalation": true},
		"capability": {"capabilities": {"add": ["NET_ADMIN", "SYS_ADMIN"]}},
		"capability with its prefix": {"capabilities": {"add": ["CAP_SYS_ADMIN"]}},
	}
	restricted_privilege_escalation.violation == set() with input as container(context)
	restricted_privilege_escalation.unknown == set() with input as container(context)
}

test_denied_where_it_is_not_implied[note] if {
	some note, context in {
		"not privileged": {"privileged": false},
		"to be filled in": {"privileged": "${PRIVILEGED}"},
		"other capability": {"capabilities": {"add": ["NET_ADMIN"]}},
		"dropped": {"capabilities": {"drop": ["SYS_ADMIN"]}},
	}
	restricted_privilege_escalation.violation == {finding(
		`container "app": securityContext.allowPrivilegeEscalation is not set; set it to false`,
		["allowPrivilegeEscalation"],
	)} with input as container(context)
}

test_windows if {
	spec := {"os": {"name": "windows"}, "containers": [{"name": "app"}]}
	restricted_privilege_escalation.violation == set() with input as pod(spec)
	restricted_privilege_escalation.violation == {finding(
		`container "app": securityContext.allowPrivilegeEscalation is not set; set it to false`,
		["allowPrivilegeEscalation"],
	)} with input as judged_by("v1.24", pod(spec))
}

test_unknown if {
	review := container({"allowPrivilegeEscalation": "${ALLOW}"})
	restricted_privilege_escalation.violation == set() with input as review
	restricted_privilege_escalation.unknown == {finding(
		`container "app": securityContext.allowPrivilegeEscalation ${ALLOW} is still to be filled in`,
		["allowPrivilegeEscalation"],
	)} with input as review
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
