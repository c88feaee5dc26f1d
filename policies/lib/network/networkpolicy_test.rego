package lib.guiderail.networkpolicy_test

import data.lib.guiderail.networkpolicy

shortest := {"ipv4": 8, "ipv6": 16}

test_rules_of_both_directions if {
	ingress := {"from": [{"podSelector": {}}], "ports": [{"port": 80}]}
	egress := {"to": [null], "ports": "no list"}
	networkpolicy.rules == [
		{
			"direction": "egress",
			"title": "egress[0]",
			"path": ["spec", "egress", 0],
			"is_in_force": true,
			"selectors": "to",
			"spec": egress,
			"peers": [{"title": "egress[0].to[0]", "path": ["spec", "egress", 0, "to", 0], "spec": {}}],
			"ports": [],
		},
		{
			"direction": "ingress",
			"title": "ingress[0]",
			"path": ["spec", "ingress", 0],
			"is_in_force": true,
			"selectors": "from",
			"spec": ingress,
			"peers": [{"title": "ingress[0].from[0]", "path": ["spec", "ingress", 0, "from", 0], "spec": {"podSelector": {}}}],
			"ports": [{"title": "ingress[0].ports[0]", "path": ["spec", "ingress", 0, "ports", 0], "spec": {"port": 80}}],
		},
	] with input as policy({"ingress": [ingress], "egress": [egress]})
}

