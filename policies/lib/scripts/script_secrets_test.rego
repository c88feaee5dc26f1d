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
