package guiderail.sidecar.security_context_test

import data.guiderail.sidecar.security_context

net_raw := {"capabilities": {"drop": ["NET_RAW"]}}

test_denied_drop[note] if {
	some note, case in {
		"absent": {"context": {}, "how": "lacks NET_RAW"},
		"null": {"context": {"securityContext": null}, "how": "lacks NET_RAW"},
		"no capabilities": {"context": {"securityContext": {"capabilities": {"drop": null}}}, "how": "lacks NET_RAW"},
		"another": {"context": drop(["SYS_ADMIN", 7]), "how": "lacks NET_RAW"},
		"lower case": {"context": drop(["net_raw"]), "how": "contains net_raw, which must be spelled NET_RAW"},
		"prefix": {"context": drop(["CAP_NET_RAW"]), "how": "contains CAP_NET_RAW, which must be spelled NET_RAW"},
		"everything": {"context": drop(["ALL"]), "how": "contains ALL, but the sidecar fails without capabilities; drop only NET_RAW"},
		"everything twice": {"context": drop(["NET_RAW", "all", "ALL"]), "how": "contains all, but the sidecar fails without capabilities; drop only NET_RAW"},
	}
	security_context.violation == {finding(["capabilities", "drop"], sprintf("capabilities.drop %s", [case.how]))} with input as pod(case.context, {})
	security_context.applies with input as pod(case.context, {})
}

test_denied_setting[field] if {
	some field, reason in {
		"privileged": "does not need it",
		"readOnlyRootFilesystem": "writes to its own filesystem",
		"runAsNonRoot": "starts its services as root",
	}
	context := {"securityContext": object.union(net_raw, {field: true})}
	security_context.violation == {finding([field], sprintf("%s is true, but the sidecar %s", [field, reason]))} with input as pod(context, {})
}

test_denied_user if {
	context := {"securityContext": object.union(net_raw, {"runAsUser": 999})}
	security_context.violation == {finding(["runAsUser"], "runAsUser is 999, but the sidecar starts its services as root")} with input as pod(context, {})
}

test_denied_by_the_pod[field] if {
	some field, case in {
		"runAsNonRoot": {"value": true, "how": "runAsNonRoot is true, but the sidecar starts its services as root"},
		"runAsUser": {"value": 1000, "how": "runAsUser is 1000, but the sidecar starts its services as root"},
	}
	security_context.violation == {{
		"msg": sprintf(`container "server": securityContext.%s`, [case.how]),
		"details": {"path": ["spec", "securityContext", field]},
	}} with input as pod({"securityContext": object.union(net_raw, {field: null})}, {"securityContext": {field: case.value}})
}

test_denied_added_back if {
	context := {"securityContext": {"capabilities": {"drop": ["NET_RAW"], "add": ["CHOWN", "NET_RAW"]}}}
	security_context.violation == {finding(
		["capabilities", "add", 1],
		"capabilities.add contains NET_RAW, which the sidecar does not need",
	)} with input as pod(context, {})
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	spec := {list: [{"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1"}]}
	security_context.violation == {{
		"msg": sprintf(`%s "server": securityContext.capabilities.drop lacks NET_RAW`, [label]),
		"details": {"path": ["spec", list, 0, "securityContext", "capabilities", "drop"]},
	}} with input as {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": spec}}}
}

test_allowed[note] if {
	some note, case in {
		"NET_RAW": {"context": {}, "pod": {}},
		"the container overrides the pod": {
			"context": {"runAsNonRoot": false, "runAsUser": 0},
			"pod": {"securityContext": {"runAsNonRoot": true, "runAsUser": 1000}},
		},
		"false": {"context": {"privileged": false, "readOnlyRootFilesystem": false, "runAsNonRoot": false}, "pod": {}},
		"no number": {"context": {"runAsUser": "999"}, "pod": {}},
		"null": {"context": {"privileged": null, "runAsUser": null}, "pod": {"securityContext": null}},
		"a field that a pod has not": {"context": {}, "pod": {"securityContext": {"readOnlyRootFilesystem": true}}},
	}
	security_context.violation == set() with input as pod({"securityContext": object.union(net_raw, case.context)}, case.pod)
}

test_not_applicable if {
	spec := {"containers": [{"name": "app", "image": "nginx:1.29", "securityContext": {"privileged": true}}]}
	review := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": spec}}}
	security_context.violation == set() with input as review
	not security_context.applies with input as review
}

drop(capabilities) := {"securityContext": {"capabilities": {"drop": capabilities}}}

finding(field, how) := {
	"msg": sprintf(`container "server": securityContext.%s`, [how]),
	"details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)},
}

pod(context, fields) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "spec": object.union(
	fields,
	{"containers": [object.union(context, {"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1"})]},
)}}}
