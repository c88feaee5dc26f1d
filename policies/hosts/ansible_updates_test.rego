package guiderail.hosts.ansible_updates_test

import data.guiderail.hosts.ansible_updates

test_denied[note] if {
	some note, tasks in {
		"nothing": [{"apt": {"name": "nginx"}}],
		"never": [{"apt": {"upgrade": "dist"}, "when": false}],
		"ignored": [{"apt": {"upgrade": "dist"}, "ignore_errors": true}],
		"turned off": [{"apt": {"upgrade": "dist"}}, {"service": "name=unattended-upgrades state=stopped"}],
	}
	count(said([{"hosts": "all", "tasks": tasks}], {}).violation) == 1
	said([{"hosts": "all", "tasks": tasks}], {}).unknown == set()
}

test_denied_in_a_handler if {
	play := {"hosts": "all", "tasks": [{"package": "name=x", "notify": "up"}], "handlers": [{"name": "up", "apt": "upgrade=dist"}]}
	count(said([play], {}).violation) == 1
}

test_allowed[note] if {
	some note, document in {
		"an upgrade": [{"hosts": "all", "tasks": [{"apt": {"upgrade": "dist"}}]}],
		"another play": [{"hosts": "all", "tasks": [{"apt": {"upgrade": "dist"}}]}, {"hosts": "web", "tasks": [{"apt": {"name": "x"}}]}],
		"a role": {"ansible": "role", "tasks": [{"apt": {"upgrade": "dist"}}]},
	}
	said(document, {}) == {"violation": set(), "unknown": set()}
	ansible_updates.applies with input as {"review": {"object": document}}
}

test_unknown[note] if {
	some note, [play, part] in {
		"a role": [{"roles": ["base"]}, "not in the files: base"],
		"a known role": [{"roles": ["geerlingguy.security"]}, "depends on geerlingguy.security"],
		"a template": [
			{"tasks": [{"apt": "name=unattended-upgrades"}, {"template": "src=x.j2 dest=/etc/apt/apt.conf.d/20auto-upgrades"}]},
			"a file that is not there",
		],
	}
	document := [object.union({"hosts": "all", "become": true}, play)]
	said(document, {}).violation == set()
	[found] := [one | some one in said(document, {}).unknown]
	contains(found.msg, part)
}

test_known_by_parameter if {
	document := [{"hosts": "all", "become": true, "roles": ["base"]}]
	[found] := [one | some one in said(document, {"known_roles": ["base"]}).unknown]
	contains(found.msg, "depends on base")
}

test_silent[note] if {
	some note, document in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a playbook of an API": [{"hosts": "localhost", "tasks": [{"uri": {"url": "https://example.com"}}]}],
		"tasks": [{"apt": {"name": "x"}}],
	}
	said(document, {}) == {"violation": set(), "unknown": set()}
	not ansible_updates.applies with input as {"review": {"object": document}}
}

test_applies_to_what_turns_them_off if {
	ansible_updates.applies with input as {"review": {"object": [{"service": "name=unattended-upgrades state=stopped"}]}}
}

said(document, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": document}, "parameters": parameters}
	violation := ansible_updates.violation with input as asked
	unknown := ansible_updates.unknown with input as asked
}

test_known_by_default[role] if {
	some role in [
		"geerlingguy.security", "hifis.toolkit.unattended_upgrades", "hifis.unattended_upgrades",
		"jnv.unattended-upgrades", "konstruktoid.hardening", "robertdebock.auto_update", "robertdebock.update",
		"weareinteractive.apt",
	]
	[found] := [one | some one in said([{"hosts": "all", "become": true, "roles": [role]}], {}).unknown]
	contains(found.msg, sprintf("depends on %s", [role]))
}

test_applies_to_administered_hosts if {
	ansible_updates.applies with input as {"review": {"object": [{"hosts": "all", "tasks": [{"apt": {"name": "x"}}]}]}}
}
