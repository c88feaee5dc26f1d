package guiderail.hosts.ansible_firewall_test

import data.guiderail.hosts.ansible_firewall

allow := {"ufw": "rule=allow port=22 default=deny"}

enable := {"ufw": "state=enabled"}

test_denied[note] if {
	some note, tasks in {
		"nothing": [{"apt": {"name": "ufw"}}],
		"asks": [allow, {"command": "ufw enable"}],
		"off": [{"apt": {"name": "x"}}, {"service": "name=firewalld state=stopped"}],
		"never": [allow, object.union(enable, {"when": false})],
		"ignored": [allow, object.union(enable, {"ignore_errors": true})],
		"late": [{"ufw": "state=enabled default=deny"}, allow],
		"no SSH": [{"ufw": "state=enabled default=deny"}],
		"no default": [{"ufw": "rule=allow port=22"}, enable],
		"allowed by default": [{"ufw": "rule=allow port=22 default=allow"}, enable],
	}
	count(said([{"hosts": "all", "tasks": tasks}], {}).violation) == 1
	said([{"hosts": "all", "tasks": tasks}], {}).unknown == set()
}

test_denied_in_a_handler[note] if {
	some note, [notify, part] in {"notified": ["on", "only when the task apt has changed"], "not notified": ["off", "nothing notifies"]}
	play := {"hosts": "all", "tasks": [allow, {"apt": "name=ufw", "notify": notify}], "handlers": [object.union(enable, {"name": "on"})]}
	[found] := [one | some one in said([play], {}).violation]
	contains(found.msg, part)
}

test_denied_in_tasks[note] if {
	some note, task in {
		"asks": {"command": "ufw enable"},
		"off": {"ufw": "state=disabled"},
		"off as a service": {"service": "name=ufw state=stopped"},
	}
	count(said([task], {}).violation) == 1
	ansible_firewall.applies with input as {"review": {"object": [task]}}
}

test_denied_in_a_role if {
	role := {"ansible": "role", "tasks": [allow, object.union(enable, {"when": false})]}
	count(said(role, {}).violation) == 1
}

test_allowed[note] if {
	some note, document in {
		"ufw": [{"hosts": "all", "tasks": [allow, enable]}],
		"firewalld": [{"hosts": "all", "tasks": [{"service": "name=firewalld state=started enabled=yes"}]}],
		"another play": [{"hosts": "all", "tasks": [allow, enable]}, {"hosts": "web", "tasks": [{"apt": {"name": "x"}}]}],
		"a second one that works": [{"hosts": "all", "tasks": [allow, enable, object.union(enable, {"when": false})]}],
		"a role": {"ansible": "role", "tasks": [allow, enable]},
	}
	said(document, {}) == {"violation": set(), "unknown": set()}
	ansible_firewall.applies with input as {"review": {"object": document}}
}

test_unknown[note] if {
	some note, document in {
		"a role": [{"hosts": "all", "become": true, "roles": ["base"]}],
		"a known role": [{"hosts": "all", "become": true, "roles": ["geerlingguy.firewall"]}],
		"SSH in a role": [{"hosts": "all", "roles": ["base"], "tasks": [{"ufw": "state=enabled default=deny"}]}],
		"tasks without SSH": [{"ufw": "state=enabled default=deny"}],
		"a role without SSH": {"ansible": "role", "tasks": [{"ufw": "state=enabled default=deny"}]},
		"a role's own default": {"ansible": "role", "defaults": {"on": false}, "tasks": [allow, object.union(enable, {"when": "on"})]},
	}
	said(document, {}).violation == set()
	count(said(document, {}).unknown) == 1
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
	not ansible_firewall.applies with input as {"review": {"object": document}}
}

said(document, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": document}, "parameters": parameters}
	violation := ansible_firewall.violation with input as asked
	unknown := ansible_firewall.unknown with input as asked
}

test_known_by_default[role] if {
	some role in [
		"geerlingguy.firewall", "konstruktoid.hardening", "linux-system-roles.firewall", "oefenweb.ufw",
		"fedora.linux_system_roles.firewall", "robertdebock.firewall", "weareinteractive.ufw",
	]
	[found] := [one | some one in said([{"hosts": "all", "become": true, "roles": [role]}], {}).unknown]
	contains(found.msg, sprintf("depends on %s", [role]))
}

test_applies_to_administered_hosts if {
	ansible_firewall.applies with input as {"review": {"object": [{"hosts": "all", "tasks": [{"apt": {"name": "x"}}]}]}}
}
