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

test_opened if {
	ports := ["22", "2379-2380"]
	security_groups.opened(rule("tcp", 2380, 3000), ports) == ["2379-2380"]
	security_groups.opened(rule("tcp", 22, 2379), ports) == ports
	security_groups.opened(rule("tcp", null, null), ports) == ports
	security_groups.opened(rule(-1, 80, 80), ports) == ["all"]
	security_groups.opened(rule("tcp", 23, 2378), ports) == []
	security_groups.opened(rule("icmp", 3, 4), ports) == []
	not security_groups.opened(object.union(rule("tcp", 22, 22), {"protocol": {"is_known": false}}), ports)
}

rule(protocol, from, to) := {
	"protocol": {"value": protocol, "is_known": true},
	"from": {"value": from, "is_known": true},
	"to": {"value": to, "is_known": true},
}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after},
}

test_type_that_is_not_known if {
	files := {"resource": {"aws_security_group_rule": {"a": [{"type": "${each.value}"}], "b": [{"type": "ingress"}]}}}
	found := security_groups.unknown_lists with input as {"review": {"object": files}}
	[[one.title, one.field] | some one in found] == [["aws_security_group_rule.a", "type"]]
}
