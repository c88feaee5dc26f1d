package guiderail.podsecurity.app_armor_test

import data.guiderail.podsecurity.app_armor

test_denied[note] if {
	some note, case in {
		"unconfined": {"profile": {"type": "Unconfined"}, "shown": `"Unconfined"`},
		"spelling of the annotation": {"profile": {"type": "runtime/default"}, "shown": `"runtime/default"`},
		"lower case": {"profile": {"type": "localhost"}, "shown": `"localhost"`},
		"empty": {"profile": {"type": ""}, "shown": `""`},
		"null type": {"profile": {"type": null}, "shown": "not set"},
		"no type": {"profile": {"localhostProfile": "x"}, "shown": "not set"},
		"text": {"profile": "RuntimeDefault", "shown": "not set"},
	}
	msg := sprintf("securityContext.appArmorProfile.type is %s; use RuntimeDefault or Localhost", [case.shown])
	app_armor.violation == {own(sprintf("pod: %s", [msg]), ["appArmorProfile", "type"])} with input as pod({"securityContext": {"appArmorProfile": case.profile}})
	app_armor.violation == {finding(sprintf(`container "app": %s`, [msg]), ["appArmorProfile", "type"])} with input as container({"appArmorProfile": case.profile})
}

test_denied_annotation[note] if {
	some note, case in {
		"unconfined": {"value": "unconfined", "shown": `"unconfined"`},
		"no slash": {"value": "localhost", "shown": `"localhost"`},
		"spelling of the field": {"value": "RuntimeDefault", "shown": `"RuntimeDefault"`},
		"of seccomp": {"value": "docker/default", "shown": `"docker/default"`},
		"number": {"value": 1, "shown": "1"},
	}
	app_armor.violation == {annotation(sprintf("is %s; use runtime/default or localhost/…", [case.shown]))} with input as annotated(case.value)
}

test_denied_annotation_of_a_template if {
	template := {"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/": "x"}}, "spec": {"containers": []}}
	app_armor.violation == {{
		"msg": `pod: annotation container.apparmor.security.beta.kubernetes.io/ is "x"; use runtime/default or localhost/…`,
		"details": {"path": ["spec", "template", "metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/"]},
	}} with input as {"review": {"object": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": template}}}}
}

test_allowed[note] if {
	some note, context in {
		"default": {"appArmorProfile": {"type": "RuntimeDefault"}},
		"of the node": {"appArmorProfile": {"type": "Localhost", "localhostProfile": "x"}},
		"null": {"appArmorProfile": null},
		"none": {},
	}
	app_armor.violation == set() with input as pod({"securityContext": context})
	app_armor.violation == set() with input as container(context)
}

test_allowed_annotation[value] if {
	some value in ["runtime/default", "localhost/", "localhost/x", "", null]
	app_armor.violation == set() with input as annotated(value)
	app_armor.unknown == set() with input as annotated(value)
}

test_allowed_other_annotation if {
	app_armor.violation == set() with input as {"review": {"object": {
		"apiVersion": "v1",
		"kind": "Pod",
		"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.iox/app": "unconfined"}},
		"spec": {},
	}}}
}

test_unknown if {
	app_armor.violation == set() with input as container({"appArmorProfile": {"type": "${TYPE}"}})
	app_armor.unknown == {finding(
		`container "app": securityContext.appArmorProfile.type ${TYPE} is still to be filled in`,
		["appArmorProfile", "type"],
	)} with input as container({"appArmorProfile": {"type": "${TYPE}"}})
	app_armor.unknown == {annotation("${TYPE} is still to be filled in")} with input as annotated("${TYPE}")
}

key := "container.apparmor.security.beta.kubernetes.io/app"

annotation(how) := {"msg": sprintf("pod: annotation %s %s", [key, how]), "details": {"path": ["metadata", "annotations", key]}}

annotated(value) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "p", "annotations": {key: value}},
	"spec": {"containers": [{"name": "app"}]},
}}}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
