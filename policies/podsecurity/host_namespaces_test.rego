package guiderail.podsecurity.host_namespaces_test

import data.guiderail.podsecurity.host_namespaces

test_denied[note] if {
	some note, case in {
		"network": {"spec": {"hostNetwork": true}, "want": {shared("hostNetwork", "true", "the network")}},
		"processes": {"spec": {"hostPID": true}, "want": {shared("hostPID", "true", "the processes")}},
		"memory": {"spec": {"hostIPC": true}, "want": {shared("hostIPC", "true", "the memory")}},
		"text": {"spec": {"hostNetwork": "true"}, "want": {shared("hostNetwork", `"true"`, "the network")}},
		"number": {"spec": {"hostPID": 1}, "want": {shared("hostPID", "1", "the processes")}},
		"every one": {
			"spec": {"hostNetwork": true, "hostPID": true, "hostIPC": true},
			"want": {
				shared("hostNetwork", "true", "the network"),
				shared("hostPID", "true", "the processes"),
				shared("hostIPC", "true", "the memory"),
			},
		},
	}
	host_namespaces.violation == case.want with input as pod(case.spec)
	host_namespaces.unknown == set() with input as pod(case.spec)
}

test_denied_in_a_cron_job if {
	template := {"template": {"spec": {"hostPID": true}}}
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": template}}}
	host_namespaces.violation == {finding(
		"pod: hostPID is true, which shares the processes of its node; remove it",
		["spec", "jobTemplate", "spec", "template", "spec", "hostPID"],
	)} with input as {"review": {"object": cron_job}}
}

test_allowed[note] if {
	some note, spec in {
		"absent": {},
		"false": {"hostNetwork": false, "hostPID": false, "hostIPC": false},
		"null": {"hostNetwork": null},
		"users": {"hostUsers": true},
	}
	host_namespaces.violation == set() with input as pod(spec)
	host_namespaces.unknown == set() with input as pod(spec)
}

test_silent_for_other_kinds if {
	config := {"apiVersion": "v1", "kind": "ConfigMap", "spec": {"hostNetwork": true}}
	host_namespaces.violation == set() with input as {"review": {"object": config}}
}

test_unknown if {
	host_namespaces.violation == set() with input as pod({"hostNetwork": "{{ hostNetwork }}"})
	host_namespaces.unknown == {finding(
		"pod: hostNetwork {{ hostNetwork }} is still to be filled in",
		["spec", "hostNetwork"],
	)} with input as pod({"hostNetwork": "{{ hostNetwork }}"})
}

shared(field, value, what) := finding(
	sprintf("pod: %s is %s, which shares %s of its node; remove it", [field, value, what]),
	["spec", field],
)

finding(msg, path) := {"msg": msg, "details": {"path": path}}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_patch if {
	workflow := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": {"podSpecPatch": "{{inputs.parameters.patch}}", "templates": []}}
	{said.details.path | some said in host_namespaces.unknown} == {["spec", "podSpecPatch"]} with input.review.object as workflow
}
