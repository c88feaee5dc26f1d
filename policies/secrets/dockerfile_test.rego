package guiderail.secrets.dockerfile_test

import data.guiderail.secrets.dockerfile

test_denied[note] if {
	some note, case in {
		"variable": {"lines": [["env", "DB_PASSWORD", "hunter2", "="]], "at": 0, "want": "ENV DB_PASSWORD contains a secret; give it to the container when it runs"},
		"value": {"lines": [["env", "URL", "https://a:hunter2@b", "="]], "at": 0, "want": "ENV URL contains a secret; give it to the container when it runs"},
		"label": {"lines": [["label", "token", "abc123", "="]], "at": 0, "want": "LABEL token contains a secret; leave it out"},
		"argument": {"lines": [["arg", "TOKEN"]], "at": 0, "want": "ARG TOKEN takes a secret, which stays in the image's history; mount it with --mount=type=secret"},
		"default": {"lines": [["arg", "TOKEN=abc123"]], "at": 0, "want": "ARG TOKEN has a secret as its default; mount it with --mount=type=secret"},
		"file": {"lines": [["copy", "id_rsa", "/x"]], "at": 0, "want": "COPY puts id_rsa into a layer of the image; mount it with --mount=type=secret"},
	}
	dockerfile.violation == {{"msg": case.want, "details": {"path": [case.at + 1, "Value", 0]}}} with input as of(case.lines)
	dockerfile.applies with input as of(case.lines)
}

test_denied_from_an_argument[form] if {
	some form in ["$SECRET_VALUE", "${SECRET_VALUE}"]
	found := {violation.msg | some violation in dockerfile.violation} with input as of([["arg", "SECRET_VALUE"], ["env", "PASSWORD", form, "="]])
	"ENV PASSWORD takes its value from an argument, and keeps it in the image; give it to the container when it runs" in found
}

test_denied_command if {
	words := [{"text": text, "is_known": true, "is_script": false} | some text in ["run", "--password=hunter2"]]
	command := {"words": words, "assignments": [], "redirections": [], "calls": []}
	build := {"review": {"object": {"origin": "dockerfile", "commands": [command]}}}
	what := "a command contains a secret in plain text, which becomes part of the image (--password)"
	dockerfile.violation == {{
		"msg": sprintf("%s; mount it with --mount=type=secret", [what]),
		"details": {"path": ["commands", 0, "words", 1]},
	}} with input as build
	dockerfile.applies with input as build
	dockerfile.violation == set() with input as object.union(build, {"parameters": {"allowed_names": ["--password"]}})
	dockerfile.violation == set() with input as {"review": {"object": {"origin": "shell", "commands": [command]}}}
}

test_allowed[note] if {
	some note, line in {
		"empty": ["env", "PASSWORD", "''", "="],
		"file": ["env", "PASSWORD_FILE", "/run/secrets/x", "="],
		"another argument": ["arg", "VERSION"],
		"default": ["arg", "VERSION=1"],
		"reference": ["env", "PASSWORD", "$OTHER", "="],
		"files": ["copy", "app.py", "/x"],
	}
	dockerfile.violation == set() with input as of([line])
}

test_allowed_by_parameter if {
	given := object.union(of([["arg", "TOKEN"], ["copy", "id_rsa", "/x"]]), {"parameters": {"allowed_names": ["TOKEN", "id_rsa"]}})
	dockerfile.violation == set() with input as given
}

of(lines) := {"review": {"object": array.concat([instruction(["from", "a"])], [instruction(line) | some line in lines])}}

instruction(line) := {
	"Cmd": line[0],
	"SubCmd": "",
	"JSON": false,
	"Flags": [],
	"Value": array.slice(line, 1, count(line)),
	"Stage": 0,
}
