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

test_denied[note] if {
	some note, case in {
		"unconfined": {"profile": {"type": "Unconfined"}, "shown": `"Unconfined"`},
		"no type": {"profile": {}, "shown": "not set"},
		"text": {"profile": "RuntimeDefault", "shown": "not set"},
	}
	msg := sprintf("securityContext.seccompProfile.type is %s; use RuntimeDefault or Localhost", [case.shown])
	restricted_seccomp.violation == {own(sprintf("pod: %s", [msg]), ["seccompProfile", "type"])} with input as both({"seccompProfile": case.profile}, {})
	restricted_seccomp.violation == {finding(sprintf(`container "app": %s`, [msg]), ["seccompProfile", "type"])} with input as both(default_profile, {"seccompProfile": case.profile})
	restricted_seccomp.violation == set() with input as judged_by("v1.18", both({}, {"seccompProfile": case.profile}))
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
		"of the node": {"own": {}, "context": {"seccompProfile": {"type": "Localhost", "localhostProfile": "x"}}},
	}
	restricted_seccomp.violation == set() with input as both(case.own, case.context)
	restricted_seccomp.unknown == set() with input as both(case.own, case.context)
}

test_windows if {
	spec := {"os": {"name": "windows"}, "containers": [{"name": "app"}]}
	restricted_seccomp.violation == set() with input as pod(spec)
	restricted_seccomp.violation == {absent} with input as judged_by("v1.24", pod(spec))
}

test_unknown if {
	review := both({"seccompProfile": {"type": "${TYPE}"}}, {})
	restricted_seccomp.violation == set() with input as review
	restricted_seccomp.unknown == {own("pod: securityContext.seccompProfile.type ${TYPE} is still to be filled in", ["seccompProfile", "type"])} with input as review
}

default_profile := {"seccompProfile": {"type": "RuntimeDefault"}}

absent := finding(
	`container "app": securityContext.seccompProfile.type is not set, and neither is the pod's; use RuntimeDefault or Localhost`,
	["seccompProfile", "type"],
)

both(context_of_pod, context) := pod({"securityContext": context_of_pod, "containers": [{"name": "app", "securityContext": context}]})

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
