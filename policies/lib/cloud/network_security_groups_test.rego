package lib.guiderail.network_security_groups_test

import data.lib.guiderail.network_security_groups

# One rule, and what of these ports it opens.
test_openings[note] if {
	some note, [change, want] in {
		"SSH": [{}, [[["22"], true]]],
		"a port as a number": [{"destination_port_range": 22}, [[["22"], true]]],
		"all ports": [{"destination_port_range": "*"}, [[["22", "2379-2380"], true]]],
		"a list": [{"destination_port_range": null, "destination_port_ranges": ["80", "2380-3000"]}, [[["2379-2380"], true]]],
		"another port": [{"destination_port_range": "23-2378"}, []],
		"any": [{"protocol": "Any", "source_address_prefix": "any"}, [[["22"], true]]],
		"another protocol": [{"protocol": "Esp"}, []],
		"one network": [{"source_address_prefix": "192.0.2.0/24"}, []],
		"a service tag": [{"source_address_prefix": "AzureLoadBalancer"}, []],
		"a wide block": [{"source_address_prefix": "::/0"}, [[["22"], true]]],
		"a group of applications": [{"source_address_prefix": null}, []],
		"outbound": [{"direction": "Outbound"}, []],
		"denied": [{"access": "Deny"}, []],
		"a port that is not known": [{"destination_port_range": "${var.a}"}, [[["22", "2379-2380"], false]]],
		"a direction that is not known": [{"direction": "${var.a}"}, [[["22"], false]]],
		"a source that is not known": [{"source_address_prefix": null, "source_address_prefixes": "${var.a}"}, [[["22"], false]]],
		"no port": [{"destination_port_range": "ssh"}, []],
	}
	openings([object.union(rule, change)]) == want
}

# A rule that denies, before one that allows all TCP on port 22 from the Internet.
test_denials[note] if {
	some note, [change, want] in {
		"the same": [{}, []],
		"everything": [{"protocol": "*", "destination_port_range": "*", "source_address_prefix": "*"}, []],
		"IPv4": [{"source_address_prefix": "0.0.0.0/0"}, []],
		"the network": [{"destination_address_prefix": "VirtualNetwork"}, []],
		"later": [{"priority": 300}, [[["22"], true]]],
		"UDP": [{"protocol": "Udp"}, [[["22"], true]]],
		"another port": [{"destination_port_range": "23"}, [[["22"], true]]],
		"some": [{"source_address_prefix": "192.0.2.0/24"}, [[["22"], true]]],
		"one host": [{"destination_address_prefix": "10.0.0.4"}, [[["22"], true]]],
		"one source port": [{"source_port_range": "1024"}, [[["22"], true]]],
		"outbound": [{"direction": "Outbound"}, [[["22"], true]]],
		"a priority that is not known": [{"priority": "${var.a}"}, [[["22"], false]]],
		"a source that is not known": [{"source_address_prefix": "${var.a}"}, [[["22"], false]]],
		"a destination that is not known": [{"destination_address_prefix": "${var.a}"}, [[["22"], false]]],
	}
	openings([object.union(rule, {"priority": 200}), object.union(object.union(rule, {"access": "Deny"}), change)]) == want
}

test_denial_for_the_same_host_and_block if {
	to_host := object.union(rule, {"destination_address_prefix": "10.0.0.4", "source_address_prefix": "::/0"})
	openings([object.union(to_host, {"priority": 200}), object.union(to_host, {"access": "Deny"})]) == []
}

# What is denied leaves a hole at its end.
test_holes if {
	denial := object.union(rule, {"access": "Deny", "destination_port_range": null, "destination_port_ranges": ["0-2379"]})
	allowed := object.union(rule, {"priority": 200, "destination_port_range": "*"})
	openings([denial, allowed]) == [[["2379-2380"], true]]
}

test_rules_that_stand_alone[note] if {
	some note, [group, want] in {
		"by its name": ["nodes", []],
		"by its address": ["${azurerm_network_security_group.nodes.name}", []],
		"of another group": ["another", [[["22"], true]]],
	}
	denial := object.union(rule, {"access": "Deny", "network_security_group_name": group})
	files := {"resource": {
		"azurerm_network_security_group": {"nodes": [{"name": "Nodes", "security_rule": [object.union(rule, {"priority": 200})]}]},
		"azurerm_network_security_rule": {"a": [denial]},
	}}
	found := network_security_groups.openings(ports, bounds) with input as {"review": {"object": files}}
	[[one.ports, one.is_known] | some one in found] == want
}

test_unknown_source if {
	denial := object.union(rule, {"access": "Deny", "source_address_prefix": "0.0.0.0/0"})
	allowed := object.union(rule, {"priority": 200, "source_address_prefix": "${var.office}"})
	openings([denial, allowed]) == [[["22"], false]]
}

test_unknown_port_of_denial if {
	denial := object.union(rule, {"access": "Deny", "destination_port_range": "${var.port}"})
	allowed := object.union(rule, {"priority": 200})
	openings([denial, allowed]) == [[["22"], false]]
}

test_unknown_lists[note] if {
	some note, [change, want] in {
		"later": [{"after": {}, "after_unknown": {"security_rule": true}}, 1],
		"none": [{"after": {}, "after_unknown": {}}, 0],
		"some": [{"after": {"security_rule": [rule]}, "after_unknown": {"security_rule": [{"id": true}]}}, 0],
	}
	entry := {"address": "azurerm_network_security_group.a", "type": "azurerm_network_security_group", "name": "a", "change": change}
	found := network_security_groups.unknown_lists with input as {"review": {"object": {"format_version": "1.2", "resource_changes": [entry]}}}
	count(found) == want
}

test_rules_of_templates[note] if {
	some note, resources in {
		"within": [{"type": group_type, "name": "n", "properties": {"SecurityRules": [{"properties": in_arm("Allow", 200)}, {"properties": in_arm("Deny", 100)}]}}],
		"beside": [
			{"type": group_type, "name": "n", "properties": {"securityRules": [{"properties": in_arm("Allow", 200)}]}},
			{"type": sprintf("%s/securityRules", [group_type]), "name": "n/d", "properties": in_arm("Deny", 100)},
		],
		"below": [{
			"type": group_type, "name": "n", "properties": {"securityRules": [{"properties": in_arm("Allow", 200)}]},
			"resources": [{"type": "securityRules", "name": "d", "properties": in_arm("Deny", 100)}],
		}],
	}
	template := {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": resources}
	count(network_security_groups.rules) == 2 with input as {"review": {"object": template}}
	network_security_groups.openings(ports, bounds) == [] with input as {"review": {"object": template}}
}

group_type := "Microsoft.Network/networkSecurityGroups"

in_arm(access, priority) := {
	"access": access, "priority": priority, "direction": "Inbound", "protocol": "*", "sourcePortRange": "*",
	"destinationPortRange": "*", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*",
}

ports := ["22", "2379-2380"]

bounds := {"ipv4": 8, "ipv6": 16}

rule := {
	"priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp", "source_port_range": "*",
	"destination_port_range": "22", "source_address_prefix": "Internet", "destination_address_prefix": "*",
}

openings(rules) := [[one.ports, one.is_known] | some one in found] if {
	files := {"resource": {"azurerm_network_security_group": {"nodes": [{"name": "nodes", "security_rule": rules}]}}}
	found := network_security_groups.openings(ports, bounds) with input as {"review": {"object": files}}
}
