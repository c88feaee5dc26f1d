package guiderail.hosts.recipe_updates_test

import data.guiderail.hosts.recipe_updates

resource(type, name, attributes, condition) := {"type": type, "names": [name], "is_named": true, "attributes": attributes, "computed": [], "condition": condition}

stopped := {"action": ["stop"]}

test_denied if {
	said([resource("service", "unattended-upgrades", stopped, "platform")]) == {
		"violation": {{"msg": "service unattended-upgrades: updates must stay on", "details": {"path": ["resources", 0]}}},
		"unknown": set(),
	}
}

test_unknown[note] if {
	some note, one in {
		"a condition": resource("service", "unattended-upgrades", stopped, "other"),
		"a package": resource("package", "unattended-upgrades", {}, ""),
		"an upgrade under a condition": resource("execute", "apt-get -y upgrade", {}, "other"),
	}
	count(said([one]).unknown) == 1
	said([one]).violation == set()
}

test_allowed if {
	said([resource("class", "unattended_upgrades", {}, "")]) == {"violation": set(), "unknown": set()}
	document := {"tool": "chef", "resources": [resource("class", "unattended_upgrades", {}, "")]}
	recipe_updates.applies with input as {"review": {"object": document}}
}

test_silent[note] if {
	some note, document in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a recipe": {"tool": "chef", "resources": [resource("package", "nginx", {}, "")]},
	}
	not recipe_updates.applies with input as {"review": {"object": document}}
	recipe_updates.violation == set() with input as {"review": {"object": document}}
	recipe_updates.unknown == set() with input as {"review": {"object": document}}
}

said(resources) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"tool": "chef", "resources": resources}}}
	violation := recipe_updates.violation with input as asked
	unknown := recipe_updates.unknown with input as asked
}
