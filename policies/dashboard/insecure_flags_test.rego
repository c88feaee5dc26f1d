package guiderail.dashboard.insecure_flags_test

import data.guiderail.dashboard.insecure_flags

test_denied[note] if {
	some note, case in {
		"skip login": {"args": ["--enable-skip-login"], "what": "--enable-skip-login lets anyone in without a token, with the permissions of the Dashboard itself"},
		"switched on by a text": {"args": ["--enable-skip-login=true"], "what": "--enable-skip-login lets anyone in without a token, with the permissions of the Dashboard itself"},
		"a switch takes no argument": {"args": ["--enable-skip-login", "false"], "what": "--enable-skip-login lets anyone in without a token, with the permissions of the Dashboard itself"},
		"insecure login": {"args": ["--enable-insecure-login"], "what": "--enable-insecure-login accepts tokens over plain HTTP"},
		"settings": {"args": ["--disable-settings-authorizer=1"], "what": "--disable-settings-authorizer lets anyone change the settings"},
		"port": {"args": ["--insecure-port=9090"], "what": "--insecure-port serves plain HTTP"},
		"port behind": {"args": ["--insecure-port", "9090"], "what": "--insecure-port serves plain HTTP"},
		"address": {"args": ["--insecure-bind-address=0.0.0.0"], "what": "--insecure-bind-address serves plain HTTP to other machines"},
	}
	insecure_flags.violation == {finding(case.what, "args", 0)} with input as pod({"image": "kubernetesui/dashboard:v2.7.0", "args": case.args})
	insecure_flags.applies with input as pod({"image": "kubernetesui/dashboard:v2.7.0", "args": case.args})
}

test_denied_in_the_command if {
	insecure_flags.violation == {finding("--enable-insecure-login accepts tokens over plain HTTP", "command", 2)} with input as pod({
		"image": "kubernetesui/dashboard:v2.7.0",
		"command": ["sh", "-c", "exec /dashboard --enable-insecure-login"],
	})
}

test_denied_init_container_of_a_cron_job if {
	cron_job := {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"image": "kubernetesui/dashboard", "args": ["--insecure-port=1"]}]}}}}}}
	insecure_flags.violation == {{
		"msg": `init container "#0": --insecure-port serves plain HTTP; remove it`,
		"details": {"path": ["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0, "args", 0]},
	}} with input as cron_job
}

test_allowed[note] if {
	some note, arguments in {
		"usual": ["--auto-generate-certificates", "--namespace=kubernetes-dashboard"],
		"switched off": ["--enable-skip-login=false", "--enable-insecure-login=0", "--disable-settings-authorizer=False"],
		"port switched off": ["--insecure-port=0"],
		"port switched off behind": ["--insecure-port", "0"],
		"this machine alone": ["--insecure-bind-address=127.0.0.1"],
		"this machine alone, IPv6": ["--insecure-bind-address", "::1"],
		"a name that only begins so": ["--enable-skip-login-page"],
		"none": null,
	}
	insecure_flags.violation == set() with input as pod({"image": "kubernetesui/dashboard:v2.7.0", "args": arguments})
}

test_silent_for_other_containers if {
	insecure_flags.violation == set() with input as pod({"image": "registry.example.org/api:1", "args": ["--insecure-port=8080"]})
	not insecure_flags.applies with input as pod({"image": "registry.example.org/api:1"})
}

finding(what, field, i) := {
	"msg": sprintf(`container "ui": %s; remove it`, [what]),
	"details": {"path": ["spec", "containers", 0, field, i]},
}

pod(container) := {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [object.union({"name": "ui"}, container)]}}
