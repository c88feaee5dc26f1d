package guiderail.backups.encryption_test

import data.guiderail.backups.encryption

test_denied[note] if {
	some note, case in {
		"off": {
			"text": "[proxy]\nbackup-encryption-enabled = false\nbackup-encryption-keyids = A1",
			"want": {"local.ini line 2: [proxy] backup-encryption-enabled is false; set it to true"},
		},
		"off, without a further key": {
			"text": "[proxy]\nbackup-encryption-enabled = false",
			"want": {"local.ini line 2: [proxy] backup-encryption-enabled is false; set it to true"},
		},
		"not as the script compares": {
			"text": "[proxy]\nbackup-encryption-enabled=True\nbackup-encryption-keyids=A1",
			"want": {"local.ini line 2: [proxy] backup-encryption-enabled is True; set it to true"},
		},
		"a number": {
			"text": "[proxy]\nbackup-encryption-enabled: 1\nbackup-encryption-keyids: A1",
			"want": {"local.ini line 2: [proxy] backup-encryption-enabled is 1; set it to true"},
		},
		"not set": {
			"text": "[proxy]\nhealth-check-port = 5588",
			"want": {"local.ini: [proxy] backup-encryption-enabled is not set, and is off by default; set it to true"},
		},
		"in a comment": {
			"text": "[proxy]\n;backup-encryption-enabled = true\nhealth-check-port = 5588",
			"want": {"local.ini: [proxy] backup-encryption-enabled is not set, and is off by default; set it to true"},
		},
		"in another section": {
			"text": "[message-log]\nbackup-encryption-enabled = true",
			"want": {"local.ini: [proxy] backup-encryption-enabled is not set, and is off by default; set it to true"},
		},
		"twice, the second off": {
			"text": "[proxy]\nbackup-encryption-enabled = true\nbackup-encryption-enabled = false\nbackup-encryption-keyids = A1",
			"want": {"local.ini line 3: [proxy] backup-encryption-enabled is false; set it to true"},
		},
		"twice, the first off": {
			"text": "[proxy]\nbackup-encryption-enabled = false\nbackup-encryption-enabled = true\nbackup-encryption-keyids = A1",
			"want": {"local.ini line 2: [proxy] backup-encryption-enabled is false; set it to true"},
		},
		"no further key": {
			"text": "[proxy]\nbackup-encryption-enabled = true",
			"want": {"local.ini line 2: [proxy] backup-encryption-enabled is set without backup-encryption-keyids; set the ID of a key that can decrypt backups if the server is lost"},
		},
		"an empty one": {
			"text": "[proxy]\nbackup-encryption-enabled = true\nbackup-encryption-keyids = , ",
			"want": {"local.ini line 3: [proxy] backup-encryption-keyids is empty; set the ID of a key that can decrypt backups if the server is lost"},
		},
	}
	encryption.violation == {finding(msg) | some msg in case.want} with input as config_map({"local.ini": case.text})
}

test_allowed[note] if {
	some note, text in {
		"as the manual has it": "[proxy]\n\nbackup-encryption-enabled = true\nbackup-encryption-keyids = A1B2, C3D4\n",
		"with comments and carriage returns": "# ours\r\n[proxy]\r\nbackup-encryption-enabled=true ; always\r\nbackup-encryption-keyids = A1\r\n",
		"in two parts of the section": "[proxy]\nbackup-encryption-enabled = true\n[signer]\nx = 1\n[proxy]\nbackup-encryption-keyids = A1",
	}
	encryption.violation == set() with input as config_map({"local.ini": text})
	encryption.unknown == set() with input as config_map({"local.ini": text})
	encryption.applies with input as config_map({"local.ini": text})
}

test_allowed_by_parameter[note] if {
	some note, key_ids in {"none": "", "an empty one": "\nbackup-encryption-keyids ="}
	text := concat("", ["[proxy]\nbackup-encryption-enabled = true", key_ids])
	review := object.union(config_map({"local.ini": text}), {"parameters": {"require_key_ids": false}})
	encryption.violation == set() with input as review
}

test_unknown[note] if {
	some note, case in {
		"to be filled in": {
			"entries": {"local.ini": "[proxy]\nbackup-encryption-enabled = ${ENCRYPT}\nbackup-encryption-keyids = A1"},
			"want": {"msg": "local.ini line 2: [proxy] backup-encryption-enabled is still to be filled in", "details": {"path": ["data", "local.ini"]}},
		},
		"perhaps in another file": {
			"entries": {"override-ours.ini": "[proxy]\nhealth-check-port = 5588"},
			"want": {"msg": "override-ours.ini: [proxy] backup-encryption-enabled is not set here; local.ini may set it", "details": {"path": ["data", "override-ours.ini"]}},
		},
	}
	encryption.violation == set() with input as config_map(case.entries)
	encryption.unknown == {case.want} with input as config_map(case.entries)
}

test_not_applicable[note] if {
	some note, entries in {
		"another file": {"application.properties": "backup-encryption-enabled=false"},
		"of another product": {"local.ini": "[couchdb]\nuuid = 1"},
		"nothing": {},
	}
	not encryption.applies with input as config_map(entries)
	encryption.violation == set() with input as config_map(entries)
	encryption.unknown == set() with input as config_map(entries)
}

finding(msg) := {"msg": msg, "details": {"path": ["data", "local.ini"]}}

config_map(entries) := {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "data": entries}}}
