package guiderail.secrets.command_args_test

import data.guiderail.secrets.command_args

test_denied[note] if {
	some note, case in {
		"option with its value": {"args": ["--password=x"], "want": {args(0, "--password")}},
		"option and value": {"args": ["serve", "--password", "x"], "want": {args(2, "--password")}},
		"value of several words": {"args": ["--passphrase", "correct horse"], "want": {args(1, "--passphrase")}},
		"number": {"args": ["--pin", 12345], "want": {args(1, "--pin")}},
		"en dash": {"args": ["–password=x"], "want": {args(0, "–password")}},
		"Java property": {"args": ["-Dspring.datasource.password=x", "-jar", "app.jar"], "want": {args(0, "-Dspring.datasource.password")}},
		"assignment": {"args": ["env", "XROAD_TOKEN_PIN=12345", "run"], "want": {args(1, "XROAD_TOKEN_PIN")}},
		"shell": {"args": ["export DB_PWD=x && run --token abc"], "want": {args(0, "--token, DB_PWD")}},
		"heredoc": {"args": ["cat > /x <<EOF\npassword: hunter2\nEOF"], "want": {args(0, "password")}},
		"JSON": {"args": [`--config={"password":"hunter2"}`], "want": {args(0, "password")}},
		"URL": {"args": ["postgres://app:hunter2@db/x"], "want": {args(0, "a password in a URL")}},
		"key": {"args": ["-----BEGIN EC PRIVATE KEY-----"], "want": {args(0, "a private key")}},
		"AWS key": {"args": ["AKIA0123456789ABCDEF"], "want": {args(0, "what looks like a token")}},
		"curl": {"args": ["curl -fu app:hunter2 https://example.org"], "want": {args(0, "curl -u")}},
		"curl in words": {"args": ["curl", "-u", "app:hunter2", "https://example.org"], "want": {args(2, "curl -u")}},
		"mysql in words": {"args": ["mysql", "-uroot", "-px", "-e", "select 1"], "want": {args(2, "mysql -p")}},
		"sshpass in words": {"args": ["sshpass", "-p", "x", "ssh", "host"], "want": {args(2, "sshpass -p")}},
		"header": {"args": ["curl", "-H", "Authorization: Bearer x"], "want": {args(2, "Authorization")}},
		"several": {"args": ["--password=x", "--mode=y", "--token=z"], "want": {args(0, "--password"), args(2, "--token")}},
	}
	command_args.violation == case.want with input as pod({"containers": [{"name": "app", "args": case.args}]})
}

test_denied_argument_of_a_command if {
	spec := {"containers": [{"name": "app", "command": ["mysqladmin"], "args": ["-psecret", "ping"]}]}
	command_args.violation == {args(0, "mysql -p")} with input as pod(spec)
}

test_denied_in_hooks_and_probes[note] if {
	some note, hook in {
		"postStart": ["lifecycle", "postStart"],
		"preStop": ["lifecycle", "preStop"],
		"liveness": ["livenessProbe"],
		"readiness": ["readinessProbe"],
		"startup": ["startupProbe"],
	}
	words := ["redis-cli", "-a", "hunter2", "ping"]
	command := json.patch({}, hooked(hook, {"exec": {"command": words}}))
	command_args.violation == {{
		"msg": sprintf(`container "app": %s.exec.command[2] contains a secret in plain text (redis-cli -a); take it from a Secret`, [concat(".", hook)]),
		"details": {"path": array.concat(["spec", "containers", 0], array.concat(hook, ["exec", "command", 2]))},
	}} with input as pod({"containers": [object.union({"name": "app"}, command)]})

	headers := [
		{"name": "Accept", "value": "text/plain"},
		{"name": "Authorization", "value": "Basic YTpi"},
		{"name": "Cookie", "value": "session=a1; user=b"},
		{"name": "X-Back-End", "value": "http://a:b1@c"},
	]
	request := json.patch({}, hooked(hook, {"httpGet": {"httpHeaders": headers}}))
	command_args.violation == {
		header(hook, 1, "Authorization"),
		header(hook, 2, "Cookie"),
		header(hook, 3, "X-Back-End"),
	} with input as pod({"containers": [object.union({"name": "app"}, request)]})
}