test_nothing_for[note] if {
	some note, object in {
		"another kind": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": {"ingress": [{}]}},
		"another group": {"apiVersion": "crd.projectcalico.org/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{}]}},
	}
	networkpolicy.rules == [] with input as object
	not networkpolicy.spec with input as object
}

test_no_rules[note] if {
	some note, spec in {
		"absent": {},
		"null": {"ingress": null, "egress": null},
		"no list": {"ingress": {}, "egress": true},
	}
	networkpolicy.rules == [] with input as policy(spec)
}

test_spec_that_is_none[note] if {
	some note, object in {
		"absent": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy"},
		"null": policy(null),
		"no object": policy("deny"),
	}
	networkpolicy.spec == {} with input as object
	networkpolicy.types == [] with input as object
}

test_in_force[note] if {
	some note, case in {
		"no types": {"types": null, "want": {"egress", "ingress"}},
		"empty types": {"types": [], "want": {"egress", "ingress"}},
		"both": {"types": ["Ingress", "Egress"], "want": {"egress", "ingress"}},
		"Ingress": {"types": ["Ingress"], "want": {"ingress"}},
		"Egress": {"types": ["Egress"], "want": {"egress"}},
		"unknown type": {"types": ["egress"], "want": {"egress", "ingress"}},
	}
	rules := networkpolicy.rules with input as policy({"policyTypes": case.types, "ingress": [null], "egress": [{}]})
	{rule.direction | some rule in rules; rule.is_in_force} == case.want
}

test_openings[note] if {
	some note, case in {
		"no peers": {"rule": {}, "want": {[["from"], "from lists no peers, which means everyone; list the peers"]}},
		"empty list": {"rule": {"from": []}, "want": {[["from"], "from lists no peers, which means everyone; list the peers"]}},
		"empty peer": {
			"rule": {"from": [{"podSelector": null, "ipBlock": null}]},
			"want": {[["from", 0], "the peer is empty; set podSelector, namespaceSelector or ipBlock"]},
		},
		"every namespace": {
			"rule": {"from": [{"podSelector": {}}, {"namespaceSelector": {}}]},
			"want": {[["from", 1, "namespaceSelector"], "namespaceSelector selects every namespace and no podSelector narrows it; select the namespaces"]},
		},
		"every namespace and some pods": {"rule": {"from": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"a": "b"}}}]}, "want": set()},
		"wide block": {
			"rule": {"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]},
			"want": {[["from", 0, "ipBlock", "cidr"], "ipBlock.cidr 0.0.0.0/0 is as wide as the internet; list the peers' networks"]},
		},
		"narrow block": {"rule": {"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}, "want": set()},
		"block without addresses": {
			"rule": {"from": [{"ipBlock": {}}]},
			"want": {[["from", 0, "ipBlock", "cidr"], "ipBlock.cidr is not set; write address/prefix-length"]},
		},
		"no block": {
			"rule": {"from": [{"ipBlock": {"cidr": 10}}]},
			"want": {[["from", 0, "ipBlock", "cidr"], "ipBlock.cidr 10 is not a valid CIDR block; write address/prefix-length"]},
		},
		"every namespace but one": {
			"rule": {"from": [{"namespaceSelector": excluding("kubernetes.io/metadata.name")}]},
			"want": {[["from", 0, "namespaceSelector"], nearly_every_namespace]},
		},
		"pods that lack a label, where namespaces lack one": {
			"rule": {"from": [{"namespaceSelector": excluding("team"), "podSelector": excluding("app")}]},
			"want": {[["from", 0, "namespaceSelector"], nearly_every_namespace]},
		},
		"pods that lack a label, of every namespace": {
			"rule": {"from": [{"namespaceSelector": {}, "podSelector": excluding("app")}]},
			"want": {[["from", 0, "namespaceSelector"], "namespaceSelector selects every namespace and podSelector has only exclusions; select the namespaces"]},
		},
		"pods that lack a label, here": {"rule": {"from": [{"podSelector": excluding("app")}]}, "want": set()},
		"chosen pods of nearly every namespace": {
			"rule": {"from": [{"namespaceSelector": excluding("team"), "podSelector": {"matchLabels": {"app": "a"}}}]},
			"want": set(),
		},
		"a block that excepts nearly all": {"rule": {"from": [{"ipBlock": {"cidr": "10.0.0.0/7", "except": ["11.0.0.0/8"]}}]}, "want": set()},
		"blocks together": {
			"rule": {"from": blocks(1, 100)},
			"want": {[["from"], "the blocks in from together are as wide as the internet; list the peers' networks"]},
		},
		"some blocks": {"rule": {"from": blocks(1, 9)}, "want": set()},
		"placeholder": {"rule": {"from": [{"ipBlock": {"cidr": "${VPC_CIDR}"}}]}, "want": set()},
	}
	rules := networkpolicy.rules with input as policy({"ingress": [case.rule]})
	{[array.slice(opening.path, 3, 9), opening.how] | some opening in networkpolicy.openings(rules[0], shortest)} == case.want
}

test_unknown_blocks if {
	rules := networkpolicy.rules with input as policy({"egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}, {"ipBlock": {"cidr": "<vpc>"}}, {"ipBlock": {"cidr": 10}}]}]})
	networkpolicy.unknown_blocks(rules[0]) == [{
		"path": ["spec", "egress", 0, "to", 1, "ipBlock", "cidr"],
		"msg": "egress[0].to[1]: ipBlock.cidr <vpc> is still to be filled in",
		"is_open": true,
	}]
}

test_named_ports[note] if {
	some note, case in {
		"named": {"ports": [{"port": 80}, {"port": "https"}], "want": true},
		"absent": {"ports": null, "want": false},
		"empty": {"ports": [], "want": false},
		"a range": {"ports": [{"port": 10000, "endPort": 20000}], "want": true},
		"all by a range": {"ports": [{"port": 1, "endPort": 65535}], "want": false},
		"all by two ranges": {"ports": [{"port": 1, "endPort": 30000}, {"port": 30001, "endPort": 65535}], "want": false},
		"protocol alone": {"ports": [{"port": 80}, {"protocol": "TCP"}], "want": false},
		"null": {"ports": [null], "want": false},
	}
	rules := networkpolicy.rules with input as policy({"ingress": [{"ports": case.ports}]})
	count([rule | some rule in rules; networkpolicy.names_ports(rule)]) > 0 == case.want
}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}

test_restricted_rules if {
	rules := [{}, {"ports": [{"port": 443}]}]
	labelled := {"podSelector": {"matchLabels": {"open": "true"}}, "ingress": rules, "egress": rules}
	titles("ingress", "open") == ["ingress[0]"] with input as policy(labelled)
	titles("egress", "other") == ["egress[0]", "egress[1]"] with input as policy(labelled)
	titles("egress", "open") == [] with input as policy({"policyTypes": ["Ingress"], "egress": rules})
}

titles(direction, label) := [rule.title | some rule in networkpolicy.restricted_rules(direction, label)]

nearly_every_namespace := "namespaceSelector has only exclusions and no podSelector narrows it, so it selects nearly every namespace; select the namespaces"

excluding(key) := {"matchExpressions": [{"key": key, "operator": "NotIn", "values": ["zzz"]}]}

blocks(first, last) := [{"ipBlock": {"cidr": block}} |
	some n in numbers.range(first, last)
	block := sprintf("%d.0.0.0/8", [n])
]

test_openings_together[note] if {
	some note, case in {
		"halves": {"rules": [{"from": blocks(1, 15)}, {"from": blocks(16, 30)}], "want": {[["spec", "ingress"], "ingress"]}},
		"one says it already": {"rules": [{"from": blocks(1, 15)}, {"from": blocks(16, 99)}], "want": set()},
		"few": {"rules": [{"from": blocks(1, 2)}, {"from": blocks(3, 4)}], "want": set()},
		"one": {"rules": [{"from": blocks(1, 99)}], "want": set()},
		"none": {"rules": [], "want": set()},
	}
	rules := networkpolicy.rules_of({"ingress": case.rules})
	{[opening.path, opening.title] | some opening in networkpolicy.openings_together(rules, shortest)} == case.want
}
