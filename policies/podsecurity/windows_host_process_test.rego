package guiderail.podsecurity.windows_host_process_test

import data.guiderail.podsecurity.windows_host_process

test_denied[note] if {
	some note, case in {
		"true": {"value": true, "shown": "true"},
		"text": {"value": "true", "shown": `"true"`},
	}
	msg := sprintf("securityContext.windowsOptions.hostProcess is %s; remove it or set it to false", [case.shown])
	context := {"windowsOptions": {"hostProcess": case.value}}
	windows_host_process.violation == {own(sprintf("pod: %s", [msg]), ["windowsOptions", "hostProcess"])} with input as pod({"securityContext": context})
	windows_host_process.violation == {finding(sprintf(`container "app": %s`, [msg]), ["windowsOptions", "hostProcess"])} with input as container(context)
}

test_denied_whatever_the_system if {
	spec := {"os": {"name": "windows"}, "hostNetwork": true, "securityContext": {"windowsOptions": {"hostProcess": true}}}
	windows_host_process.violation == {own(
		"pod: securityContext.windowsOptions.hostProcess is true; remove it or set it to false",
		["windowsOptions", "hostProcess"],
	)} with input as pod(spec)
}

test_allowed[note] if {
	some note, options in {
		"false": {"hostProcess": false},
		"null": {"hostProcess": null},
		"other options": {"runAsUserName": "ContainerUser"},
		"none": null,
		"text": "hostProcess",
	}
	windows_host_process.violation == set() with input as container({"windowsOptions": options})
	windows_host_process.unknown == set() with input as container({"windowsOptions": options})
}

test_unknown if {
	review := container({"windowsOptions": {"hostProcess": "${HOST}"}})
	windows_host_process.violation == set() with input as review
	windows_host_process.unknown == {finding(
		`container "app": securityContext.windowsOptions.hostProcess ${HOST} is still to be filled in`,
		["windowsOptions", "hostProcess"],
	)} with input as review
}

finding(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "containers", 0, "securityContext"], field)}}

own(msg, field) := {"msg": msg, "details": {"path": array.concat(["spec", "securityContext"], field)}}

container(context) := pod({"containers": [{"name": "app", "securityContext": context}]})

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