test_denied_in_paths if {
	probe := {"httpGet": {"path": "/health?token=9f8e7d&verbose=1"}}
	command_args.violation == {{
		"msg": `container "app": livenessProbe.httpGet.path contains a secret in plain text (token); use a path that needs no secret`,
		"details": {"path": ["spec", "containers", 0, "livenessProbe", "httpGet", "path"]},
	}} with input as pod({"containers": [{"name": "app", "livenessProbe": probe}]})
}

test_denied_in_scripts[note] if {
	some note, case in {
		"assignment": {"script": "#!/bin/sh\nexport DB_PASSWORD=hunter2\nmigrate\n", "want": {"DB_PASSWORD"}},
		"token": {"script": "TOKEN=\"ghp_16C7e42F292c6912E7710c838347Ae178B4a\"\n", "want": {"TOKEN", "what looks like a token"}},
		"header": {"script": "curl -H 'Authorization: Bearer abc123def' https://example.org", "want": {"Authorization"}},
		"file": {"script": "TOKEN=\"$(cat /run/secrets/token)\"\ncurl -H \"Authorization: Bearer ${TOKEN}\" https://example.org", "want": set()},
		"parameter": {"script": "deploy --password=$(params.password) --token \"$TOKEN\"", "want": set()},
		"name that is accepted": {"script": "known_token=abc", "want": set()},
		"no text": {"script": 5, "want": set()},
	}
	step := {"name": "deploy", "image": "x", "script": case.script}
	task := {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": {"steps": [step]}}
	found := command_args.violation with input as {"review": {"object": task}, "parameters": {"allowed_names": ["known_token"]}}
	found == {{"msg": msg, "details": {"path": ["spec", "steps", 0, "script"]}} |
		count(case.want) > 0
		msg := sprintf(`container "deploy": script contains a secret in plain text (%s); take it from a Secret`, [concat(", ", sort(case.want))])
	}
}

test_denied_value_of_a_variable if {
	env := [{"name": "INNOCENT", "value": "hunter2"}, {"name": "DB_PASSWORD", "value": "x1"}, null]
	command_args.violation == {args(0, "--password")} with input as pod({"containers": [{
		"name": "app", "env": env,
		"args": ["--password=$(INNOCENT)", "--token=$(DB_PASSWORD)", "--secret=$(OTHER)"],
	}]})
}

# The kubelet puts in the value of the last variable of a name.
test_variables_of_one_name if {
	plain := {"name": "INNOCENT", "value": "hunter2"}
	reference := {"name": "INNOCENT", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
	command_args.violation == {args(0, "--password")} with input as pod({"containers": [{
		"name": "app", "env": [reference, plain],
		"args": ["--password=$(INNOCENT)"],
	}]})
	command_args.violation == set() with input as pod({"containers": [{
		"name": "app", "env": [plain, reference],
		"args": ["--password=$(INNOCENT)"],
	}]})
}

test_denied_in_base64 if {
	command_args.violation == {args(0, "password")} with input as pod({"containers": [{"name": "app", "args": [base64.encode("user=app\npassword=hunter2\n")]}]})
}

test_denied_in_every_list[list] if {
	some list, label in {"initContainers": "init container", "ephemeralContainers": "ephemeral container"}
	command_args.violation == {{
		"msg": sprintf(`%s "x": command[0] contains a secret in plain text (--password); take it from a Secret`, [label]),
		"details": {"path": ["spec", list, 0, "command", 0]},
	}} with input as pod({list: [{"name": "x", "command": ["--password=x"]}]})
}

test_allowed[note] if {
	some note, container in {
		"nothing": {},
		"null": {"command": null, "args": null, "lifecycle": null, "livenessProbe": null},
		"another type": {"command": "--password=x", "args": {"0": "--password=x"}},
		"variable": {"args": ["--password=$(DB_PASSWORD)", "--token", "$(TOKEN)"]},
		"shell variable": {"args": ["mysql -p$MYSQL_PWD -e 'select 1' && run --password ${DB_PASSWORD}"]},
		"empty": {"args": ["--password=", "--token", ""]},
		"file": {"args": ["--password-file=/run/secrets/x", "--private-key=/etc/tls/tls.key", "--client-secret", "/run/secrets/x"]},
		"time to live": {"args": ["--token-ttl=3600"]},
		"name of a Secret": {"args": ["--secret-name=db", "--tls-secret=shop/app-tls", "--secret", "shop/db"]},
		"switch": {"args": ["--use-service-account-credentials=true", "--skip-secrets", "run", "--with-token", "--verbose"]},
		"null item": {"args": [null, {"a": 1}, true]},
		"header from a file": {"args": ["curl", "-H", "@/run/header", "-u", "$(USER):$(PASSWORD)"]},
		"probe with an empty parameter": {"livenessProbe": {"httpGet": {"path": "/health?token="}}},
		"probe without headers": {"livenessProbe": {"httpGet": {"path": "/", "httpHeaders": null}}},
		"probe with another header": {"livenessProbe": {"httpGet": {"httpHeaders": [{"name": "Host", "value": "x"}, null, {"name": "Cookie"}, {"value": "x"}]}}},
		"probe with a session of its own": {"livenessProbe": {"httpGet": {"httpHeaders": [{"name": "Cookie", "value": "session-id=x-liveness-probe"}]}}},
		"probe with an empty header": {"livenessProbe": {"httpGet": {"httpHeaders": [{"name": "Authorization", "value": ""}, {"name": "Authorization", "value": "Bearer"}]}}},
	}
	command_args.violation == set() with input as pod({"containers": [object.union({"name": "app"}, container)]})
}

test_allowed_by_parameter if {
	probe := {"httpGet": {"httpHeaders": [{"name": "X-Token", "value": "probe"}]}}
	command_args.violation == set() with input as object.union(
		pod({"containers": [{"name": "app", "args": ["--feature-token=blue"], "livenessProbe": probe}]}),
		{"parameters": {"allowed_names": ["--feature-token", "X-Token"]}},
	)
}

args(i, names) := {
	"msg": sprintf(`container "app": args[%d] contains a secret in plain text (%s); take it from a Secret`, [i, names]),
	"details": {"path": ["spec", "containers", 0, "args", i]},
}

header(hook, i, name) := {
	"msg": sprintf(
		`container "app": %s.httpGet.httpHeaders[%d] contains a secret in plain text (%s); use a path that needs no secret`,
		[concat(".", hook), i, name],
	),
	"details": {"path": array.concat(["spec", "containers", 0], array.concat(hook, ["httpGet", "httpHeaders", i, "value"]))},
}

hooked(hook, action) := array.concat(
	[{"op": "add", "path": array.slice(hook, 0, i + 1), "value": {}} | some i, _ in hook],
	[{"op": "add", "path": hook, "value": action}],
)

pod(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}}}

test_denied_in_a_script if {
	words := [{"text": text, "is_known": true, "is_script": false} | some text in ["run", "--password=hunter2"]]
	commands := [{"words": words, "assignments": [], "redirections": [], "calls": []}]
	command_args.violation == {{
		"msg": "a command contains a secret in plain text (--password); take it from where the pipeline keeps secrets",
		"details": {"path": ["commands", 0, "words", 1]},
	}} with input as {"review": {"object": {"origin": "gitlab", "commands": commands}}}
	command_args.violation == set() with input as {"review": {"object": {"origin": "dockerfile", "commands": commands}}}
}

test_denied_in_what_a_pipeline_sets if {
	assignments := [{"name": "DB_PASSWORD", "text": "hunter2", "is_known": true, "is_script": false}]
	command := {"words": [], "assignments": assignments, "redirections": [], "calls": [], "how": "setting"}
	what := "a variable or an input contains a secret in plain text (DB_PASSWORD)"
	command_args.violation == {{
		"msg": sprintf("%s; take it from where the pipeline keeps secrets", [what]),
		"details": {"path": ["commands", 0, "assignments", 0]},
	}} with input as {"review": {"object": {"origin": "github", "commands": [command]}}}
}
