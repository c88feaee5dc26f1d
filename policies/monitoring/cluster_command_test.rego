package guiderail.monitoring.cluster_command_test

import data.guiderail.monitoring.cluster_command

all_types := `{"clusterLogging":[{"types":["api","audit","authenticator"],"enabled":true}]}`

test_denied[note] if {
	some note, case in {
		"nothing": {"line": "aws eks create-cluster --name x", "want": "aws eks create-cluster creates a cluster without logs of its control plane (api, audit, authenticator); set --logging"},
		"off": {"line": "aws eks create-cluster --logging clusterLogging=[{types=[api,audit,authenticator],enabled=false}]", "want": "aws eks create-cluster creates a cluster without logs of its control plane (api, audit, authenticator); set --logging"},
		"one": {"line": "aws eks create-cluster --logging clusterLogging=[{types=[api,authenticator],enabled=true}]", "want": "aws eks create-cluster creates a cluster without logs of its control plane (audit); set --logging"},
		"eksctl": {"line": "eksctl create cluster --name x", "want": "eksctl create cluster creates a cluster without logs of its control plane; use a configuration file"},
		"AKS": {"line": "az aks create -n x", "want": "az aks create creates no diagnostic settings; create them with az monitor diagnostic-settings create"},
	}
	cluster_command.violation == {{"msg": case.want, "details": {"path": ["commands", 0, "words", 0]}}} with input as script([case.line])
	cluster_command.applies with input as script([case.line])
}

test_allowed[note] if {
	some note, lines in {
		"all": [sprintf("aws eks create-cluster --logging %s", [all_types])],
		"a file": ["aws eks create-cluster --logging file://x.json", "aws eks create-cluster --cli-input-json file://x.json"],
		"variable": ["aws eks create-cluster --logging $LOGGING"],
		"later": ["aws eks create-cluster --name x", "aws eks update-cluster-config --name x --logging $LOGGING"],
		"eksctl": ["eksctl create cluster -f x.yaml", "eksctl create nodegroup"],
		"eksctl later": ["eksctl create cluster --name x", "eksctl utils update-cluster-logging --enable-types all"],
		"AKS": ["az aks create -n x", "az monitor diagnostic-settings create --resource $ID --logs x"],
	}
	cluster_command.violation == set() with input as script(lines)
}

test_unknown if {
	cluster_command.unknown == {{
		"msg": "which logs of its control plane the cluster keeps is not known: --logging is $LOGGING",
		"details": {"path": ["commands", 0, "words", 4]},
	}} with input as script(["aws eks create-cluster --logging $LOGGING"])
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
