package lib.guiderail.policy_port_test

import data.lib.guiderail.policy_port

test_right[note] if {
	some note, spec in {
		"number": {"port": 443},
		"name": {"port": "https", "protocol": "UDP"},
		"range": {"port": 1000, "endPort": 1100, "protocol": "SCTP"},
	}
	policy_port.offences(entry(spec), 100) == set()
}

test_wrong[note] if {
	some note, case in {
		"absent": {"spec": {}, "field": "port", "how": "port is not set, which means every port of the protocol; set it"},
		"text": {"spec": {"port": "443"}, "field": "port", "how": `port "443" is a string, which is read as a port name; write the number without quotes`},
		"zero": {"spec": {"port": 0}, "field": "port", "how": "port 0 is not a valid port; use a number from 1 to 65535 or the name of a container port"},
		"end that is text": {"spec": {"port": 1, "endPort": "9"}, "field": "endPort", "how": `endPort "9" is not a valid port; use a number from 1 to 65535`},
		"end of a name": {"spec": {"port": "web", "endPort": 9}, "field": "endPort", "how": "endPort 9 requires a number in port; set port to the start of the range"},
		"end before": {"spec": {"port": 9, "endPort": 8}, "field": "endPort", "how": "endPort 8 is less than port 9; set endPort to port or higher"},
		"wide": {"spec": {"port": 1000, "endPort": 1101}, "field": "endPort", "how": "endPort 1101 exceeds port 1000 by more than 100; list the ports or narrow the range"},
		"protocol": {"spec": {"port": 1, "protocol": "tcp"}, "field": "protocol", "how": `protocol "tcp" is not supported; use TCP, UDP or SCTP`},
	}
	policy_port.offences(entry(case.spec), 100) == {offence(case.field, case.how, false)}
}

test_open[field] if {
	some field in ["port", "protocol"]
	spec := object.union({"port": 1}, {field: "${VALUE}"})
	policy_port.offences(entry(spec), 100) == {offence(field, sprintf("%s ${VALUE} is still to be filled in", [field]), true)}
}

test_open_end[note] if {
	some note, spec in {"end": {"port": 1, "endPort": "${VALUE}"}, "end of it": {"port": "${VALUE}", "endPort": 9}}
	{found.is_open | some found in policy_port.offences(entry(spec), 100)} == {true}
}

entry(spec) := {"title": "ingress[0].ports[0]", "path": ["spec", "ingress", 0, "ports", 0], "spec": spec}

offence(field, how, is_open) := {
	"path": ["spec", "ingress", 0, "ports", 0, field],
	"msg": concat(": ", ["ingress[0].ports[0]", how]),
	"is_open": is_open,
}
