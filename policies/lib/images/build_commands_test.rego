package lib.guiderail.build_commands_test

import data.lib.guiderail.build_commands

test_downloads_that_are_run[note] if {
	some note, case in {
		"shell": {"commands": piped(["curl -fsSL u", "sh"]), "want": {"sh runs what curl downloads; compare its checksum first"}},
		"with operands": {"commands": piped(["wget -qO- u", "gunzip", "bash -s -- --yes"]), "want": {"bash runs what wget downloads; compare its checksum first"}},
		"data": {"commands": piped(["curl u", "python3 -m json.tool"]), "want": set()},
		"a script": {"commands": piped(["curl u", "sh x.sh"]), "want": set()},
		"another program": {"commands": piped(["curl u", "tar x"]), "want": set()},
		"apart": {"commands": [run("curl u"), run("sh")], "want": set()},
		"substitution": {"commands": within("bash -c", "$(curl u)"), "want": {"bash runs what curl downloads; compare its checksum first"}},
		"process": {"commands": within("source", "<(curl u)"), "want": {"source runs what curl downloads; compare its checksum first"}},
		"value": {"commands": within("echo", "$(curl u)"), "want": set()},
		"argument": {"commands": within("sh x", "--key=$(curl u)"), "want": set()},
	}
	{offence.msg | some offence in build_commands.offences} == case.want with input as build(case.commands)
}

test_single_commands[line] if {
	some line, want in {
		"apt-key add k": {"apt-key adds a key that apt trusts for every repository; use signed-by="},
		"apt-key list": set(),
		"apt-get install --allow-unauthenticated x": {"apt-get --allow-unauthenticated installs packages without a signature; leave it out"},
		"dnf install --nogpgcheck x": {"dnf --nogpgcheck installs packages without a signature; leave it out"},
		"apk add --allow-untrusted x": {"apk --allow-untrusted installs packages without a signature; leave it out"},
		"curl -k u": {"curl -k does not verify the server's certificate; leave it out"},
		"curl -fsSL u": set(),
		"adduser x sudo": {"adduser adds a user to the group sudo, whose members may become root; leave it out"},
		"adduser --system --group x": set(),
		"adduser --ingroup root x": set(),
		"usermod -aG docker,app x": {"usermod adds a user to the group docker, whose members may become root; leave it out"},
		"usermod -aG app x": set(),
		"echo StrictModes=no": {"the SSH server is set to StrictModes no, and ignores who may write the keys that it trusts; leave it out"},
		"echo PermitRootLogin=no": set(),
	}
	{offence.msg | some offence in build_commands.offences} == want with input as build([run(line)])
}

test_nothing_in_other_stages if {
	command := object.union(run("adduser x sudo"), {"in_image": false})
	build_commands.offences == set() with input as build([command])
}

piped(lines) := [object.union(run(line), {"pipeline": 1}) | some line in lines]

within(outer, word) := [
	object.union(run(outer), {"words": array.concat(run(outer).words, [{"text": word, "is_known": false, "is_script": false}])}),
	object.union(run("curl u"), {"within": 0, "how": "substitution"}),
]

build(commands) := {"review": {"object": {"origin": "dockerfile", "commands": commands}}}

run(line) := {
	"words": words,
	"assignments": [],
	"redirections": [],
	"calls": [{"program": words[0].text, "start": 0}],
	"pipeline": 0,
	"is_ignored": false,
	"in_image": true,
} if {
	words := [{"text": text, "is_known": indexof(text, "$") == -1, "is_script": false} | some text in split(line, " ")]
}
