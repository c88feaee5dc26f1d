package guiderail.podsecurity.read_only_root_filesystem_test

import data.guiderail.podsecurity.read_only_root_filesystem

test_denied[note] if {
	some note, case in {
		"absent": {"context": {}, "shown": "not set"},
		"no context": {"context": null, "shown": "not set"},
		"text for a context": {"context": "none", "shown": "not set"},
		"null": {"context": {"readOnlyRootFilesystem": null}, "shown": "not set"},
		"false": {"context": {"readOnlyRootFilesystem": false}, "shown": "false"},
		"text": {"context": {"readOnlyRootFilesystem": "true"}, "shown": `"true"`},
	}
	read_only_root_filesystem.violation == {finding(
		`container "app"`,
		["containers", 0],
		case.shown,
	)} with input as pod({"containers": [{"name": "app", "securityContext": case.context}]})
}

test_denied_init_container_of_a_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"name": "x"}]}}}}}}
	read_only_root_filesystem.violation == {{
		"msg": `init container "x": securityContext.readOnlyRootFilesystem is not set; set it to true`,
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "securityContext", "readOnlyRootFilesystem"]},
	}} with input as {"review": {"object": cron_job}}
}

test_allowed[note] if {
	some note, spec in {
		"true": {"containers": [{"name": "app", "securityContext": {"readOnlyRootFilesystem": true}}]},
		"ephemeral container": {"ephemeralContainers": [{"name": "shell"}]},
		"X-Road's sidecar": {"containers": [{"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1"}]},
		"Windows": {"os": {"name": "windows"}, "containers": [{"name": "app"}]},
	}
	read_only_root_filesystem.violation == set() with input as pod(spec)
	read_only_root_filesystem.unknown == set() with input as pod(spec)
}

test_unknown if {
	review := pod({"containers": [{"name": "app", "securityContext": {"readOnlyRootFilesystem": "${READ_ONLY}"}}]})
	read_only_root_filesystem.violation == set() with input as review
	read_only_root_filesystem.unknown == {{
		"msg": `container "app": securityContext.readOnlyRootFilesystem ${READ_ONLY} is still to be filled in`,
		"details": {"path": ["spec", "containers", 0, "securityContext", "readOnlyRootFilesystem"]},
	}} with input as review
}

finding(title, path, shown) := {
	"msg": sprintf("%s: securityContext.readOnlyRootFilesystem is %s; set it to true", [title, shown]),
	"details": {"path": array.concat(array.concat(["spec"], path), ["securityContext", "readOnlyRootFilesystem"])},
}

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}
