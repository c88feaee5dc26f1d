package lib.guiderail.ansible_tasks_test

import data.lib.guiderail.ansible_tasks

test_units[note] if {
	some note, [document, want] in {
		"plays": [[{"hosts": "web", "name": "Web", "tasks": []}, {"hosts": ["a", "b"], "tasks": []}], ["play Web", "the play of a:b"]],
		"an import": [[{"import_playbook": "a.yml"}, {"hosts": "web", "tasks": []}], ["the play of web"]],
		"a qualified import": [[{"ansible.builtin.import_playbook": "a.yml"}], []],
		"only an import": [[{"import_playbook": "a.yml"}], []],
		"a role": [{"ansible": "role", "tasks": []}, ["the role"]],
		"tasks": [[{"apt": {}}], ["the file"]],
		"variables": [{"ansible": "variables", "variables": {}}, []],
		"something else": [{"kind": "Pod", "apiVersion": "v1"}, []],
	}
	[unit.title | some unit in runs(document)] == want
}

# The module and its arguments, however they are written.
test_arguments[note] if {
	some note, task in {
		"mapping": {"community.general.ufw": {"state": "enabled", "port": "22"}},
		"free form": {"ufw": "state=enabled port='22'"},
		"action": {"action": "ufw state=enabled port=22"},
		"action as a mapping": {"action": {"module": "ufw", "state": "enabled", "port": "22"}},
		"args": {"ufw": "state=enabled", "args": {"port": "22"}},
		"nothing and args": {"ansible.legacy.ufw": null, "args": {"state": "enabled", "port": "22"}},
		"a variable": {"ufw": {"state": "{{ s | bool }}", "port": "22"}, "vars": {"s": "enabled"}},
		"a loop": {"ufw": {"state": "{{ item.s }}", "port": "{{ item.p }}"}, "loop": [{"s": "enabled", "p": "22"}]},
		"a loop over texts": {"ufw": "state={{ item }}d port=22", "with_items": "{{ l }}", "vars": {"l": ["enable"]}},
	}
	[found] := tasks([task])
	[found.module, found.arguments.state, found.arguments.port, found.is_local] == ["ufw", "enabled", "22", false]
}

test_line[note] if {
	some note, task in {
		"text": {"command": "ufw enable"},
		"cmd": {"command": {"cmd": "ufw enable"}},
		"argv": {"command": {"argv": ["ufw", "enable"]}},
	}
	[found] := tasks([task])
	found.line == "ufw enable"
}

test_order if {
	playbook := [{
		"hosts": "all",
		"handlers": [{"command": "f", "name": "h", "listen": ["l"]}],
		"post_tasks": [{"command": "g"}],
		"pre_tasks": [{"command": "a", "notify": "l"}],
		"tasks": [{"always": [{"command": "e"}], "block": [{"command": "d"}]}],
		"roles": [{"role": "r", "tasks": [{"command": "c"}], "dependencies": [{"role": "s", "tasks": [{"command": "b"}]}]}],
	}]
	found := tasks(playbook)
	[task.line | some task in found] == ["a", "b", "c", "d", "e", "f", "g"]
	[task.is_own | some task in found] == [true, false, false, true, true, true, true]
	[task.path | some task in found; task.line == "d"] == [[0, "tasks", 0, "block", 0]]
	[task.notifiers | some task in found; task.is_handler] == [["the task command"]]
}

test_become[note] if {
	some note, [play, task, want] in {
		"play": [{"become": "yes"}, {}, "yes"],
		"task": [{}, {"become": true}, "yes"],
		"override": [{"become": true}, {"become": "no"}, "no"],
		"nothing": [{}, {}, "absent"],
		"an open variable": [{"become": "{{ x }}"}, {}, "open"],
		"a variable": [{"become": "{{ x }}", "vars": {"x": "yes"}}, {}, "yes"],
		"sudo": [{"sudo": "yes"}, {}, "yes"],
		"ansible_become": [{"vars": {"ansible_become": true}}, {}, "yes"],
		"group_vars": [{"group_vars": {"all": {"ansible_become": "true"}}}, {}, "yes"],
		"an inventory": [{"inventory_vars": {"ansible_become": "true"}}, {}, "yes"],
		"a group": [{"group_vars": {"a": {"ansible_become": "true"}, "all": {"ansible_become": "no"}}}, {}, "yes"],
		"a file": [{"become": "{{ x }}", "vars_of_files": {"0": {"x": "yes"}}}, {}, "yes"],
		"another file": [{"become": "{{ x }}", "vars_of_other_files": {"0": {"x": "no"}, "1": 5}}, {}, "no"],
		"ansible.cfg": [{"configuration": {"privilege_escalation": {"become": "True"}}}, {}, "yes"],
	}
	[found] := tasks([object.union({"hosts": "all", "tasks": [object.union({"apt": {}}, task)]}, play)])
	found.become == want
}

test_root[note] if {
	some note, play in {
		"remote_user": {"remote_user": "root"},
		"ansible_user": {"vars": {"ansible_user": "root"}},
		"ansible.cfg": {"configuration": {"defaults": {"remote_user": "root"}}},
	}
	[found] := tasks([object.union({"hosts": "all", "tasks": [{"apt": {}}]}, play)])
	found.is_root
}

test_local[note] if {
	some note, task in {
		"delegated": {"apt": {}, "delegate_to": "localhost"},
		"connection": {"apt": {}, "connection": "local"},
		"local_action": {"local_action": "apt name=x"},
	}
	[found] := tasks([task])
	found.is_local
}

