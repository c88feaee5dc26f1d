package lib.guiderail.security_groups_test

import data.lib.guiderail.security_groups

test_rules_of_terraform if {
	rule := {"type": "ingress", "protocol": "tcp", "from_port": 1, "to_port": 2, "cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": null}
	changes := [
		change("aws_security_group", {"ingress": [rule, rule]}),
		change("aws_security_group_rule", rule),
		change("aws_security_group_rule", object.union(rule, {"type": "egress"})),
		change("aws_vpc_security_group_ingress_rule", {"ip_protocol": "tcp", "from_port": 1, "to_port": 2, "cidr_ipv4": "10.0.0.0/8"}),
	]
	found := security_groups.ingress with input as {"review": {"object": {"format_version": "1.2", "resource_changes": changes}}}
	count(found) == 4
	every one in found {
		[one.protocol.value, one.from.value, one.to.value] == ["tcp", 1, 2]
		[source.value | some source in one.sources] == ["10.0.0.0/8"]
	}
	found[1].sources[0].path == ["resource_changes", 0, "change", "after", "ingress", 1, "cidr_blocks", 0]
}

test_openings[note] if {
	some note, [rule, want] in {
		"the end of a range": [{"protocol": "tcp", "from_port": 2380, "to_port": 3000}, [[["2379-2380"], true]]],
		"several": [{"protocol": "tcp", "from_port": 22, "to_port": 2379}, [[["22", "2379-2380"], true]]],
		"all ports": [{"protocol": "tcp"}, [[["22", "2379-2380"], true]]],
		"all protocols": [{"protocol": -1, "from_port": 80, "to_port": 80}, [[["all"], true]]],
		"none": [{"protocol": "tcp", "from_port": 23, "to_port": 2378}, []],
		"another protocol": [{"protocol": "icmp", "from_port": 3, "to_port": 4}, []],
		"a protocol that is not known": [{"protocol": "${var.a}", "from_port": 22, "to_port": 22}, [[null, false]]],
		"a port that is not known": [{"protocol": "tcp", "from_port": "${var.a}", "to_port": 22}, [[null, false]]],
		"a source that is not known": [{"protocol": "tcp", "cidr_blocks": "${var.a}"}, [[["22", "2379-2380"], false]]],
		"nothing that is known": [{"protocol": "${var.a}", "cidr_blocks": "${var.a}"}, [[null, false]]],
		"one network": [{"protocol": "tcp", "cidr_blocks": ["192.0.2.0/24"]}, []],
	}
	files := {"resource": {"aws_security_group_rule": {"a": [object.union({"type": "ingress", "cidr_blocks": ["0.0.0.0/0"]}, rule)]}}}
	found := security_groups.openings(["22", "2379-2380"], {"ipv4": 8, "ipv6": 16}) with input as {"review": {"object": files}}
	[[one.ports, one.is_known] | some one in found] == want
}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after},
}

test_type_that_is_not_known if {
	files := {"resource": {"aws_security_group_rule": {"a": [{"type": "${each.value}"}], "b": [{"type": "ingress"}]}}}
	found := security_groups.unknown_lists with input as {"review": {"object": files}}
	[[one.title, one.field] | some one in found] == [["aws_security_group_rule.a", "type"]]
}
