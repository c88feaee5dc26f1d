package guiderail.network.allow_all_egress_test

import data.guiderail.network.allow_all_egress

everyone := "to lists no peers, which means everyone; list the peers"

every_namespace := "namespaceSelector selects every namespace and no podSelector narrows it; select the namespaces"

test_denied_rule_without_peers[note] if {
	some note, rule in {
		"empty": {},
		"null": null,
		"null to": {"to": null},
		"empty to": {"to": []},
		"ports alone": {"ports": [{"port": 53, "protocol": "UDP"}]},
	}
	allow_all_egress.violation == {finding("egress[0]", everyone, ["to"])} with input as policy({"egress": [rule]})
}

test_denied_peer[note] if {
	some note, case in {
		"every namespace": {"peer": {"namespaceSelector": {}}, "how": every_namespace, "path": ["namespaceSelector"]},
		"internet": {"peer": block("0.0.0.0/0"), "how": wide("0.0.0.0/0"), "path": ["ipBlock", "cidr"]},
		"IPv6 internet": {"peer": block("0000::/0"), "how": wide("0000::/0"), "path": ["ipBlock", "cidr"]},
		"exceptions leave the internet": {
			"peer": {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "169.254.169.254/32"]}},
			"how": wide("0.0.0.0/0"),
			"path": ["ipBlock", "cidr"],
		},
	}
	spec := {"policyTypes": ["Egress"], "egress": [{"to": [{"podSelector": {}}, case.peer], "ports": [{"port": 443}]}]}
	allow_all_egress.violation == {finding("egress[0].to[1]", case.how, array.concat(["to", 1], case.path))} with input as policy(spec)
}

test_denied_behind_the_internet_label_without_ports if {
	spec := {"podSelector": {"matchLabels": {"networking/allow-internet-access": "true"}}, "egress": [{}]}
	allow_all_egress.violation == {finding("egress[0]", everyone, ["to"])} with input as policy(spec)
}

test_allowed[note] if {
	some note, spec in {
		"nothing": {"policyTypes": ["Egress"]},
		"own namespace": {"egress": [{"to": [{"podSelector": {}}]}]},
		"the name server of the cluster": {"egress": [{
			"to": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}],
			"ports": [{"port": 53, "protocol": "UDP"}],
		}]},
		"private networks": {"egress": [{"to": [block("10.0.0.0/8"), block("172.16.0.0/12"), block("192.168.0.0/16")]}]},
		"ingress": {"ingress": [{}]},
		"rule without effect": {"policyTypes": ["Ingress"], "egress": [{}]},
		"ports for the internet": {
			"podSelector": {"matchLabels": {"networking/allow-internet-access": "true"}},
			"egress": [{"to": [block("0.0.0.0/0")], "ports": [{"port": 5500}]}],
		},
	}
	allow_all_egress.violation == set() with input as policy(spec)
	allow_all_egress.unknown == set() with input as policy(spec)
}

test_unknown if {
	spec := {"egress": [{"to": [block("{{ .Values.databaseCidr }}")]}]}
	allow_all_egress.violation == set() with input as policy(spec)
	allow_all_egress.unknown == {finding(
		"egress[0].to[0]",
		"ipBlock.cidr {{ .Values.databaseCidr }} is still to be filled in",
		["to", 0, "ipBlock", "cidr"],
	)} with input as policy(spec)
}

test_parameters if {
	spec := {
		"podSelector": {"matchLabels": {"example.org/public": "true"}},
		"egress": [{"to": [block("10.0.0.0/8")]}, {"ports": [{"port": 443}]}],
	}
	allow_all_egress.violation == {finding("egress[0].to[0]", wide("10.0.0.0/8"), ["to", 0, "ipBlock", "cidr"])} with input as object.union(
		policy(spec),
		{"parameters": {"internet_label": "example.org/public", "min_prefix_ipv4": 12}},
	)
}

wide(cidr) := sprintf("ipBlock.cidr %s is as wide as the internet; list the peers' networks", [cidr])

block(cidr) := {"ipBlock": {"cidr": cidr}}

finding(title, how, path) := {
	"msg": sprintf("%s: %s", [title, how]),
	"details": {"path": array.concat(["spec", "egress", 0], path)},
}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}

# The blocks of one rule, or of all, may be everyone together.
test_denied_by_many_blocks if {
	halves := [{"to": blocks(1, 111)}, {"to": blocks(112, 223)}]
	together(halves) == {["spec", "egress", 0, "to"], ["spec", "egress", 1, "to"]}
	eighths := [{"to": blocks(n * 8, (n * 8) + 7)} | some n in numbers.range(1, 26)]
	together(eighths) == {["spec", "egress"]}
	together([{"to": blocks(1, 4)}, {"to": blocks(5, 8)}]) == set()
}

test_denied_by_exclusion[note] if {
	some note, peer in {
		"namespaces": {"namespaceSelector": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["zzz"]}]}},
		"pods": {"namespaceSelector": {}, "podSelector": {"matchExpressions": [{"key": "nosuch", "operator": "DoesNotExist"}]}},
	}
	together([{"to": [peer], "ports": [{"port": 80}]}]) == {["spec", "egress", 0, "to", 0, "namespaceSelector"]}
}

together(rules) := {violation.details.path |
	some violation in allow_all_egress.violation with input as policy({"policyTypes": ["Egress"], "egress": rules})
}

blocks(first, last) := [{"ipBlock": {"cidr": written}} |
	some n in numbers.range(first, last)
	written := sprintf("%d.0.0.0/8", [n])
]
