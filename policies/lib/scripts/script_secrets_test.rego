package lib.guiderail.script_secrets_test

import data.lib.guiderail.script_secrets
import data.lib.guiderail.sensitive

patterns := {"name_patterns": sensitive.names, "value_patterns": sensitive.values}

test_found[note] if {
	some note, case in {
		"operand": {"words": ["run", "--password", "hunter2"], "want": {[["commands", 0, "words", 2], {"--password"}]}},
		"option": {"words": ["run", "--password=hunter2"], "want": {[["commands", 0, "words", 1], {"--password"}]}},
		"program": {"words": ["mysql", "-phunter2"], "want": {[["commands", 0, "words", 1], {"mysql -p"}]}},
		"hash": {"words": ["useradd", "-p", "$6$a$b", "x"], "want": {[["commands", 0, "words", 2], {"useradd -p"}]}},
		"nothing": {"words": ["mysql", "-p$P", "--password=$(cat x)", "-v", "$PWD/bin:/go/bin:Z", "useradd"], "want": set()},
		"script": {"words": ["sh", "-c", "SCRIPT --password hunter2"], "want": set()},
	}
	found := script_secrets.found(patterns) with input as script({"words": [word(text) | some text in case.words]})
	{[place.path, place.names] | some place in found} == case.want
}

test_assignments if {
	assignments := [{"name": "DB_PASSWORD", "text": "hunter2"}, {"name": "URL", "text": "https://a:hunter2@b"}, {"name": "MODE", "text": "x"}, {"name": "TOKEN", "text": `${TOKEN:-""}`}]
	found := script_secrets.found(patterns) with input as script({"assignments": assignments})
	{[place.path, place.names] | some place in found} == {
		[["commands", 0, "assignments", 0], {"DB_PASSWORD"}],
		[["commands", 0, "assignments", 1], {"a password in a URL"}],
	}
}

test_documents if {
	redirections := [
		{"operator": "<<", "content": {"text": "password: hunter2\n", "is_script": false}},
		{"operator": "<<", "content": {"text": "password: hunter2\n", "is_script": true}},
		{"operator": ">", "text": "x"},
	]
	found := script_secrets.found(patterns) with input as script({"redirections": redirections})
	{[place.path, place.names] | some place in found} == {[["commands", 0, "redirections", 0, "content"], {"password"}]}
}

word(text) := {"text": text, "is_known": true, "is_script": startswith(text, "SCRIPT")}

script(rest) := {"review": {"object": {
	"origin": "shell",
	"commands": [object.union({"words": [], "assignments": [], "redirections": [], "calls": []}, rest)],
}}}

test_piped[note] if {
	some note, case in {
		"standard input": {"from": ["echo", "-n", "hunter2"], "to": ["docker", "login", "--password-stdin", "r.example"], "want": {["hunter2", "--password-stdin"]}},
		"a variable": {"from": ["echo", "$X"], "to": ["docker", "login", "--password-stdin", "r.example"], "want": set()},
		"of an account": {"from": ["printf", "%s", "u:hunter2"], "to": ["chpasswd"], "want": {["u:hunter2", "chpasswd"]}},
		"no reader": {"from": ["echo", "hunter2"], "to": ["tee", "x"], "want": set()},
		"of passwd": {"from": ["echo", "hunter2"], "to": ["passwd", "--stdin", "u"], "want": {["hunter2", "passwd --stdin"]}},
		"of sudo": {"from": ["echo", "hunter2"], "to": ["sudo", "-S", "ls"], "want": {["hunter2", "sudo -S"]}},
		"not sudo": {"from": ["echo", "hunter2"], "to": ["sudo", "ls"], "want": set()},
		"a file": {"from": ["cat", "hunter2"], "to": ["kinit", "u"], "want": set()},
	}
	commands := [piped(case.from), piped(case.to)]
	found := script_secrets.found(patterns) with input as {"review": {"object": {"origin": "shell", "commands": commands}}}
	{[case.from[place.path[3]], name] | some place in found; place.path[1] == 0; some name in place.names} == case.want
	count(found) == count(case.want)
}

piped(texts) := {
	"words": [{"text": text, "is_known": not_a_variable(text), "is_script": false} | some text in texts],
	"assignments": [], "redirections": [], "pipeline": 1,
	"calls": [{"program": texts[0], "start": 0}],
}

not_a_variable(text) := indexof(text, "$") < 0
