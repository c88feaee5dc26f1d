package guiderail.podsecurity.capabilities_test

import data.guiderail.podsecurity.capabilities

test_denied[capability] if {
	some capability in ["NET_RAW", "NET_ADMIN", "SYS_ADMIN", "ALL", "net_admin", "chown", "CAP_CHOWN", "CAP_SYS_ADMIN", "CHOWN ", ""]
	capabilities.violation == {addition(0, capability)} with input as container({"capabilities": {"add": [capability]}})
	capabilities.unknown == set() with input as container({"capabilities": {"add": [capability]}})
}

test_denied_other_types if {
	capabilities.violation == {addition(0, null), addition(1, 7)} with input as container({"capabilities": {"add": [null, 7, "CHOWN"]}})
}

test_denied_each_of_several if {
	context := {"capabilities": {"add": ["SYS_TIME", "CHOWN", "SYS_TIME"], "drop": ["ALL"]}}
	capabilities.violation == {addition(0, "SYS_TIME"), addition(2, "SYS_TIME")} with input as container(context)
}

test_denied_init_container if {
	spec := {"initContainers": [{"name": "istio-init", "securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}}]}
	capabilities.violation == {{
		"msg": sprintf(`init container "istio-init": securityContext.capabilities.add has "NET_ADMIN"; add only %s`, [allowed]),
		"details": {"path": ["spec", "initContainers", 0, "securityContext", "capabilities", "add", 0]},
	}} with input as pod(spec)
}

test_allowed[note] if {
	some note, context in {
		"default ones": {"capabilities": {"add": split(allowed, ", ")}},
		"dropped": {"capabilities": {"drop": ["SYS_ADMIN"]}},
		"none": {"capabilities": {"add": []}},
		"null": {"capabilities": {"add": null}},
		"null capabilities": {"capabilities": null},
		"list": {"capabilities": ["SYS_ADMIN"]},
		"no context": null,
	}
	capabilities.violation == set() with input as container(context)
	capabilities.unknown == set() with input as container(context)
}

test_unknown if {
	context := {"capabilities": {"add": ["${CAPABILITY}"]}}
	capabilities.violation == set() with input as container(context)
	capabilities.unknown == {finding(
		`container "app": securityContext.capabilities.add has ${CAPABILITY}, which is still to be filled in`,
		["capabilities", "add", 0],
	)} with input as container(context)
}

test_parameter_replaces_the_capabilities if {
	review := object.union(container({"capabilities": {"add": ["SYS_PTRACE", "CHOWN"]}}), {"parameters": {"allowed": ["SYS_PTRACE"]}})
	capabilities.violation == {finding(
		`container "app": securityContext.capabilities.add has "CHOWN"; add only SYS_PTRACE`,
		["capabilities", "add", 1],
	)} with input as review
}

allowed := concat(", ", [
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
])

addition(i, value) := finding(
	sprintf(`container "app": securityContext.capabilities.add has %s; add only %s`, [json.marshal(value), allowed]),
	["capabilities", "add", i],
)

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_patch if {
	workflow := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {"podSpecPatch": "{{inputs.parameters.patch}}", "templates": []}}
	{said.details.path | some said in capabilities.unknown} == {["spec", "podSpecPatch"]} with input.review.object as workflow
}
