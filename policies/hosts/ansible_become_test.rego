package guiderail.hosts.ansible_become_test

import data.guiderail.hosts.ansible_become

test_denied[note] if {
	some note, play in {
		"nothing": {},
		"false": {"become": "no"},
	}
	count(said([object.union({"hosts": "all", "tasks": [{"apt": {"name": "x"}}, {"apt": {"name": "y"}}]}, play)]).violation) == 1
}

test_denied_in_a_role if {
	count(said({"ansible": "role", "tasks": [{"apt": {}, "become": false}]}).violation) == 1
}

test_message if {
	said([{"hosts": "web", "tasks": [{"apt": {}}]}]).violation == {{
		"msg": "the play of web: the task apt needs root; set become: true",
		"details": {"path": [0, "tasks", 0]},
	}}
}

test_allowed[note] if {
	some note, play in {
		"become": {"become": true},
		"root": {"remote_user": "root"},
	}
	document := [object.union({"hosts": "all", "tasks": [{"apt": {}}]}, play)]
	said(document) == {"violation": set(), "unknown": set()}
	ansible_become.applies with input as {"review": {"object": document}}
}

test_unknown[note] if {
	some note, document in {
		"a variable": [{"hosts": "all", "become": "{{ x }}", "tasks": [{"apt": {}}]}],
		"tasks": [{"apt": {}}],
		"a role": {"ansible": "role", "tasks": [{"apt": {}}]},
		"a variable in tasks": [{"apt": {}, "become": "{{ x }}"}],
	}
	count(said(document).unknown) == 1
	said(document).violation == set()
}

test_silent[note] if {
	some note, document in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"nothing of root": [{"hosts": "all", "tasks": [{"debug": {}}]}],
	}
	said(document) == {"violation": set(), "unknown": set()}
	not ansible_become.applies with input as {"review": {"object": document}}
}

said(document) := {"violation": violation, "unknown": unknown} if {
	violation := ansible_become.violation with input as {"review": {"object": document}}
	unknown := ansible_become.unknown with input as {"review": {"object": document}}
}
