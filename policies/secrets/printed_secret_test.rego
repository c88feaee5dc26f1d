package guiderail.secrets.printed_secret_test

import data.guiderail.secrets.printed_secret

test_denied[line] if {
	some line, what in {
		"aws --region x secretsmanager get-secret-value --secret-id a": "aws secretsmanager get-secret-value",
		"aws secretsmanager get-secret-value --query SecretString": "aws secretsmanager get-secret-value",
		"aws secretsmanager get-secret-value --query $QUERY": "aws secretsmanager get-secret-value",
		"aws ssm get-parameter --with-decryption --name a": "aws ssm get-parameter",
		"vault kv get a": "vault kv get",
	}
	printed_secret.violation == {{
		"msg": sprintf("%s prints a secret; have its output go into a variable or to another command", [what]),
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as script([line])
	printed_secret.applies with input as script([line])
}

test_allowed[line] if {
	some line in [
		"aws secretsmanager get-secret-value --query ARN", "aws secretsmanager get-secret-value --output none",
		"aws ssm get-parameter --name a", "vault kv get -metadata a", "vault status",
	]
	printed_secret.violation == set() with input as script([line])
}

test_allowed_where_it_is_kept[note] if {
	some note, rest in {
		"substitution": {"how": "substitution"},
		"file": {"redirections": [{"operator": ">", "text": "x"}]},
	}
	command := object.union(run("vault kv get a"), rest)
	printed_secret.violation == set() with input as {"review": {"object": {"origin": "shell", "commands": [command]}}}
}

# A script of commands, each given as its words.
script(lines) := {"review": {"object": {"origin": "shell", "commands": [run(line) | some line in lines]}}}

run(line) := {
	"words": words,
	"assignments": [],
	"redirections": [],
	"calls": [{"program": words[0].text, "start": 0}],
	"pipeline": 0,
	"is_ignored": false,
} if {
	words := [{"text": text, "is_known": indexof(text, "$") == -1, "is_script": false} | some text in split(line, " ")]
}
