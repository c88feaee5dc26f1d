package lib.guiderail.ansible_firewall_test

import data.lib.guiderail.ansible_firewall

test_enabling[note] if {
	some note, [task, firewall] in {
		"ufw": [{"community.general.ufw": {"state": "enabled"}}, "ufw"],
		"ufw by a command": [{"command": "ufw --force enable"}, "ufw"],
		"ufw that asks": [{"command": "ufw enable"}, "ufw"],
		"firewalld": [{"service": "name=firewalld state=started enabled=yes"}, "firewalld"],
		"firewalld by a command": [{"command": "systemctl enable --now firewalld"}, "firewalld"],
		"nftables": [{"systemd": {"name": "nftables.service", "state": "started", "enabled": true}}, "nftables"],
		"iptables": [{"iptables": {"chain": "INPUT", "policy": "DROP"}}, "iptables"],
		"iptables by a command": [{"command": "iptables -P INPUT DROP"}, "iptables"],
	}
	found := ansible_firewall.enabling with input as {"review": {"object": [task]}}
	found == {0: firewall}
}

test_not_enabling[note] if {
	some note, task in {
		"a rule": {"ufw": "rule=allow port=22"},
		"the service of ufw": {"service": "name=ufw state=started enabled=yes"},
		"until the next boot": {"service": "name=firewalld state=started"},
		"status": {"command": "ufw status"},
		"a package": {"apt": "name=ufw"},
	}
	found := ansible_firewall.enabling with input as {"review": {"object": [task]}}
	found == {}
}

test_prompting[note] if {
	some note, [task, want] in {
		"asks": [{"command": "ufw enable"}, {0}],
		"asks in a shell": [{"shell": "ufw allow 22 && sudo ufw enable"}, {0}],
		"forced": [{"command": "ufw --force enable"}, set()],
		"answered": [{"shell": "echo y | ufw enable"}, set()],
		"answered by yes": [{"shell": "yes | sudo ufw enable"}, set()],
		"answered on stdin": [{"command": {"cmd": "ufw enable", "stdin": "y"}}, set()],
		"never": [{"command": "ufw enable", "when": false}, set()],
	}
	found := ansible_firewall.prompting with input as {"review": {"object": [task]}}
	found == want
}

test_disabling[note] if {
	some note, [task, firewall] in {
		"ufw": [{"ufw": "state=disabled"}, "ufw"],
		"reset": [{"ufw": {"state": "reset"}}, "ufw"],
		"stopped": [{"service": "name=ufw state=stopped"}, "ufw"],
		"disabled": [{"service": "name=firewalld enabled=no"}, "firewalld"],
		"masked": [{"systemd": {"name": "firewalld", "masked": true}}, "firewalld"],
		"removed": [{"dnf": {"name": ["firewalld"], "state": "absent"}}, "firewalld"],
		"removed by name": [{"apt": {"pkg": "ufw", "state": "absent"}}, "ufw"],
		"removed by another name": [{"apt": {"package": "ufw", "state": "absent"}}, "ufw"],
		"a command": [{"shell": "systemctl disable --now firewalld"}, "firewalld"],
		"the command of ufw": [{"command": "ufw disable"}, "ufw"],
		"trusted": [{"command": "firewall-cmd --set-default-zone=trusted"}, "firewalld"],
		"accepted": [{"command": "iptables -P INPUT ACCEPT"}, "iptables"],
	}
	found := ansible_firewall.disabling with input as {"review": {"object": [task]}}
	found == {0: sprintf("%s must stay on", [firewall])}
}

test_not_disabling[note] if {
	some note, tasks in {
		"never": [{"ufw": "state=disabled", "when": false}],
		"on again": [{"ufw": "state=reset"}, {"ufw": "state=enabled"}],
		"replaced": [{"service": "name=firewalld state=started enabled=yes"}, {"service": "name=ufw state=stopped"}],
		"another service": [{"service": "name=nginx state=stopped"}],
	}
	found := ansible_firewall.disabling with input as {"review": {"object": tasks}}
	found == {}
}

test_disabling_for_good[note] if {
	some note, task in {
		"a handler": {"ufw": "state=enabled", "ignore_errors": true},
		"never": {"ufw": "state=enabled", "tags": "never"},
		"asks": {"command": "ufw enable"},
	}
	found := ansible_firewall.disabling with input as {"review": {"object": [{"ufw": "state=reset"}, task]}}
	found == {0: "ufw must stay on"}
}

test_defaults[note] if {
	some note, [task, firewall, want] in {
		"default": [{"ufw": "default=deny"}, "ufw", {"deny"}],
		"policy": [{"ufw": {"policy": "allow", "direction": "incoming"}}, "ufw", {"allow"}],
		"what goes out": [{"ufw": {"policy": "allow", "direction": "outgoing"}}, "ufw", set()],
		"a command": [{"command": "ufw default deny incoming"}, "ufw", {"deny"}],
		"a command for what goes out": [{"command": "ufw default allow outgoing"}, "ufw", set()],
		"nftables": [{"copy": {"content": "type filter hook input priority 0; policy drop;", "dest": "x"}}, "nftables", {"deny"}],
		"nftables in a block": [{"blockinfile": {"block": "type filter hook input priority 0; policy drop;", "path": "x"}}, "nftables", {"deny"}],
		"nftables that accepts": [{"template": {"src": "nftables.conf.j2", "dest": "x"}}, "nftables", set()],
	}
	found := ansible_firewall.defaults({0}, firewall) with input as {"review": {"object": [task]}}
	found == want
}

test_default_in_a_template if {
	role := {"ansible": "role", "templates": {"nftables.conf.j2": "type filter hook input priority 0; policy drop;"}, "tasks": [{"template": {"src": "nftables.conf.j2", "dest": "x"}}]}
	found := ansible_firewall.defaults({0}, "nftables") with input as {"review": {"object": role}}
	found == {"deny"}
}

test_ssh[note] if {
	some note, [task, firewall] in {
		"port": [{"ufw": "rule=allow port=22"}, "ufw"],
		"to_port": [{"ufw": {"rule": "limit", "to_port": 22, "proto": "tcp"}}, "ufw"],
		"application": [{"ufw": {"rule": "allow", "name": "OpenSSH"}}, "ufw"],
		"a variable": [{"ufw": {"rule": "allow", "port": "{{ ssh_port }}"}}, "ufw"],
		"a network": [{"ufw": {"rule": "allow", "from_ip": "10.0.0.0/8"}}, "ufw"],
		"a command": [{"command": "ufw allow 22/tcp"}, "ufw"],
		"iptables": [{"iptables": {"chain": "INPUT", "destination_port": 22, "jump": "ACCEPT"}}, "iptables"],
		"iptables by a command": [{"command": "iptables -A INPUT -p tcp --dport 22 -j ACCEPT"}, "iptables"],
		"firewalld": [{"debug": {}}, "firewalld"],
	}
	ansible_firewall.lets_ssh_in({0}, firewall, 0) with input as {"review": {"object": [task]}}
}

test_no_ssh[note] if {
	some note, task in {
		"another port": {"ufw": "rule=allow port=443"},
		"denied": {"ufw": "rule=deny port=22"},
		"outgoing": {"ufw": "rule=allow port=22 direction=out"},
		"another command": {"command": "ufw allow 443/tcp"},
	}
	not ansible_firewall.lets_ssh_in({0}, "ufw", 0) with input as {"review": {"object": [task]}}
	not ansible_firewall.needs_no_default("ufw")
	ansible_firewall.needs_no_default("firewalld")
}
