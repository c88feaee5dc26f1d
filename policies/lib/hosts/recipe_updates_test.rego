package lib.guiderail.recipe_updates_test

import data.lib.guiderail.recipe_updates

resource(type, name, attributes) := {"type": type, "names": [name], "is_named": true, "attributes": attributes, "computed": [], "condition": ""}

recipe(tool, resources) := {"review": {"object": {"tool": tool, "resources": resources}}}

test_stopping[note] if {
	some note, one in {
		"a service": ["service", "unattended-upgrades", {"action": ["stop"]}],
		"a package": ["package", "dnf-automatic", {"action": ["remove"]}],
		"a file": ["file", "/etc/apt/apt.conf.d/20auto-upgrades", {"action": ["delete"]}],
		"what is written": ["file", "x", {"content": "APT::Periodic::Unattended-Upgrade \"0\";"}],
		"what is written for dnf": ["file", "x", {"content": "apply_updates = no"}],
		"a command": ["execute", "systemctl disable --now apt-daily-upgrade.timer", {}],
		"a class": ["class", "unattended_upgrades", {"upgrade": "0"}],
		"a class that stops": ["class", "unattended_upgrades", {"service_ensure": "stopped"}],
		"a class that removes": ["class", "unattended_upgrades", {"package_ensure": "absent"}],
	}
	found := recipe_updates.stopping with input as recipe("chef", [resource(one[0], one[1], one[2])])
	count(found) == 1
}

test_stopping_by_an_attribute if {
	document := {"tool": "chef", "resources": [], "settings": [{"level": "override", "name": "apt.unattended_upgrades.enable", "condition": "", "value": false}]}
	found := recipe_updates.stopping with input as {"review": {"object": document}}
	found == {{
		"path": ["settings", 0],
		"msg": "the attribute apt.unattended_upgrades.enable: updates must stay on",
		"is_open": false,
	}}
}

test_installing[note] if {
	some note, resources in {
		"a class": [resource("class", "unattended_upgrades", {})],
		"a command": [resource("execute", "apt-get -y dist-upgrade", {})],
		"a timer": [resource("service", "dnf-automatic-install.timer", {"action": ["enable", "start"]})],
		"a timer with settings": [
			resource("service", "dnf-automatic.timer", {"ensure": "running", "enable": true}),
			resource("file", "x", {"content": "apply_updates = yes"}),
		],
		"settings": [
			resource("package", "unattended-upgrades", {}),
			resource("file", "x", {"content": "APT::Periodic::Unattended-Upgrade \"1\";"}),
		],
	}
	asked := recipe("puppet", resources)
	count(recipe_updates.installing) == 1 with input as asked
	count(recipe_updates.related) > 0 with input as asked
	recipe_updates.stopping == set() with input as asked
}

test_installing_by_an_attribute if {
	document := {
		"tool": "chef", "resources": [], "includes": [{"name": "apt::unattended-upgrades", "condition": ""}],
		"settings": [{"level": "default", "name": "apt.unattended_upgrades.enable", "condition": "", "value": true}],
	}
	count(recipe_updates.installing) == 1 with input as {"review": {"object": document}}
}

test_related[note] if {
	some note, one in {
		"what is written": ["file", "x", {"content": "APT::Periodic::Verbose \"1\";"}],
		"a command": ["execute", "apt-get dist-upgrade", {}],
	}
	asked := recipe("chef", [resource(one[0], one[1], one[2])])
	count(recipe_updates.related) == 1 with input as asked
	recipe_updates.installing == set() with input as asked
}

test_not_related if {
	asked := recipe("chef", [resource("package", "nginx", {"action": ["upgrade"]})])
	recipe_updates.related == set() with input as asked
}
