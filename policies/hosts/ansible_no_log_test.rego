package guiderail.hosts.ansible_no_log_test

import data.guiderail.hosts.ansible_no_log

test_denied[note] if {
	some note, task in {
		"a command": {"command": "mysql -p{{ db_password }} -e x"},
		"a request": {"uri": {"url": "https://example.com", "headers": {"Authorization": "Bearer {{ vault.api_token }}"}}},
		"a message": {"debug": {"msg": "It is {{ admin_password }}"}},
		"a variable": {"debug": {"var": "admin_password"}},
		"false": {"shell": "x {{ token }}", "no_log": false},
	}
	count(said([task], {}).violation) == 1
	said([task], {}).unknown == set()
}

test_message if {
	said([{"name": "log in", "shell": "x {{ api_token | trim }} {{ db_password }}"}], {}).violation == {{
		"msg": "task log in: api_token, db_password is printed with it; set no_log: true",
		"details": {"path": [0, "shell"]},
	}}
}

test_unknown if {
	count(said([{"shell": "x {{ token }}", "no_log": "{{ quiet }}"}], {}).unknown) == 1
}

test_allowed[note] if {
	some note, task in {
		"no_log": {"shell": "x {{ token }}", "no_log": true},
		"in a block": {"block": [{"shell": "x {{ token }}"}], "no_log": "yes"},
		"no secret": {"shell": "x {{ release }}"},
		"a file": {"shell": "x {{ password_file }}"},
		"a hash": {"shell": "x {{ db_password | password_hash('sha512') }}"},
		"a password of the module": {"uri": {"url": "https://example.com/{{ x }}", "url_password": "{{ db_password }}"}},
	}
	said([task], {}) == {"violation": set(), "unknown": set()}
}

test_denied_by_parameter if {
	count(said([{"shell": "x {{ magic }}"}], {"name_patterns": ["magic"]}).violation) == 1
}

test_applies if {
	ansible_no_log.applies with input as {"review": {"object": [{"shell": "x {{ token }}"}]}}
}

test_silent[note] if {
	some note, document in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"other tasks": [{"apt": {"name": "x"}}, {"debug": {"verbosity": 1}}],
	}
	said(document, {}) == {"violation": set(), "unknown": set()}
	not ansible_no_log.applies with input as {"review": {"object": document}}
}

said(document, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": document}, "parameters": parameters}
	violation := ansible_no_log.violation with input as asked
	unknown := ansible_no_log.unknown with input as asked
}
