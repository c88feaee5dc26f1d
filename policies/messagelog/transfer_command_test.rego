package lib.guiderail.transfer_command_test

import data.lib.guiderail.transfer_command

test_offences[note] if {
	some note, case in {
		"plain": {"command": "send HTTP://archive/", "how": "sends archives over http; use https", "is_open": false},
		"any server": {
			"command": "curl --insecure https://archive/",
			"how": "does not verify the server (--insecure); remove the option", "is_open": false,
		},
		"a script": {"command": "/opt/send.sh", "how": "does not show how archives are transferred", "is_open": true},
	}
	offences(case.command) == {{"path": ["data", "a"], "msg": sprintf("command %s", [case.how]), "is_open": case.is_open}}
}

test_both_in_one_command if {
	count(offences("curl --insecure https://archive/ && curl http://archive/")) == 2
}

test_no_offences[command] if {
	some command in [
		"", "send https://archive/", "aws s3 sync /var/lib/xroad s3://archive", "scp a archive:/x", "/usr/bin/sftp archive",
		"send http://localhost:80/", "send http://user@127.0.0.1/", "send http://[::1]:8081/upload",
	]
	offences(command) == set()
}

offences(text) := transfer_command.offences({"title": "command", "path": ["data", "a"], "value": text}, ["http"])
