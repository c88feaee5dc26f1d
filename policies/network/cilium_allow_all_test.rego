package guiderail.network.cilium_allow_all_test

import data.guiderail.network.cilium_allow_all

test_denied[note] if {
	some note, case in {
		"entity": {
			"direction": "ingress", "rule": {"fromEntities": ["host", "world"]}, "path": ["fromEntities", 1],
			"how": "entity world means everyone; list the peers",
		},
		"entity behind ports": {
			"direction": "egress", "rule": {"toEntities": ["all"], "toPorts": [{"ports": [{"port": "443"}]}]}, "path": ["toEntities", 0],
			"how": "entity all means everyone; list the peers",
		},
		"ports without peers": {
			"direction": "ingress", "rule": {"toPorts": [{"ports": [{"port": "443"}]}]}, "path": ["toPorts"],
			"how": "ports without peers are open to everyone; list the peers",
		},
		"ports and null": {
			"direction": "egress", "rule": {"toEndpoints": null, "toPorts": [{"ports": [{"port": "53"}]}]}, "path": ["toPorts"],
			"how": "ports without peers are open to everyone; list the peers",
		},
		"block": {
			"direction": "egress", "rule": {"toCIDR": ["10.0.0.0/8", "0.0.0.0/0"]}, "path": ["toCIDR", 1],
			"how": "block 0.0.0.0/0 is as wide as the internet; list the peers' networks",
		},
		"block with exceptions": {
			"direction": "egress", "rule": {"toCIDRSet": [{"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}]}, "path": ["toCIDRSet", 0],
			"how": "block 0.0.0.0/0 is as wide as the internet; list the peers' networks",
		},
		"every name": {
			"direction": "egress", "rule": {"toFQDNs": [{"matchName": "example.org"}, {"matchPattern": "*"}]}, "path": ["toFQDNs", 1],
			"how": "matchPattern * matches every name; list the domains",
		},
		"every name with a dot": {
			"direction": "egress", "rule": {"toFQDNs": [{"matchPattern": "*.*"}]}, "path": ["toFQDNs", 0],
			"how": "matchPattern *.* matches every name; list the domains",
		},
		"every namespace but one": {
			"direction": "ingress", "path": ["fromEndpoints", 0],
			"rule": {"fromEndpoints": [{"matchExpressions": [
				{"key": "k8s:io.kubernetes.pod.namespace", "operator": "NotIn", "values": ["zzz"]},
				{"key": "nosuch", "operator": "DoesNotExist"},
			]}]},
			"how": "the selector selects every pod of the cluster; select the peers by label",
		},
		"many blocks": {
			"direction": "egress", "path": ["toCIDR"],
			"rule": {"toCIDR": [block | some n in numbers.range(1, 99); block := sprintf("%d.0.0.0/8", [n])]},
			"how": "the blocks together are as wide as the internet; list the peers' networks",
		},
		"many blocks with exceptions": {
			"direction": "ingress", "path": ["fromCIDRSet"],
			"rule": {"fromCIDRSet": [entry |
				some n in numbers.range(1, 99)
				entry := {"cidr": sprintf("%d.0.0.0/8", [n]), "except": [sprintf("%d.0.0.0/16", [n])]}
			]},
			"how": "the blocks together are as wide as the internet; list the peers' networks",
		},
		"every namespace": {
			"direction": "ingress", "path": ["fromEndpoints", 0],
			"rule": {"fromEndpoints": [{"matchExpressions": [{"key": "k8s:io.kubernetes.pod.namespace", "operator": "Exists"}]}]},
			"how": "the selector selects every pod of the cluster; select the peers by label",
		},
	}
	msg := sprintf("%s[0]: %s", [case.direction, case.how])
	path := array.concat(["spec", case.direction, 0], case.path)
	cilium_allow_all.violation == {{"msg": msg, "details": {"path": path}}} with input as policy("CiliumNetworkPolicy", {case.direction: [case.rule]})
}

test_denied_every_pod_by_a_cluster_wide_policy if {
	cilium_allow_all.violation == {{
		"msg": "ingress[0]: the selector selects every pod of the cluster; select the peers by label",
		"details": {"path": ["spec", "ingress", 0, "fromEndpoints", 0]},
	}} with input as policy("CiliumClusterwideNetworkPolicy", {"ingress": [{"fromEndpoints": [{}]}]})
	count(cilium_allow_all.violation) == 1 with input as policy("CiliumClusterwideNetworkPolicy", {"ingress": [{"fromEndpoints": [{"matchExpressions": [{"key": "nosuch", "operator": "DoesNotExist"}]}]}]})
}

test_allowed[note] if {
	some note, rule in {
		"nobody": {},
		"nobody, by empty lists": {"fromEndpoints": [], "toPorts": [{"ports": [{"port": "80"}]}]},
		"own namespace": {"fromEndpoints": [{}]},
		"pods": {"fromEndpoints": [{"matchLabels": {"app": "a"}}], "toPorts": [{"ports": [{"port": "80"}]}]},
		"pods of every namespace": {"fromEndpoints": [{
			"matchLabels": {"app": "a"},
			"matchExpressions": [{"key": "k8s:io.kubernetes.pod.namespace", "operator": "Exists"}],
		}]},
		"pods of some namespaces": {"fromEndpoints": [{"matchExpressions": [{"key": "k8s:io.kubernetes.pod.namespace", "operator": "In", "values": ["a"]}]}]},
		"nodes": {"fromEntities": ["host", "remote-node", "kube-apiserver"]},
		"networks": {"fromCIDR": ["10.0.0.0/8", "192.0.2.1"], "fromCIDRSet": [{"cidr": "fd00::/8"}]},
		"nothing that is a peer": {"fromEntities": [5, null], "fromCIDR": [5], "fromCIDRSet": [null, 5], "fromEndpoints": ["a", null, {"matchExpressions": [null, {"key": 5}]}, {"matchExpressions": null}]},
		"own namespace, but some": {"fromEndpoints": [{"matchExpressions": [{"key": "nosuch", "operator": "DoesNotExist"}]}]},
	}
	cilium_allow_all.violation == set() with input as policy("CiliumNetworkPolicy", {"ingress": [rule]})
}

test_allowed_names if {
	rule := {"toFQDNs": [{"matchName": "example.org"}, {"matchPattern": "*.example.org"}]}
	cilium_allow_all.violation == set() with input as policy("CiliumNetworkPolicy", {"egress": [rule]})
}

test_parameters if {
	review := policy("CiliumNetworkPolicy", {"ingress": [{"fromEntities": ["world"]}]})
	cilium_allow_all.violation == set() with input as object.union(review, {"parameters": {"allowed_policies": ["shop/p"]}})
	cilium_allow_all.violation == set() with input as object.union(review, {"parameters": {"open_entities": ["all"]}})
	count(cilium_allow_all.violation) == 1 with input as object.union(review, {"parameters": {"allowed_policies": ["p", "shop/policy"]}})
}

policy(kind, spec) := {"review": {"object": {
	"apiVersion": "cilium.io/v2", "kind": kind, "metadata": {"name": "p", "namespace": "shop"}, "spec": spec,
}}}

test_denied_without_a_name if {
	count(cilium_allow_all.violation) == 1 with input as {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"generateName": "p-"}, "spec": {"ingress": [{"fromEntities": ["world"]}]}}
}
