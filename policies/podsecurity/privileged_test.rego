package guiderail.podsecurity.privileged_test

import data.guiderail.podsecurity.privileged

test_denied[note] if {
	some note, case in {
		"true": {"value": true, "shown": "true"},
		"text": {"value": "true", "shown": `"true"`},
		"number": {"value": 1, "shown": "1"},
	}
	privileged.violation == {finding(
		sprintf(`container "app": securityContext.privileged is %s; remove it or set it to false`, [case.shown]),
		["privileged"],
	)} with input as container({"privileged": case.value})
	privileged.unknown == set() with input as container({"privileged": case.value})
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	privileged.violation == {{
		"msg": sprintf(`%s "x": securityContext.privileged is true; remove it or set it to false`, [label]),
		"details": {"path": ["spec", list, 0, "securityContext", "privileged"]},
	}} with input as pod({list: [{"name": "x", "securityContext": {"privileged": true}}]})
}

test_allowed[note] if {
	some note, context in {
		"false": {"privileged": false},
		"null": {"privileged": null},
		"absent": {},
		"no context": null,
		"text for a context": "privileged",
	}
	privileged.violation == set() with input as container(context)
	privileged.unknown == set() with input as container(context)
}

test_unknown if {
	privileged.violation == set() with input as container({"privileged": "${PRIVILEGED}"})
	privileged.unknown == {finding(
		`container "app": securityContext.privileged ${PRIVILEGED} is still to be filled in`,
		["privileged"],
	)} with input as container({"privileged": "${PRIVILEGED}"})
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_patch if {
	workflow := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {
		"podSpecPatch": "{{inputs.parameters.patch}}",
		"templates": [{"name": "a", "container": {"image": "b"}, "podSpecPatch": "hostNetwork: true"}],
	}}
	{said.details.path | some said in privileged.unknown} == {["spec", "podSpecPatch"]} with input.review.object as workflow
}
