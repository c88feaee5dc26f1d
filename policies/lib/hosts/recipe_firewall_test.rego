package lib.guiderail.recipe_firewall_test

import data.lib.guiderail.recipe_firewall

resource(type, name, attributes) := {"type": type, "names": [name], "is_named": true, "attributes": attributes, "computed": [], "condition": ""}

recipe(resources) := {"review": {"object": {"tool": "puppet", "resources": resources, "settings": []}}}

test_opening[note] if {
	some note, one in {
		"a service": ["service", "ufw", {"ensure": "stopped"}],
		"a package": ["package", "firewalld", {"ensure": "absent"}],
		"a firewall": ["firewall", "default", {"action": ["disable"]}],
		"a recipe": ["include_recipe", "firewall::disable_firewall", {}],
		"a class": ["class", "firewall", {"ensure": "stopped"}],
		"a class that is not enabled": ["class", "ufw", {"enable": false}],
		"a zone": ["class", "firewalld", {"default_zone": "trusted"}],
	}
	count(recipe_firewall.opening) == 1 with input as recipe([resource(one[0], one[1], one[2])])
}

test_opening_by_an_attribute[note] if {
	some note, [name, value] in {
		"all": ["firewall.ufw.defaults", {"policy": {"input": "ACCEPT"}}],
		"policies": ["firewall.iptables.defaults.policy", {"input": "ACCEPT"}],
		"one": ["firewall.ufw.defaults.policy.input", "ACCEPT"],
	}
	setting := {"level": "override", "name": name, "value": value, "condition": ""}
	document := {"tool": "chef", "resources": [], "settings": [setting]}
	count(recipe_firewall.opening) == 1 with input as {"review": {"object": document}}
}

test_enabling[note] if {
	some note, one in {
		"a service": ["service", "firewalld", {"ensure": "running", "enable": true}],
		"a firewall": ["firewall", "default", {}],
		"a firewall that says so": ["firewall", "default", {"action": ["install"]}],
		"a recipe": ["include_recipe", "firewall", {}],
		"a recipe of firewalld": ["include_recipe", "firewalld", {}],
		"a class": ["class", "ufw", {}],
		"a chain": ["firewallchain", "INPUT:filter:IPv4", {"policy": "drop"}],
		"a rule": ["firewall", "999 drop all", {"proto": "all", "jump": "drop"}],
		"a command": ["exec", "ufw --force enable", {}],
	}
	asked := recipe([resource(one[0], one[1], one[2])])
	count(recipe_firewall.enabling) == 1 with input as asked
	recipe_firewall.opening == set() with input as asked
}

test_not_enabling[note] if {
	some note, one in {
		"the service of ufw": ["service", "ufw", {"ensure": "running", "enable": true}],
		"a rule": ["firewall", "100 allow", {"dport": 80, "jump": "accept"}],
		"a rule of some": ["firewall", "100 drop", {"dport": 80, "jump": "drop"}],
		"the class firewall": ["class", "firewall", {}],
		"a package": ["package", "ufw", {}],
	}
	asked := recipe([resource(one[0], one[1], one[2])])
	recipe_firewall.enabling == set() with input as asked
	count(recipe_firewall.related) == 1 with input as asked
}

test_replaced_perhaps if {
	other := object.union(resource("service", "", {}), {"names": [], "is_named": false})
	found := recipe_firewall.opening with input as recipe([resource("service", "firewalld", {"ensure": "stopped"}), other])
	{one.is_open | some one in found} == {true}
}

test_replaced if {
	resources := [
		resource("service", "firewalld", {"ensure": "stopped"}),
		resource("class", "nftables", {}),
	]
	recipe_firewall.opening == set() with input as recipe(resources)
}

test_lets_ssh_in[note] if {
	some note, one in {
		"a rule of Chef": ["firewall_rule", "open", {"port": "22"}],
		"several ports": ["firewall_rule", "open", {"port": ["22", "80"]}],
		"a name": ["ufw::allow", "allow-ssh", {}],
		"a rule of Puppet": ["firewall", "022 ssh", {"dport": "22", "jump": "accept"}],
		"a command": ["exec", "ufw allow OpenSSH", {}],
		"firewalld": ["class", "firewalld", {}],
	}
	recipe_firewall.lets_ssh_in with input as recipe([resource(one[0], one[1], one[2])])
}

test_lets_ssh_in_perhaps if {
	one := object.union(resource("firewall_rule", "open", {}), {"computed": ["port"]})
	recipe_firewall.lets_ssh_in with input as recipe([one])
}

test_lets_ssh_in_by_an_attribute if {
	setting := {"level": "default", "name": "firewall.allow_ssh", "value": true, "condition": ""}
	document := {"tool": "chef", "resources": [], "settings": [setting]}
	recipe_firewall.lets_ssh_in with input as {"review": {"object": document}}
}

test_lets_nobody_in[note] if {
	some note, one in {
		"another port": ["firewall_rule", "web", {"port": "80"}],
		"what is denied": ["firewall_rule", "ssh", {"port": "22", "command": "deny"}],
	}
	not recipe_firewall.lets_ssh_in with input as recipe([resource(one[0], one[1], one[2])])
}
