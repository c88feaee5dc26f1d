package lib.guiderail.allow_all_test

import data.lib.guiderail.allow_all

parameters := {"internet_label": "open", "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

test_offences[direction] if {
	some direction, field in {"ingress": "from", "egress": "to"}
	peers := [{"ipBlock": {"cidr": "0.0.0.0/0"}}, {"ipBlock": {"cidr": "${VPC}"}}, {"ipBlock": {"cidr": "10.0.0.0/8"}}]
	found := allow_all.offences(direction, parameters) with input as policy({direction: [{field: peers}]})
	path := ["spec", direction, 0, field]
	{offence | some offence in found} == {
		{
			"path": array.concat(path, [0, "ipBlock", "cidr"]),
			"msg": sprintf("%s[0].%s[0]: ipBlock.cidr 0.0.0.0/0 is as wide as the internet; list the peers' networks", [direction, field]),
			"is_open": false,
		},
		{
			"path": array.concat(path, [1, "ipBlock", "cidr"]),
			"msg": sprintf("%s[0].%s[1]: ipBlock.cidr ${VPC} is still to be filled in", [direction, field]),
			"is_open": true,
		},
	}
}

test_offences_of_rules_together if {
	rules := [{"to": [{"ipBlock": {"cidr": sprintf("%d.0.0.0/8", [n])}}]} | some n in numbers.range(1, 99)]
	found := allow_all.offences("egress", parameters) with input as policy({"policyTypes": ["Egress"], "egress": rules})
	found == [{
		"path": ["spec", "egress"],
		"msg": "egress: the blocks in its rules together are as wide as the internet; list the peers' networks",
		"is_open": false,
	}]
}

test_no_offences[note] if {
	some note, spec in {
		"the other direction": {"egress": [{}]},
		"pods that are open on their ports": {"podSelector": {"matchLabels": {"open": "true"}}, "ingress": [{"ports": [{"port": 443}]}]},
	}
	allow_all.offences("ingress", parameters) == [] with input as policy(spec)
}

test_no_offences_of_another_kind if allow_all.offences("ingress", parameters) == [] with input as {"apiVersion": "v1", "kind": "Pod"}

test_violations if {
	openings := [{"title": "ingress[0]", "path": ["spec"], "how": "everyone"}]
	found := {{"msg": "ingress[0]: everyone", "details": {"path": ["spec"]}}}
	allow_all.violations(openings, ["shop/other", "allow"]) == found with input as policy({})
	allow_all.violations(openings, ["shop/allow"]) == set() with input as policy({})
	allow_all.violations(openings, ["shop/allow"]) == found with input as {}
}

policy(spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "allow", "namespace": "shop"},
	"spec": spec,
}
