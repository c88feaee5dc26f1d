package guiderail.hosts.ansible_secrets_test

import data.guiderail.hosts.ansible_secrets

test_denied[note] if {
	some note, document in {
		"a variable": [{"hosts": "all", "vars": {"db_password": "correct-horse"}, "tasks": []}],
		"a number": {"ansible": "variables", "variables": {"softtoken_pin": 48151623}},
		"a PIN": {"ansible": "variables", "variables": {"xroad_autologin_pin": "1234"}},
		"an argument": [{"mysql_user": {"name": "x", "password": "correct-horse"}}],
		"free form": [{"mysql_user": "name=x password=correct-horse"}],
		"an environment": [{"command": "x", "environment": {"API_TOKEN": "abcdef123456"}}],
		"a command": [{"command": "mysql -pcorrect-horse -e x"}],
		"a command in cmd": [{"command": {"cmd": "mysql -pcorrect-horse -e x"}}],
		"what is written": [{"copy": {"dest": "x", "content": "password=correct-horse1"}}],
		"a key": [{"debug": {"msg": "AKIAIOSFODNN7EXAMPLE"}}],
	}
	count(said(document, {}).violation) == 1
	said(document, {}).unknown == set()
}

test_unknown[note] if {
	some note, value in {"instruction": "changeme", "brackets": "<password>"}
	count(said([{"hosts": "all", "vars": {"db_password": value}, "tasks": []}], {}).unknown) == 1
}

test_allowed[note] if {
	some note, document in {
		"a template": [{"hosts": "all", "vars": {"db_password": "{{ vault_db_password }}"}, "tasks": []}],
		"vault": [{"hosts": "all", "vars": {"db_password": "$ANSIBLE_VAULT;1.1;AES256\n6231\n"}, "tasks": []}],
		"locked": [{"user": {"name": "x", "password": "!", "update_password": "always"}}],
		"a file": [{"hosts": "all", "vars": {"password_file": "/run/x"}, "tasks": []}],
		"nothing": [{"hosts": "all", "vars": {"db_password": ""}, "tasks": []}],
		"of a role": [{"hosts": "all", "roles": [{"role": "x", "tasks": [], "defaults": {"db_password": "correct-horse"}}]}],
	}
	said(document, {}) == {"violation": set(), "unknown": set()}
	ansible_secrets.applies with input as {"review": {"object": document}}
}

test_denied_by_parameter if {
	document := [{"hosts": "all", "vars": {"magic": "correct-horse"}, "tasks": []}]
	said(document, {}).violation == set()
	count(said(document, {"name_patterns": ["magic"]}).violation) == 1
	count(said(document, {"value_patterns": ["horse"]}).violation) == 1
}

test_silent if {
	document := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"password": "correct-horse"}}
	said(document, {}) == {"violation": set(), "unknown": set()}
	not ansible_secrets.applies with input as {"review": {"object": document}}
}

said(document, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": document}, "parameters": parameters}
	violation := ansible_secrets.violation with input as asked
	unknown := ansible_secrets.unknown with input as asked
}
