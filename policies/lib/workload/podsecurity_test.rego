package lib.guiderail.podsecurity_test

import data.lib.guiderail.podsecurity

test_contexts if {
	spec := {
		"securityContext": {"runAsUser": 1},
		"containers": [{"name": "app", "securityContext": {"privileged": false}}, {"name": "bare"}],
		"initContainers": [{"name": "odd", "securityContext": "none"}],
	}
	own := {"title": "pod", "path": ["spec", "securityContext"], "spec": {"runAsUser": 1}, "pod": 0}
	of_containers := {
		{"title": `container "app"`, "path": ["spec", "containers", 0, "securityContext"], "spec": {"privileged": false}, "pod": 0},
		{"title": `container "bare"`, "path": ["spec", "containers", 1, "securityContext"], "spec": {}, "pod": 0},
		{"title": `init container "odd"`, "path": ["spec", "initContainers", 0, "securityContext"], "spec": {}, "pod": 0},
	}
	podsecurity.pods == [own] with input as review("Pod", spec)
	{context | some context in podsecurity.containers} == of_containers with input as review("Pod", spec)
	{context | some context in podsecurity.contexts} == {own} | of_containers with input as review("Pod", spec)
}

test_contexts_of_a_template if {
	deployment := {"review": {"object": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}}}}
	podsecurity.pods == [{
		"title": "pod",
		"path": ["spec", "template", "spec", "securityContext"],
		"spec": {},
		"pod": 0,
	}] with input as deployment
}

test_no_contexts_for_other_kinds if {
	podsecurity.contexts == [] with input as review("ConfigMap", {})
}

test_annotations[note] if {
	some note, case in {
		"some": {"annotations": {"a": "b"}, "want": {"a": "b"}},
		"null": {"annotations": null, "want": {}},
		"text": {"annotations": "a=b", "want": {}},
	}
	podsecurity.annotations({"metadata": {"annotations": case.annotations}}) == case.want
}

test_minor[version] if {
	some version, want in {
		"latest": 36, "v1.0": 0, "v1.8": 8, "v1.19": 19, "v1.37": 37, "v1.100": 100,
		"": 36, "1.30": 36, "v1.05": 36, "v1.30.1": 36, "v2.0": 36, "v1.": 36, "Latest": 36, "v1.30\n": 36, "v1.1e1": 36,
	}
	podsecurity.minor(version) == want
}

test_minor_of_another_type if {
	podsecurity.minor(1.3) == 36
	podsecurity.minor(null) == 36
}

test_versions[note] if {
	some note, case in {
		"latest": {"version": "latest", "want": true},
		"one": {"version": "v1.36", "want": true},
		"number": {"version": 1.36, "want": false},
		"no v": {"version": "1.36", "want": false},
		"patch": {"version": "v1.36.1", "want": false},
		"none": {"version": "", "want": false},
	}
	is_one := {true | podsecurity.is_version(case.version)}
	is_one == {true | case.want}
}

test_profiles[note] if {
	some note, case in {
		"unconfined": {"profile": {"type": "Unconfined"}, "msg": `is "Unconfined"; use RuntimeDefault or Localhost`, "is_open": false},
		"empty": {"profile": {}, "msg": "is not set; use RuntimeDefault or Localhost", "is_open": false},
		"open": {"profile": {"type": "{{ .type }}"}, "msg": "{{ .type }} is still to be filled in", "is_open": true},
	}
	context := {"title": "pod", "path": ["spec", "securityContext"], "spec": {"seccompProfile": case.profile}}
	podsecurity.without_profile(context, "seccompProfile") == {
		"path": ["spec", "securityContext", "seccompProfile", "type"],
		"msg": concat(" ", ["pod: securityContext.seccompProfile.type", case.msg]),
		"is_open": case.is_open,
	}
}

test_profiles_that_are_allowed[note] if {
	some note, spec in {
		"runtime": {"seccompProfile": {"type": "RuntimeDefault"}},
		"local": {"seccompProfile": {"type": "Localhost"}},
		"null": {"seccompProfile": null},
		"none": {},
		"another": {"appArmorProfile": {"type": "Unconfined"}},
	}
	not podsecurity.without_profile({"title": "pod", "path": [], "spec": spec}, "seccompProfile")
}

test_annotated_profile if {
	pod := {"metadata": {"annotations": {"a": "unconfined"}}, "metadata_path": ["metadata"]}
	podsecurity.annotated_profile(pod, "a") == {
		"path": ["metadata", "annotations", "a"],
		"msg": `pod: annotation a is "unconfined"; use runtime/default or localhost/…`,
		"is_open": false,
	}
	not podsecurity.annotated_profile(pod, "b")
}

test_windows if {
	podsecurity.is_for_windows("v1.25", {"pod": 0}) with input as review("Pod", {"os": {"name": "windows"}})
	not podsecurity.is_for_windows("v1.24", {"pod": 0}) with input as review("Pod", {"os": {"name": "windows"}})
	not podsecurity.is_for_windows("latest", {"pod": 0}) with input as review("Pod", {"os": {"name": "linux"}})
	not podsecurity.is_for_windows("latest", {"pod": 0}) with input as review("Pod", {"os": null})
	not podsecurity.is_for_windows("latest", {"pod": 0}) with input as review("Pod", {})
}

test_own_users if {
	podsecurity.has_own_users("v1.35", {"pod": 0}) with input as review("Pod", {"hostUsers": false})
	not podsecurity.has_own_users("v1.34", {"pod": 0}) with input as review("Pod", {"hostUsers": false})
	not podsecurity.has_own_users("latest", {"pod": 0}) with input as review("Pod", {"hostUsers": true})
	not podsecurity.has_own_users("latest", {"pod": 0}) with input as review("Pod", {"hostUsers": "false"})
	not podsecurity.has_own_users("latest", {"pod": 0}) with input as review("Pod", {"hostUsers": null})
	not podsecurity.has_own_users("latest", {"pod": 0}) with input as review("Pod", {})
}

test_member if {
	podsecurity.member({"type": false}, "type") == false
	podsecurity.member({}, "type") == null
	podsecurity.member("Unconfined", "type") == null
	podsecurity.member(null, "type") == null
}

review(kind, spec) := {"review": {"object": {"apiVersion": "v1", "kind": kind, "metadata": {"name": "x"}, "spec": spec}}}
