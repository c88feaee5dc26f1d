package guiderail.kubeconfig.admin_command_test

import data.guiderail.kubeconfig.admin_command

test_denied[line] if {
	some line in ["az aks get-credentials -n x --admin", "az --debug aks get-credentials -a -n x"]
	admin_command.violation == {{
		"msg": "az aks get-credentials --admin fetches a certificate of the cluster's administrator; leave out --admin",
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as script([line])
}

test_allowed if {
	admin_command.violation == set() with input as script(["az aks get-credentials -n x", "az aks show --admin", "aks get-credentials --admin"])
	admin_command.applies with input as script(["az aks get-credentials -n x"])
	not admin_command.applies with input as script(["az aks show"])
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
