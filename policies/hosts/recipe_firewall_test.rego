package guiderail.hosts.recipe_firewall_test

import data.guiderail.hosts.recipe_firewall

resource(type, name, attributes, condition) := {"type": type, "names": [name], "is_named": true, "attributes": attributes, "computed": [], "condition": condition}

ssh := resource("firewall_rule", "ssh", {"port": "22"}, "")

test_denied if {
	said([resource("service", "ufw", {"action": ["stop"]}, "")]) == {
		"violation": {{"msg": "service ufw: ufw must stay on", "details": {"path": ["resources", 0]}}},
		"unknown": set(),
	}
}

test_unknown[note] if {
	some note, [one, part] in {
		"a condition": [resource("service", "ufw", {"action": ["stop"]}, "other"), "ufw must stay on"],
		"a package": [resource("package", "ufw", {}, ""), "whether a firewall is turned on"],
		"without SSH": [resource("firewall", "default", {}, ""), "whether SSH is let in"],
		"on under a condition": [resource("firewall", "default", {}, "other"), "whether a firewall is turned on"],
	}
	said([one]).violation == set()
	[found] := [offence | some offence in said([one]).unknown]
	contains(found.msg, part)
}

test_allowed if {
	resources := [resource("firewall", "default", {}, ""), ssh]
	said(resources) == {"violation": set(), "unknown": set()}
	recipe_firewall.applies with input as {"review": {"object": {"tool": "chef", "resources": resources}}}
}

test_silent[note] if {
	some note, document in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a recipe": {"tool": "chef", "resources": [resource("package", "nginx", {}, "")]},
	}
	not recipe_firewall.applies with input as {"review": {"object": document}}
	recipe_firewall.violation == set() with input as {"review": {"object": document}}
	recipe_firewall.unknown == set() with input as {"review": {"object": document}}
}

said(resources) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"tool": "chef", "resources": resources, "settings": []}}}
	violation := recipe_firewall.violation with input as asked
	unknown := recipe_firewall.unknown with input as asked
}
