package guiderail.messagelog.database_encryption_test

import data.guiderail.messagelog.database_encryption

test_denied[note] if {
	some note, case in {
		"off": {
			"text": "[message-log]\nmessagelog-encryption-enabled = false",
			"want": {"local.ini line 2: [message-log] messagelog-encryption-enabled is false; set it to true"},
		},
		"not set": {
			"text": "[message-log]\narchive-encryption-enabled = true",
			"want": {"local.ini: [message-log] messagelog-encryption-enabled is not set, and is off by default; set it to true"},
		},
		"bodies are logged": {
			"text": "[message-log]\nmessage-body-logging = true",
			"want": {"local.ini: [message-log] messagelog-encryption-enabled is not set, and is off by default; set it to true"},
		},
		"as the manual has it": {
			"text": "[message-log]\nmessagelog-encryption-enabled=true\nmessagelog-keystore=/etc/xroad/messagelog/messagelog.p12\nmessagelog-keystore-password=somepassword\nmessagelog-key-id=key1",
			"want": {"local.ini line 4: [message-log] messagelog-keystore-password is in a ConfigMap; mount the file from a Secret"},
		},
		"a password that will be filled in": {
			"text": "[message-log]\nmessagelog-encryption-enabled=true\nmessagelog-keystore-password={{PASSWORD}}",
			"want": {"local.ini line 3: [message-log] messagelog-keystore-password is in a ConfigMap; mount the file from a Secret"},
		},
	}
	database_encryption.violation == {finding(msg) | some msg in case.want} with input as config_map("local.ini", case.text)
	database_encryption.applies with input as config_map("local.ini", case.text)
}

test_allowed[note] if {
	some note, text in {
		"on": "[message-log]\nmessagelog-encryption-enabled = true\nmessagelog-keystore = /etc/xroad/messagelog/messagelog.p12\nmessagelog-key-id = key1",
		"on in capitals": "[message-log]\nmessagelog-encryption-enabled = True",
		"a password from the environment": "[message-log]\nmessagelog-encryption-enabled = true\nmessagelog-keystore-password = ${env:KEYSTORE_PASSWORD}",
		"no password": "[message-log]\nmessagelog-encryption-enabled = true\nmessagelog-keystore-password =",
		"no bodies": "[message-log]\nmessage-body-logging = false",
	}
	database_encryption.violation == set() with input as config_map("local.ini", text)
	database_encryption.unknown == set() with input as config_map("local.ini", text)
}

test_unknown[note] if {
	some note, case in {
		"to be filled in": {
			"name": "local.ini", "text": "[message-log]\nmessagelog-encryption-enabled = {{ENCRYPT}}",
			"want": "local.ini line 2: [message-log] messagelog-encryption-enabled is still to be filled in",
		},
		"perhaps in another file": {
			"name": "override-ours.ini", "text": "[message-log]\nkeep-records-for = 30",
			"want": "override-ours.ini: [message-log] messagelog-encryption-enabled is not set here; local.ini may set it",
		},
	}
	database_encryption.violation == set() with input as config_map(case.name, case.text)
	database_encryption.unknown == {{"msg": case.want, "details": {"path": ["data", case.name]}}} with input as config_map(case.name, case.text)
}

test_not_applicable if {
	review := config_map("local.ini", "[proxy]\nbackup-encryption-enabled = true")
	not database_encryption.applies with input as review
	database_encryption.violation == set() with input as review
	database_encryption.unknown == set() with input as review
}

finding(msg) := {"msg": msg, "details": {"path": ["data", "local.ini"]}}

config_map(name, text) := {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": {name: text}}}}
