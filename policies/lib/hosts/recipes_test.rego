package lib.guiderail.recipes_test

import data.lib.guiderail.recipes

document := {
	"tool": "chef",
	"resources": [
		{"type": "service", "names": ["a", "b"], "is_named": true, "condition": "", "attributes": {"action": ["stop"]}},
		{"type": "package", "names": [], "is_named": false, "condition": "other", "attributes": {}, "computed": ["action"]},
		{"type": "apt_update", "names": [], "is_named": true, "condition": "", "attributes": {}},
	],
	"includes": [{"name": "firewall", "condition": ""}],
	"settings": [
		{"level": "default", "name": "a", "condition": "", "value": 1},
		{"level": "override", "name": "b", "condition": "", "value": 1},
		{"level": "override", "name": "c", "condition": "other"},
	],
}

test_resources if {
	found := recipes.resources with input as {"review": {"object": document}}
	{[item.title, item.is_open] | some item in found} == {
		["service a", false], ["service b", false], ["package", true], ["apt_update", false],
		["include_recipe firewall", false],
	}
	recipes.first(found).title == "include_recipe firewall"
}

test_settings if {
	found := recipes.settings with input as {"review": {"object": document}}
	{[item.title, item.is_open, item.value] | some item in found} == {["the attribute a", true, 1], ["the attribute b", false, 1], ["the attribute c", true, null]}
}

test_silent if {
	recipes.resources == set() with input as {"review": {"object": {"apiVersion": "v1", "kind": "Pod"}}}
}

test_services if {
	chef := {"review": {"object": {"tool": "chef", "resources": []}}}
	puppet := {"review": {"object": {"tool": "puppet", "resources": []}}}
	recipes.is_off({"type": "service", "attributes": {"action": ["stop"]}}) with input as chef
	recipes.is_off({"type": "service", "attributes": {"ensure": "stopped"}}) with input as puppet
	recipes.is_off({"type": "service", "attributes": {"enable": false}}) with input as puppet
	not recipes.is_off({"type": "service", "attributes": {"enable": true}}) with input as puppet
	recipes.is_on({"type": "service", "attributes": {"ensure": "running", "enable": true}}) with input as puppet
	recipes.service({"name": "x", "attributes": {"service_name": "ufw.service"}}) == "ufw"
	recipes.service({"name": "x", "attributes": {"name": "ufw"}}) == "ufw"
	recipes.service({"name": "ufw", "attributes": {}}) == "ufw"
}

test_services_of_chef if {
	found := recipes.resources with input as {"review": {"object": {"tool": "chef", "resources": [
		{"type": "service", "names": ["a"], "is_named": true, "condition": "", "attributes": {"action": ["enable"]}},
		{"type": "service", "names": ["a"], "is_named": true, "condition": "", "attributes": {"action": ["start"]}},
		{"type": "service", "names": ["b"], "is_named": true, "condition": "", "attributes": {"action": ["start"]}},
	]}}}
	on := {item.name | some item in found; recipes.is_on(item)} with recipes.resources as found
	on == {"a"}
}

test_packages if {
	recipes.is_removed({"attributes": {"action": ["purge"]}})
	recipes.is_removed({"attributes": {"ensure": "absent"}})
	recipes.is_installed({"attributes": {}, "computed": set()})
	not recipes.is_installed({"attributes": {}, "computed": {"ensure"}})
}

test_lines if {
	recipes.line({"type": "execute", "name": "x", "attributes": {"command": "ufw enable"}, "computed": set()}) == "ufw enable"
	recipes.line({"type": "execute", "name": "ufw enable", "attributes": {}, "computed": set()}) == "ufw enable"
	recipes.line({"type": "bash", "name": "x", "attributes": {}, "computed": set()}) == ""
	recipes.content({"attributes": {"content": "a"}}) == "a"
	recipes.content({"attributes": {"line": "a"}}) == "a"
	recipes.content({"attributes": {}}) == ""
}
