package guiderail.messagelog.archive_encryption_test

import data.guiderail.messagelog.archive_encryption

test_denied_scheme[scheme] if {
	some scheme in ["http", "ftp", "tftp", "rsync", "telnet"]
	text := sprintf("[message-log]\narchive-encryption-enabled=true\narchive-transfer-command=send %s://archive/", [scheme])
	msg := sprintf("local.ini line 3: [message-log] archive-transfer-command sends archives over %s; use https", [scheme])
	archive_encryption.violation == {finding(msg)} with input as config_map("local.ini", text)
}

test_denied[note] if {
	some note, case in {
		"off": {
			"text": "[message-log]\narchive-encryption-enabled = false",
			"want": {"local.ini line 2: [message-log] archive-encryption-enabled is false; set it to true"},
		},
		"no word for it": {
			"text": "[message-log]\narchive-encryption-enabled = yes",
			"want": {"local.ini line 2: [message-log] archive-encryption-enabled is yes; set it to true"},
		},
		"not set": {
			"text": "[message-log]\nkeep-records-for = 30",
			"want": {"local.ini: [message-log] archive-encryption-enabled is not set, and is off by default; set it to true"},
		},
		"as the manual sends them": {
			"text": "[message-log]\narchive-encryption-enabled=true\narchive-transfer-command=/usr/share/xroad/scripts/archive-http-transporter.sh -r http://my-archiving-server/cgi-bin/upload",
			"want": {"local.ini line 3: [message-log] archive-transfer-command sends archives over http; use https"},
		},
		"in capitals, continued and quoted": {
			"text": "[message-log]\narchive-encryption-enabled=TRUE\narchive-transfer-command = send.sh \\\n  'HTTP://archive:8080/'",
			"want": {"local.ini line 3: [message-log] archive-transfer-command sends archives over http; use https"},
		},
		"to any server": {
			"text": "[message-log]\narchive-encryption-enabled=true\narchive-transfer-command=aws s3 sync --no-verify-ssl /var/lib/xroad s3://archive",
			"want": {"local.ini line 3: [message-log] archive-transfer-command does not verify the server (--no-verify-ssl); remove the option"},
		},
	}
	archive_encryption.violation == {finding(msg) | some msg in case.want} with input as config_map("local.ini", case.text)
	archive_encryption.unknown == set() with input as config_map("local.ini", case.text)
	archive_encryption.applies with input as config_map("local.ini", case.text)
}

test_allowed[note] if {
	some note, line in {
		"no transfer": "",
		"an empty command": "archive-transfer-command =",
		"https": "archive-transfer-command = archive-http-transporter.sh -r https://archive.example.org/upload",
		"a bucket": "archive-transfer-command = aws s3 sync /var/lib/xroad s3://archive",
		"a copy over SSH": "archive-transfer-command = scp /var/lib/xroad/mlog-*.zip archive:/x",
		"a relay in the pod": "archive-transfer-command = archive-http-transporter.sh http://127.0.0.1:8081/upload",
	}
	text := sprintf("[message-log]\narchive-encryption-enabled = true\n%s", [line])
	archive_encryption.violation == set() with input as config_map("local.ini", text)
	archive_encryption.unknown == set() with input as config_map("local.ini", text)
}

test_unknown[note] if {
	some note, case in {
		"to be filled in": {
			"name": "local.ini", "text": "[message-log]\narchive-encryption-enabled = <true or false>",
			"want": "local.ini line 2: [message-log] archive-encryption-enabled is still to be filled in",
		},
		"perhaps in another file": {
			"name": "override-ours.ini", "text": "[message-log]\nkeep-records-for = 30",
			"want": "override-ours.ini: [message-log] archive-encryption-enabled is not set here; local.ini may set it",
		},
		"a script": {
			"name": "local.ini", "text": "[message-log]\narchive-encryption-enabled = true\narchive-transfer-command = /opt/archive-rsync-transporter.sh",
			"want": "local.ini line 3: [message-log] archive-transfer-command does not show how archives are transferred",
		},
	}
	archive_encryption.violation == set() with input as config_map(case.name, case.text)
	archive_encryption.unknown == {{"msg": case.want, "details": {"path": ["data", case.name]}}} with input as config_map(case.name, case.text)
}

test_not_applicable if {
	review := config_map("local.ini", "[proxy]\nbackup-encryption-enabled = true")
	not archive_encryption.applies with input as review
	archive_encryption.violation == set() with input as review
	archive_encryption.unknown == set() with input as review
}

finding(msg) := {"msg": msg, "details": {"path": ["data", "local.ini"]}}

config_map(name, text) := {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {name: text}}}}
