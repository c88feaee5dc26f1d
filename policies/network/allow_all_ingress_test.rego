package guiderail.network.allow_all_ingress_test

import data.guiderail.network.allow_all_ingress

everyone := "from lists no peers, which means everyone; list the peers"

empty_peer := "the peer is empty; set podSelector, namespaceSelector or ipBlock"

every_namespace := "namespaceSelector selects every namespace and no podSelector narrows it; select the namespaces"

test_denied_rule_without_peers[note] if {
	some note, rule in {
		"empty": {},
		"null": null,
		"null from": {"from": null},
		"empty from": {"from": []},
		"ports alone": {"ports": [{"port": 443}]},
		"from that is not a list": {"from": {"podSelector": {}}},
	}
	allow_all_ingress.violation == {finding("ingress[0]", everyone, ["from"])} with input as policy({"ingress": [rule]})
}

test_denied_peer[note] if {
	some note, case in {
		"empty": {"peer": {}, "how": empty_peer, "path": []},
		"null": {"peer": null, "how": empty_peer, "path": []},
		"null selectors": {"peer": {"podSelector": null, "namespaceSelector": null}, "how": empty_peer, "path": []},
		"every namespace": {"peer": {"namespaceSelector": {}}, "how": every_namespace, "path": ["namespaceSelector"]},
		"every namespace by no labels": {"peer": {"namespaceSelector": {"matchLabels": {}}}, "how": every_namespace, "path": ["namespaceSelector"]},
		"every namespace that has a name": {
			"peer": {"namespaceSelector": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "Exists"}]}},
			"how": every_namespace,
			"path": ["namespaceSelector"],
		},
		"every pod of every namespace": {
			"peer": {"namespaceSelector": {}, "podSelector": {"matchLabels": {}}},
			"how": every_namespace,
			"path": ["namespaceSelector"],
		},
		"internet": {"peer": block("0.0.0.0/0"), "how": wide("0.0.0.0/0"), "path": ["ipBlock", "cidr"]},
		"IPv6 internet": {"peer": block("::/0"), "how": wide("::/0"), "path": ["ipBlock", "cidr"]},
		"IPv6 internet spelt out": {"peer": block("0000::/0"), "how": wide("0000::/0"), "path": ["ipBlock", "cidr"]},
		"IPv4 internet in IPv6": {"peer": block("::ffff:0:0/96"), "how": wide("::ffff:0:0/96"), "path": ["ipBlock", "cidr"]},
		"host bits": {"peer": block("10.0.0.1/0"), "how": wide("10.0.0.1/0"), "path": ["ipBlock", "cidr"]},
		"sixteenth of the internet": {"peer": block("64.0.0.0/4"), "how": wide("64.0.0.0/4"), "path": ["ipBlock", "cidr"]},
		"exceptions leave the rest": {
			"peer": {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}},
			"how": wide("0.0.0.0/0"),
			"path": ["ipBlock", "cidr"],
		},
		"address without prefix": {
			"peer": block("10.0.0.1"),
			"how": `ipBlock.cidr "10.0.0.1" is not a valid CIDR block; write address/prefix-length`,
			"path": ["ipBlock", "cidr"],
		},
		"no addresses": {
			"peer": {"ipBlock": {"except": ["10.0.0.0/8"]}},
			"how": "ipBlock.cidr is not set; write address/prefix-length",
			"path": ["ipBlock", "cidr"],
		},
	}
	spec := {"ingress": [{"from": [{"podSelector": {}}, case.peer], "ports": [{"port": 443}]}]}
	allow_all_ingress.violation == {finding("ingress[0].from[1]", case.how, array.concat(["from", 1], case.path))} with input as policy(spec)
	allow_all_ingress.unknown == set() with input as policy(spec)
}

test_denied_every_half_of_the_internet if {
	allow_all_ingress.violation == {
		finding("ingress[0].from[0]", wide("0.0.0.0/1"), ["from", 0, "ipBlock", "cidr"]),
		finding("ingress[0].from[1]", wide("128.0.0.0/1"), ["from", 1, "ipBlock", "cidr"]),
	} with input as policy({"ingress": [{"from": [block("0.0.0.0/1"), block("128.0.0.0/1")]}]})
}

test_denied_in_force[note] if {
	some note, types in {"null": null, "empty": [], "both": ["Egress", "Ingress"], "misspelt": ["ingress"]}
	allow_all_ingress.violation == {finding("ingress[0]", everyone, ["from"])} with input as policy({"policyTypes": types, "ingress": [{}]})
}

test_denied_in_the_old_group if {
	review := json.patch(policy({"ingress": [{}]}), [{"op": "replace", "path": "/review/object/apiVersion", "value": "extensions/v1beta1"}])
	allow_all_ingress.violation == {finding("ingress[0]", everyone, ["from"])} with input as review
}