test_stays_off[note] if {
	some note, [more, want] in {
		"false": [{"when": false}, "its condition is false"],
		"no": [{"when": ["a", "false"]}, "its condition is false"],
		"a variable": [{"when": "on | bool", "vars": {"on": false}}, "its condition is false"],
		"tag": [{"tags": "never,x"}, "it has the tag never"],
		"tags": [{"tags": ["never"]}, "it has the tag never"],
		"check mode": [{"check_mode": "yes"}, "check_mode lets it change nothing"],
		"a condition": [{"when": "on"}, ""],
		"another condition": [{"when": ["a is defined"]}, ""],
	}
	[found] := tasks([object.union({"apt": {}}, more)])
	[found.stays_off, found.ignores_errors] == [want, false]
}

test_ignores_errors if {
	[found] := tasks([{"block": [{"apt": {}}], "ignore_errors": "yes"}])
	found.ignores_errors
}

test_no_log[note] if {
	some note, [play, task, want] in {
		"nothing": [{}, {}, "absent"],
		"play": [{"no_log": true}, {}, "yes"],
		"override": [{"no_log": true}, {"no_log": "no"}, "no"],
		"a variable": [{}, {"no_log": "{{ x }}"}, "open"],
	}
	[found] := tasks([object.union({"hosts": "all", "tasks": [object.union({"apt": {}}, task)]}, play)])
	found.no_log == want
}

test_imports if {
	playbook := [
		{"import_playbook": "a.yml"},
		{"import_playbook": "b.yml", "plays": [{"hosts": "b", "tasks": [{"apt": {}}]}, {"import_playbook": "c.yml"}]},
		{"hosts": "d", "tasks": []},
	]
	ansible_tasks.imports == {"a.yml", "c.yml"} with input as {"review": {"object": playbook}}
	[unit.path | some unit in runs(playbook)] == [[1, "plays", 0], [2]]
	[[task.path, task.is_own] | some task in tasks(playbook)] == [[[1, "plays", 0, "tasks", 0], false]]
}

test_given_to_a_role if {
	role := {"role": "x", "on": true, "defaults": {"on": false}, "role_vars": {"on": false}, "tasks": [{"apt": {}, "when": "on"}]}
	[found] := tasks([{"hosts": "all", "roles": [role]}])
	found.stays_off == ""
}

test_unread if {
	playbook := [{
		"hosts": "all",
		"roles": ["a", {"role": "b"}, {"name": "c"}, {"x": 1}, {"role": "d", "tasks": []}],
		"tasks": [
			{"include_tasks": "e.yml"}, {"import_role": {"name": "f"}}, {"import_tasks": {"file": "g.yml"}},
			{"include_tasks": "h.yml", "tasks": []},
		],
	}]
	names := [found.name | some found in ansible_tasks.unread] with input as {"review": {"object": playbook}}
	names == ["a", "b", "c", "a role", "e.yml", "f", "g.yml"]
}

test_own[note] if {
	some note, [document, path] in {
		"a task": [[{"hosts": "all", "tasks": []}], [0, "tasks", 1, "apt"]],
		"a task of a role": [{"ansible": "role", "tasks": []}, ["tasks", 0]],
	}
	ansible_tasks.is_own(path) with input as {"review": {"object": document}}
}

test_not_own[note] if {
	some note, [document, path] in {
		"a role's": [[{"hosts": "all", "tasks": []}], [0, "roles", 1, "tasks", 0]],
		"group_vars": [[{"hosts": "all", "tasks": []}], [0, "group_vars", "all", "x"]],
		"a handler beside a role": [{"ansible": "role", "tasks": []}, ["handlers", 0]],
	}
	not ansible_tasks.is_own(path) with input as {"review": {"object": document}}
}

test_path_of_arguments if {
	[mapping, text] := tasks([{"apt": {"name": "x"}}, {"apt": "name=x"}])
	ansible_tasks.argument_path(mapping, "name") == [0, "apt", "name"]
	ansible_tasks.argument_path(text, "name") == [1, "apt"]
}

# Whatever people write, there is a task.
test_other_types[note] if {
	some note, [fields, want] in {
		"a command that is a number": [{"shell": "{{ c }}", "vars": {"c": 5}}, ["shell", "5"]],
		"a command that is a list": [{"shell": "{{ c }}", "vars": {"c": ["a"]}}, ["shell", `["a"]`]],
		"a file that is a number": [{"import_tasks": "{{ c }}", "vars": {"c": 5}}, ["import_tasks", "5"]],
		"a module that is a number": [{"action": {"module": 5}}, ["", ""]],
	}
	[[task.module, task.line] | some task in tasks([fields])] == [want]
}

test_other_types_in_a_play[note] if {
	some note, fields in {
		"variables of groups": {"group_vars": [5], "tasks": [{"shell": "a"}]},
		"templates": {"tasks": [{"shell": "a", "templates": 5}]},
		"a list in a list": {"tasks": [[{"shell": "a"}]]},
	}
	[task.line | some task in tasks([object.union({"hosts": "all"}, fields)])] == ["a"]
}

test_true_and_false if {
	every value in [true, "yes", "True", 1, "on"] {
		ansible_tasks.is_true(value)
	}
	every value in [false, "no", "FALSE", 0, "off"] {
		ansible_tasks.is_false(value)
	}
}

runs(document) := found if {
	found := ansible_tasks.runs with input as {"review": {"object": document}}
}

tasks(document) := found if {
	found := ansible_tasks.all with input as {"review": {"object": document}}
}
