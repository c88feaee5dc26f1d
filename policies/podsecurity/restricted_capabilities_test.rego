package guiderail.podsecurity.restricted_capabilities_test

import data.guiderail.podsecurity.restricted_capabilities

test_denied_drop[note] if {
	some note, case in {
		"absent": {"context": {}, "how": "is not set"},
		"null": {"context": {"capabilities": {"drop": null}}, "how": "is not set"},
		"null capabilities": {"context": {"capabilities": null}, "how": "is not set"},
		"empty": {"context": {"capabilities": {"drop": []}}, "how": "is not set"},
		"text": {"context": {"capabilities": {"drop": "ALL"}}, "how": "is not set"},
		"no context": {"context": null, "how": "is not set"},
		"others": {"context": {"capabilities": {"drop": ["NET_RAW", "MKNOD"]}}, "how": "does not include ALL"},
		"lower case": {"context": {"capabilities": {"drop": ["all"]}}, "how": "does not include ALL"},
		"prefix": {"context": {"capabilities": {"drop": ["CAP_ALL"]}}, "how": "does not include ALL"},
	}
	want := {drop(case.how)}
	restricted_capabilities.violation == want with input as container(case.context)
	restricted_capabilities.violation == want with input as judged_by("v1.22", container(case.context))
	restricted_capabilities.violation == set() with input as judged_by("v1.21", container(case.context))
}

test_denied_add[capability] if {
	some capability in ["AUDIT_WRITE", "CHOWN", "MKNOD", "SETUID", "SYS_CHROOT"]
	review := container({"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE", capability]}})
	want := {finding(
		sprintf(`container "app": securityContext.capabilities.add has %q; add only NET_BIND_SERVICE`, [capability]),
		["capabilities", "add", 1],
	)}
	restricted_capabilities.violation == want with input as review
	restricted_capabilities.violation == set() with input as judged_by("v1.21", review)
}

test_denied_init_container if {
	restricted_capabilities.violation == {{
		"msg": `init container "x": securityContext.capabilities.drop is not set; set it to [ALL]`,
		"details": {"path": ["spec", "initContainers", 0, "securityContext", "capabilities", "drop"]},
	}} with input as pod({"initContainers": [{"name": "x"}]})
}

test_allowed[note] if {
	some note, value in {
		"all": {"drop": ["ALL"]},
		"all among others": {"drop": ["NET_RAW", "ALL"]},
		"low ports": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]},
		"null": {"drop": ["ALL"], "add": null},
		"beyond the baseline, of which podsecurity.capabilities tells": {
			"drop": ["ALL"],
			"add": ["SYS_ADMIN", "ALL", "net_bind_service", "CAP_NET_BIND_SERVICE", 7, "${CAPABILITY}"],
		},
	}
	restricted_capabilities.violation == set() with input as container({"capabilities": value})
}

test_windows if {
	spec := {"os": {"name": "windows"}, "containers": [{"name": "app"}]}
	restricted_capabilities.violation == set() with input as pod(spec)
	restricted_capabilities.violation == {drop("is not set")} with input as judged_by("v1.24", pod(spec))
}

drop(how) := finding(sprintf(`container "app": securityContext.capabilities.drop %s; set it to [ALL]`, [how]), ["capabilities", "drop"])

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
