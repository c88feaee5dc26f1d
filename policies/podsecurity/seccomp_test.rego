package guiderail.podsecurity.seccomp_test

import data.guiderail.podsecurity.seccomp

test_denied[note] if {
	some note, case in {
		"unconfined": {"profile": {"type": "Unconfined"}, "shown": `"Unconfined"`},
		"spelling of the annotation": {"profile": {"type": "runtime/default"}, "shown": `"runtime/default"`},
		"empty": {"profile": {"type": ""}, "shown": `""`},
		"null type": {"profile": {"type": null}, "shown": "not set"},
		"no type": {"profile": {}, "shown": "not set"},
		"text": {"profile": "RuntimeDefault", "shown": "not set"},
	}
	msg := sprintf("securityContext.seccompProfile.type is %s; use RuntimeDefault or Localhost", [case.shown])
	of_pod := pod({"securityContext": {"seccompProfile": case.profile}})
	of_container := container({"seccompProfile": case.profile})
	seccomp.violation == {own(sprintf("pod: %s", [msg]), ["seccompProfile", "type"])} with input as of_pod
	seccomp.violation == {finding(sprintf(`container "app": %s`, [msg]), ["seccompProfile", "type"])} with input as of_container
	seccomp.violation == {finding(sprintf(`container "app": %s`, [msg]), ["seccompProfile", "type"])} with input as judged_by("v1.19", of_container)
	seccomp.violation == set() with input as judged_by("v1.18", of_container)
}

test_allowed[note] if {
	some note, context in {
		"default": {"seccompProfile": {"type": "RuntimeDefault"}},
		"of the node": {"seccompProfile": {"type": "Localhost", "localhostProfile": "x"}},
		"null": {"seccompProfile": null},
		"none": {},
	}
	seccomp.violation == set() with input as pod({"securityContext": context})
	seccomp.violation == set() with input as container(context)
}

test_denied_annotation[note][key] if {
	some note, case in {
		"unconfined": {"value": "unconfined", "shown": `"unconfined"`},
		"empty": {"value": "", "shown": `""`},
		"null": {"value": null, "shown": "not set"},
		"no slash": {"value": "localhost", "shown": `"localhost"`},
		"number": {"value": 1, "shown": "1"},
	}
	some key in ["seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/app"]
	seccomp.violation == {annotation(key, sprintf("is %s; use runtime/default or localhost/…", [case.shown]))} with input as judged_by("v1.18", annotated(key, case.value))
	seccomp.violation == set() with input as judged_by("v1.19", annotated(key, case.value))
}

test_allowed_annotation[note] if {
	some note, case in {
		"default": {"key": "seccomp.security.alpha.kubernetes.io/pod", "value": "runtime/default"},
		"of Docker": {"key": "seccomp.security.alpha.kubernetes.io/pod", "value": "docker/default"},
		"of the node": {"key": "container.seccomp.security.alpha.kubernetes.io/app", "value": "localhost/x"},
		"of no container": {"key": "container.seccomp.security.alpha.kubernetes.io/other", "value": "unconfined"},
		"another": {"key": "seccomp.security.alpha.kubernetes.io/pods", "value": "unconfined"},
	}
	seccomp.violation == set() with input as judged_by("v1.18", annotated(case.key, case.value))
	seccomp.unknown == set() with input as judged_by("v1.18", annotated(case.key, case.value))
}

test_unknown if {
	seccomp.violation == set() with input as container({"seccompProfile": {"type": "${TYPE}"}})
	seccomp.unknown == {finding(
		`container "app": securityContext.seccompProfile.type ${TYPE} is still to be filled in`,
		["seccompProfile", "type"],
	)} with input as container({"seccompProfile": {"type": "${TYPE}"}})
}

annotation(key, how) := {"msg": sprintf("pod: annotation %s %s", [key, how]), "details": {"path": ["metadata", "annotations", key]}}

annotated(key, value) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "p", "annotations": {key: value}},
	"spec": {"containers": [{"name": "app"}, {}, {"name": 7}]},
}}}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

judged_by(version, review) := object.union(review, {"parameters": {"version": version}})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