test_denied_behind_the_internet_label[note] if {
	some note, spec in {
		"no ports": {"podSelector": {"matchLabels": {"networking/allow-internet-access": "true"}}, "ingress": [{}]},
		"a port without number": {
			"podSelector": {"matchLabels": {"networking/allow-internet-access": "true"}},
			"ingress": [{"ports": [{"port": 5500}, {"protocol": "TCP"}]}],
		},
		"label is off": {"podSelector": {"matchLabels": {"networking/allow-internet-access": "false"}}, "ingress": [{"ports": [{"port": 5500}]}]},
		"another label": {"podSelector": {"matchLabels": {"app": "sidecar"}}, "ingress": [{"ports": [{"port": 5500}]}]},
		"no podSelector": {"ingress": [{"ports": [{"port": 5500}]}]},
	}
	allow_all_ingress.violation == {finding("ingress[0]", everyone, ["from"])} with input as policy(spec)
}

test_allowed[note] if {
	some note, spec in {
		"no rules": {"podSelector": {}, "policyTypes": ["Ingress"]},
		"own namespace": {"ingress": [{"from": [{"podSelector": {}}]}]},
		"chosen pods of every namespace": {"ingress": [{"from": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "prometheus"}}}]}]},
		"chosen namespace": {"ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"team": "a"}}}]}]},
		"private networks": {"ingress": [{"from": [block("10.0.0.0/8"), block("fd00::/8"), block("fe80::/10")]}]},
		"one address": {"ingress": [{"from": [block("203.0.113.7/32"), block("2001:db8::7/128")]}]},
		"egress": {"egress": [{}]},
		"rule without effect": {"policyTypes": ["Egress"], "ingress": [{}]},
		"ports for the internet": {
			"podSelector": {"matchLabels": {"networking/allow-internet-access": "true", "app": "sidecar"}},
			"ingress": [{"ports": [{"port": 5500}, {"port": 5577, "protocol": "TCP"}]}, {"from": [block("0.0.0.0/0")], "ports": [{"port": 443}]}],
		},
	}
	allow_all_ingress.violation == set() with input as policy(spec)
	allow_all_ingress.unknown == set() with input as policy(spec)
}

test_unknown if {
	spec := {"ingress": [{"from": [block("{{ .Values.vpcCidr }}")]}]}
	allow_all_ingress.violation == set() with input as policy(spec)
	allow_all_ingress.unknown == {finding(
		"ingress[0].from[0]",
		"ipBlock.cidr {{ .Values.vpcCidr }} is still to be filled in",
		["from", 0, "ipBlock", "cidr"],
	)} with input as policy(spec)
}

test_parameters if {
	spec := {
		"podSelector": {"matchLabels": {"example.org/public": "true"}},
		"ingress": [{"ports": [{"port": 443}]}, {"from": [block("10.0.0.0/8")]}],
	}
	allow_all_ingress.violation == {{
		"msg": sprintf("ingress[1].from[0]: %s", [wide("10.0.0.0/8")]),
		"details": {"path": ["spec", "ingress", 1, "from", 0, "ipBlock", "cidr"]},
	}} with input as object.union(policy(spec), {"parameters": {"internet_label": "example.org/public", "min_prefix_ipv4": 12}})
}

wide(cidr) := sprintf("ipBlock.cidr %s is as wide as the internet; list the peers' networks", [cidr])

block(cidr) := {"ipBlock": {"cidr": cidr}}

finding(title, how, path) := {
	"msg": sprintf("%s: %s", [title, how]),
	"details": {"path": array.concat(["spec", "ingress", 0], path)},
}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}

# The blocks of one rule, or of all, may be everyone together.
test_denied_by_many_blocks if {
	halves := [{"from": blocks(1, 111)}, {"from": blocks(112, 223)}]
	together(halves) == {["spec", "ingress", 0, "from"], ["spec", "ingress", 1, "from"]}
	eighths := [{"from": blocks(n * 8, (n * 8) + 7)} | some n in numbers.range(1, 26)]
	together(eighths) == {["spec", "ingress"]}
	together([{"from": blocks(1, 4)}, {"from": blocks(5, 8)}]) == set()
}

test_denied_by_exclusion[note] if {
	some note, peer in {
		"namespaces": {"namespaceSelector": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["zzz"]}]}},
		"pods": {"namespaceSelector": {}, "podSelector": {"matchExpressions": [{"key": "nosuch", "operator": "DoesNotExist"}]}},
	}
	together([{"from": [peer], "ports": [{"port": 80}]}]) == {["spec", "ingress", 0, "from", 0, "namespaceSelector"]}
}

together(rules) := {violation.details.path |
	some violation in allow_all_ingress.violation with input as policy({"policyTypes": ["Ingress"], "ingress": rules})
}

blocks(first, last) := [{"ipBlock": {"cidr": written}} |
	some n in numbers.range(first, last)
	written := sprintf("%d.0.0.0/8", [n])
]
