package lib.guiderail.ansible_hosts_test

import data.lib.guiderail.ansible_hosts

test_administered[note] if {
	some note, play in {
		"a module": {"tasks": [{"apt": {"name": "x"}}]},
		"a command": {"tasks": [{"command": "systemctl restart x"}]},
		"roles": {"become": true, "roles": ["x"]},
		"several": {"tasks": [{"apt": {"name": "x"}}, {"apt": {"name": "y"}}]},
	}
	administered([object.union({"hosts": "all"}, play)]) == {0}
}

test_not_administered[note] if {
	some note, play in {
		"localhost": {"hosts": "localhost", "tasks": [{"apt": {"name": "x"}}]},
		"connection": {"connection": "local", "tasks": [{"apt": {"name": "x"}}]},
		"connection and roles": {"connection": "local", "become": true, "roles": ["x"]},
		"variable": {"vars": {"ansible_connection": "local"}, "become": true, "roles": ["x"]},
		"nothing of root": {"tasks": [{"uri": {"url": "x"}}]},
		"a question": {"tasks": [{"command": "ufw status"}]},
		"a user's service": {"tasks": [{"systemd": {"name": "x", "scope": "user"}}]},
	}
	administered([object.union({"hosts": "all"}, play)]) == set()
}

test_first_of_the_same if {
	web := {"hosts": "web", "tasks": [{"apt": {"name": "x"}}]}
	administered([web, web, {"hosts": "db", "tasks": [{"apt": {"name": "x"}}]}]) == {0, 2}
}

test_same_hosts if {
	playbook := [{"hosts": "web", "tasks": []}, {"hosts": "all", "tasks": []}, {"hosts": "db", "tasks": []}]
	same := ansible_hosts.same_hosts(0) with input as {"review": {"object": playbook}}
	same == {0, 1}
}

test_unread if {
	playbook := [{"import_playbook": "base.yml"}, {"hosts": "web", "roles": ["x"]}]
	names := ansible_hosts.unread(0) with input as {"review": {"object": playbook}}
	names == {"base.yml", "x"}
}

test_imported if {
	playbook := [{"hosts": "web", "imported_by": "site.yml", "become": true, "tasks": [{"apt": {}}], "roles": ["x"]}]
	administered(playbook) == set()
	ansible_hosts.need_root == [] with input as {"review": {"object": playbook}}
}

test_shown_in_an_import if {
	playbook := [{"import_playbook": "a.yml", "plays": [{"hosts": "web", "tasks": [{"apt": {}}]}]}]
	paths := [ansible_hosts.shown_at(task) | some task in ansible_hosts.need_root] with input as {"review": {"object": playbook}}
	paths == [[0, "plays", 0, "tasks", 0]]
}

test_shown_at if {
	playbook := [{"hosts": "web", "tasks": [{"apt": {}}], "roles": [{"role": "x", "tasks": [{"apt": {}}]}]}]
	paths := [ansible_hosts.shown_at(task) | some task in ansible_hosts.need_root] with input as {"review": {"object": playbook}}
	paths == [[0], [0, "tasks", 0]]
}

test_shown_in_a_role if {
	role := {"ansible": "role", "tasks": [], "handlers": [{"apt": {}}]}
	paths := [ansible_hosts.shown_at(task) | some task in ansible_hosts.need_root] with input as {"review": {"object": role}}
	paths == [["handlers", 0]]
}

administered(document) := found if {
	found := ansible_hosts.administered with input as {"review": {"object": document}}
}
