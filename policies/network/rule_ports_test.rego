package guiderail.network.rule_ports_test

import data.guiderail.network.rule_ports

test_denied_without_ports[note] if {
	some note, rule in {
		"absent": {"from": [{"podSelector": {}}]},
		"null": {"from": [{"podSelector": {}}], "ports": null},
		"empty": {"from": [{"podSelector": {}}], "ports": []},
		"no list": {"from": [{"podSelector": {}}], "ports": {"port": 80}},
	}
	rule_ports.violation == {
		{
			"msg": "ingress[0]: ports lists no ports, which means every port; list the ports",
			"details": {"path": ["spec", "ingress", 0, "ports"]},
		},
		{
			"msg": "egress[0]: ports lists no ports, which means every port; list the ports",
			"details": {"path": ["spec", "egress", 0, "ports"]},
		},
	} with input as policy({"policyTypes": ["Ingress"], "ingress": [rule], "egress": [rule]})
}

# allow_all_ingress and allow_all_egress say of these that they are for everyone.
test_left_to_others[note] if {
	some note, rule in {"empty": {}, "null": null, "null lists": {"from": null, "to": null, "ports": null}}
	rule_ports.violation == set() with input as policy({"policyTypes": ["Ingress", "Egress"], "ingress": [rule], "egress": [rule]})
}

test_denied_port[note] if {
	some note, case in {
		"absent": {"port": {"protocol": "TCP"}, "how": "port is not set, which means every port of the protocol; set it"},
		"null": {"port": {"port": null}, "how": "port is not set, which means every port of the protocol; set it"},
		"null entry": {"port": null, "how": "port is not set, which means every port of the protocol; set it"},
		"number in quotes": {"port": {"port": "22"}, "how": `port "22" is a string, which is read as a port name; write the number without quotes`},
		"zero": {"port": {"port": 0}, "how": no_port("0")},
		"negative": {"port": {"port": -1}, "how": no_port("-1")},
		"too high": {"port": {"port": 65536}, "how": no_port("65536")},
		"fraction": {"port": {"port": 80.5}, "how": no_port("80.5")},
		"truth value": {"port": {"port": true}, "how": no_port("true")},
		"range as text": {"port": {"port": "80-90"}, "how": no_port(`"80-90"`)},
		"capitals": {"port": {"port": "HTTP"}, "how": no_port(`"HTTP"`)},
		"long name": {"port": {"port": "administration-ui"}, "how": no_port(`"administration-ui"`)},
		"empty": {"port": {"port": ""}, "how": no_port(`""`)},
	}
	rule_ports.violation == {finding("port", case.how)} with input as policy({"ingress": [{"ports": [{"port": 80}, case.port]}]})
}

test_denied_range[note] if {
	some note, case in {
		"below port": {"port": {"port": 80, "endPort": 79}, "how": "endPort 79 is less than port 80; set endPort to port or higher"},
		"wide": {"port": {"port": 1024, "endPort": 65535}, "how": "endPort 65535 exceeds port 1024 by more than 100; list the ports or narrow the range"},
		"one too many": {"port": {"port": 5500, "endPort": 5601}, "how": "endPort 5601 exceeds port 5500 by more than 100; list the ports or narrow the range"},
		"name": {"port": {"port": "http", "endPort": 90}, "how": "endPort 90 requires a number in port; set port to the start of the range"},
		"text": {"port": {"port": 80, "endPort": "90"}, "how": `endPort "90" is not a valid port; use a number from 1 to 65535`},
		"too high": {"port": {"port": 65530, "endPort": 65536}, "how": "endPort 65536 is not a valid port; use a number from 1 to 65535"},
	}
	rule_ports.violation == {finding("endPort", case.how)} with input as policy({"ingress": [{"ports": [{"port": 80}, case.port]}]})
}

test_denied_protocol[note] if {
	some note, case in {
		"lower case": {"protocol": "tcp", "shown": `"tcp"`},
		"unknown": {"protocol": "ICMP", "shown": `"ICMP"`},
		"empty": {"protocol": "", "shown": `""`},
		"number": {"protocol": 6, "shown": "6"},
	}
	how := sprintf("protocol %s is not supported; use TCP, UDP or SCTP", [case.shown])
	rule_ports.violation == {finding("protocol", how)} with input as policy({"ingress": [{"ports": [{"port": 80}, {"port": 81, "protocol": case.protocol}]}]})
}

test_allowed[note] if {
	some note, port in {
		"number": {"port": 5500},
		"highest": {"port": 65535, "protocol": "TCP"},
		"name": {"port": "https", "protocol": "SCTP"},
		"name with a digit": {"port": "8080-tcp", "protocol": null},
		"range": {"port": 5500, "endPort": 5600},
		"range of one": {"port": 5500, "endPort": 5500, "protocol": "UDP"},
		"no range": {"port": 5500, "endPort": null},
	}
	spec := {"ingress": [{"from": [{"podSelector": {}}], "ports": [port]}], "egress": [{"ports": [port]}]}
	rule_ports.violation == set() with input as policy(spec)
	rule_ports.unknown == set() with input as policy(spec)
}

test_allowed_without_rules if {
	rule_ports.violation == set() with input as policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})
}

test_unknown[note] if {
	some note, case in {
		"port": {"field": "port", "port": {"port": "{{PORT}}", "endPort": 90}, "value": "{{PORT}}"},
		"endPort": {"field": "endPort", "port": {"port": 80, "endPort": "<last port>"}, "value": "<last port>"},
		"protocol": {"field": "protocol", "port": {"port": 80, "protocol": "${PROTOCOL}"}, "value": "${PROTOCOL}"},
	}
	spec := {"ingress": [{"ports": [{"port": 80}, case.port]}]}
	rule_ports.violation == set() with input as policy(spec)
	rule_ports.unknown == {finding(case.field, sprintf("%s %s is still to be filled in", [case.field, case.value]))} with input as policy(spec)
}

test_parameter_widens_the_range if {
	spec := {"ingress": [{"ports": [{"port": 30000, "endPort": 32767}]}]}
	rule_ports.violation == set() with input as object.union(policy(spec), {"parameters": {"max_range": 2767}})
}

no_port(shown) := sprintf("port %s is not a valid port; use a number from 1 to 65535 or the name of a container port", [shown])

finding(field, how) := {
	"msg": sprintf("ingress[0].ports[1]: %s", [how]),
	"details": {"path": ["spec", "ingress", 0, "ports", 1, field]},
}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}

test_applies[note] if {
	some note, object in {
		"ingress": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{"from": [{"podSelector": {}}], "ports": [{"port": 80}]}]}},
		"open": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"egress": [{}]}},
	}
	rule_ports.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"closed": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"policyTypes": ["Ingress", "Egress"]}},
	}
	not rule_ports.applies with input as {"review": {"object": object}}
}
