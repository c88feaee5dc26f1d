package lib.guiderail.metadata_service_test

import data.lib.guiderail.metadata_service

test_rules[note] if {
	some note, case in {
		"no ports": {"rule": {}, "count": 1},
		"the port": {"rule": {"ports": [{"port": 443}, {"port": 80}]}, "count": 1},
		"every port of TCP": {"rule": {"ports": [{"protocol": "TCP"}]}, "count": 1},
		"a range with it": {"rule": {"ports": [{"port": 1, "endPort": 80}]}, "count": 1},
		"a range below": {"rule": {"ports": [{"port": 1, "endPort": 79}]}, "count": 0},
		"another protocol": {"rule": {"ports": [{"protocol": "UDP", "port": 80}]}, "count": 0},
		"a name": {"rule": {"ports": [{"port": "http"}]}, "count": 0},
	}
	found := metadata_service.rules([80]) with input as policy({"policyTypes": ["Egress"], "egress": [case.rule]})
	count(found) == case.count
}

test_rules_of_the_other_direction if metadata_service.rules([80]) == [] with input as policy({"ingress": [{}]})

test_reached[note] if {
	some note, case in {
		"everything": {"block": {"cidr": "0.0.0.0/0"}, "want": ["169.254.169.254/32"]},
		"excepted": {"block": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "169.254.0.0/16"]}, "want": []},
		"excepted in part": {"block": {"cidr": "0.0.0.0/0", "except": ["169.254.169.254/33", "169.254.169.253/32"]}, "want": ["169.254.169.254/32"]},
		"null except": {"block": {"cidr": "169.254.0.0/16", "except": null}, "want": ["169.254.169.254/32"]},
		"the other family": {"block": {"cidr": "::/0"}, "want": ["fd00:ec2::254/128"]},
		"elsewhere": {"block": {"cidr": "10.0.0.0/8"}, "want": []},
		"no block": {"block": {"cidr": "everyone"}, "want": []},
		"absent": {"block": {}, "want": []},
	}
	metadata_service.reached(case.block, ["169.254.169.254/32", "fd00:ec2::254/128"]) == case.want
}

policy(spec) := {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": spec}
