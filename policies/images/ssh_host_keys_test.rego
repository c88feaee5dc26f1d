package guiderail.images.ssh_host_keys_test

import data.guiderail.images.ssh_host_keys

test_denied[note] if {
	some note, case in {
		"installed": {"lines": ["apt-get -qq install openssh-server=1:9"], "what": "installing openssh-server"},
		"made": {"lines": ["ssh-keygen -A"], "what": "ssh-keygen -A"},
		"removed before": {"lines": ["ssh-keygen -A", "rm -f x"], "what": "ssh-keygen -A"},
	}
	wanted := "remove /etc/ssh/ssh_host_*key*"
	ssh_host_keys.violation == {{
		"msg": sprintf("%s makes SSH host keys that become part of the image; %s", [case.what, wanted]),
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as build([run(line) | some line in case.lines])
	ssh_host_keys.applies with input as build([run(line) | some line in case.lines])
}

test_allowed[note] if {
	some note, lines in {
		"removed": ["apt install openssh-server", "rm -f /etc/ssh/ssh_host_*key*"],
		"folder": ["ssh-keygen -A", "rm -rf /etc/ssh/"],
		"client": ["apt-get install openssh-client", "ssh-keygen -t ed25519"],
	}
	ssh_host_keys.violation == set() with input as build([run(line) | some line in lines])
}

test_allowed_when_the_container_starts if {
	command := object.union(run("ssh-keygen -A"), {"instruction": "cmd"})
	ssh_host_keys.violation == set() with input as build([command])
}

build(commands) := {"review": {"object": {"origin": "dockerfile", "commands": commands}}}

run(line) := {
	"words": words,
	"assignments": [],
	"redirections": [],
	"calls": [{"program": words[0].text, "start": 0}],
	"pipeline": 0,
	"is_ignored": false,
	"in_image": true,
	"instruction": "run",
} if {
	words := [{"text": text, "is_known": indexof(text, "$") == -1, "is_script": false} | some text in split(line, " ")]
}
