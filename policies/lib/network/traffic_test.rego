package lib.guiderail.traffic_test

import data.lib.guiderail.traffic

ssh := {"protocol": "TCP", "port": 22}

web := {"protocol": "TCP", "port": 80}

shop := {
	"namespace": "shop", "namespace_labels": {"team": "sales"}, "labels": {"app": "shop"},
	"host_network": false, "ips": ["10.1.0.1", "fd00::1"],
	"ports": [{"name": "ssh", "number": 22, "protocol": "TCP"}, {"name": "ssh", "number": 22, "protocol": "UDP"}],
}

till := object.union(shop, {"labels": {"app": "till"}, "ips": ["10.1.0.2"], "ports": []})

guest := object.union(object.remove(shop, ["namespace_labels"]), {"namespace": "guest", "namespace_labels": {}, "ips": ["10.2.0.1"]})

outside := {"ips": ["203.0.113.7"]}

test_open_without_policies[direction] if {
	some direction in ["ingress", "egress"]
	traffic.allows([], outside, shop, direction, ssh)
	traffic.admitting([], outside, shop, direction, ssh) == []
	traffic.isolating([], shop, direction) == []
}

test_isolated[note] if {
	some note, case in {
		"empty": {"spec": {}, "directions": {"ingress"}},
		"null": {"spec": null, "directions": {"ingress"}},
		"egress rules, no types": {"spec": {"egress": [{"to": [{"podSelector": {}}]}]}, "directions": {"ingress", "egress"}},
		"null types": {"spec": {"policyTypes": null, "egress": []}, "directions": {"ingress"}},
		"ingress": {"spec": {"policyTypes": ["Ingress"]}, "directions": {"ingress"}},
		"egress": {"spec": {"policyTypes": ["Egress"], "ingress": [{}]}, "directions": {"egress"}},
		"both": {"spec": {"policyTypes": ["Egress", "Ingress"]}, "directions": {"ingress", "egress"}},
		"unknown types": {"spec": {"policyTypes": ["ingress", 5]}, "directions": set()},
		"selected": {"spec": {"podSelector": {"matchLabels": {"app": "shop"}}}, "directions": {"ingress"}},
		"null selector": {"spec": {"podSelector": null}, "directions": {"ingress"}},
		"not selected": {"spec": {"podSelector": {"matchLabels": {"app": "till"}}}, "directions": set()},
	}
	{direction |
		some direction in ["ingress", "egress"]
		not traffic.allows([policy(case.spec)], outside, shop, direction, ssh)
	} == case.directions
}

test_policies_of_other_namespaces_are_none_of_it if {
	traffic.allows([policy({})], outside, guest, "ingress", ssh)
	not traffic.allows([object.remove(policy({}), ["metadata"])], outside, object.union(guest, {"namespace": "default"}), "ingress", ssh)
}

test_host_network if {
	node := object.union(shop, {"host_network": true})
	traffic.allows([policy({})], outside, node, "ingress", ssh)
	not allowed({"from": [{"podSelector": {}}]}, node, ssh)
	allowed({"from": [{"ipBlock": {"cidr": "10.1.0.0/16"}}]}, node, ssh)
}

test_union if {
	closed := policy({"policyTypes": ["Ingress"]})
	open := policy({"ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "till"}}}]}, {"from": [{"ipBlock": {"cidr": "10.1.0.0/16"}}]}]})
	traffic.allows([closed, open], till, shop, "ingress", ssh)
	not traffic.allows([closed, open], guest, shop, "ingress", ssh)
	[rule.index | some rule in traffic.admitting([closed, open], till, shop, "ingress", ssh)] == [0, 1]
	traffic.admitting([closed, open], till, shop, "ingress", ssh)[0] == {
		"policy": "p", "namespace": "shop", "direction": "ingress", "index": 0,
		"peers": [{"podSelector": {"matchLabels": {"app": "till"}}}], "ports": [],
	}
}

test_peers[note] if {
	some note, case in {
		"none": {"from": [], "peers": {"till", "guest", "outside"}},
		"null": {"from": null, "peers": {"till", "guest", "outside"}},
		"own namespace": {"from": [{"podSelector": {}}], "peers": {"till"}},
		"every namespace": {"from": [{"namespaceSelector": {}}], "peers": {"till", "guest"}},
		"by the name that is implied": {"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "guest"}}}], "peers": {"guest"}},
		"by label": {"from": [{"namespaceSelector": {"matchLabels": {"team": "sales"}}}], "peers": {"till"}},
		"both in one peer": {"from": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "till"}}}], "peers": {"till"}},
		"each in a peer": {"from": [{"namespaceSelector": {"matchLabels": {"team": "none"}}}, {"podSelector": {}}], "peers": {"till"}},
		"block": {"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}], "peers": {"guest"}},
		"null exceptions": {"from": [{"ipBlock": {"cidr": "203.0.113.0/24", "except": null}}], "peers": {"outside"}},
		"everything of IPv4": {"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "peers": {"till", "guest", "outside"}},
		"everything of IPv6": {"from": [{"ipBlock": {"cidr": "::/0"}}], "peers": set()},
		"not accepted": {"from": [{}, null, "x", {"ipBlock": {}}, {"ipBlock": {"cidr": "x"}}, {"ipBlock": {"cidr": 5}}, {"ipBlock": {"cidr": "0.0.0.0/0"}, "podSelector": {}}], "peers": set()},
	}
	{name |
		some name, peer in {"till": till, "guest": guest, "outside": outside}
		allowed({"from": case.from}, peer, ssh)
	} == case.peers
}

test_either_address_of_a_pod if {
	egress := {"policyTypes": ["Egress"], "egress": [{"to": [{"ipBlock": {"cidr": "fd00::/8"}}]}]}
	traffic.allows([policy(egress)], shop, till, "egress", ssh)
	not traffic.allows([policy(egress)], guest, till, "egress", ssh)
}

test_ports[note] if {
	some note, case in {
		"none": {"ports": [], "open": true},
		"null": {"ports": null, "open": true},
		"number": {"ports": [{"port": 22}], "open": true},
		"other number": {"ports": [{"port": 80}], "open": false},
		"name": {"ports": [{"protocol": "TCP", "port": "ssh"}], "open": true},
		"other name": {"ports": [{"port": "web"}], "open": false},
		"of another protocol": {"ports": [{"protocol": "UDP", "port": 22}], "open": false},
		"all of the protocol": {"ports": [{"protocol": null}], "open": true},
		"all of another protocol": {"ports": [{"protocol": "SCTP"}], "open": false},
		"range": {"ports": [{"port": 20, "endPort": 22}], "open": true},
		"range below": {"ports": [{"port": 20, "endPort": 21}], "open": false},
		"range above": {"ports": [{"port": 23, "endPort": 30}], "open": false},
		"range from a name": {"ports": [{"port": "ssh", "endPort": 30}], "open": false},
		"range from nowhere": {"ports": [{"endPort": 30}], "open": false},
		"null range": {"ports": [{"port": 22, "endPort": null}], "open": true},
	}
	[port |
		some port in [ssh, {"protocol": "TCP", "port": "ssh"}]
		allowed({"ports": case.ports}, till, port)
	] == [port | case.open; some port in [ssh, {"protocol": "TCP", "port": "ssh"}]]
}

# A rule of egress names the ports of the pod that is reached.
test_named_port_is_that_of_the_destination if {
	egress := {"policyTypes": ["Egress"], "egress": [{"ports": [{"port": "ssh"}]}]}
	traffic.allows([policy(egress)], shop, till, "egress", ssh)
	not traffic.allows([policy(egress)], shop, till, "egress", web)
	not traffic.allows([policy(egress)], till, shop, "egress", ssh)
	not traffic.allows([policy(egress)], outside, shop, "egress", ssh)
}

allowed(rule, peer, port) := traffic.allows([policy({"policyTypes": ["Ingress"], "ingress": [rule]})], peer, shop, "ingress", port)

policy(spec) := {"metadata": {"name": "p", "namespace": "shop"}, "spec": spec}

test_port_ranges[note] if {
	some note, case in {
		"none": {"ports": [], "want": {["TCP", 1, 65535], ["UDP", 1, 65535], ["SCTP", 1, 65535]}},
		"a protocol": {"ports": [{"protocol": "UDP"}, {"port": null}], "want": {["UDP", 1, 65535], ["TCP", 1, 65535]}},
		"numbers": {"ports": [{"port": 22}, {"port": 53, "protocol": "UDP"}], "want": {["TCP", 22, 22], ["UDP", 53, 53]}},
		"a range": {"ports": [{"port": 30000, "endPort": 32767}], "want": {["TCP", 30000, 32767]}},
		"a name": {"ports": [{"port": "ssh"}], "want": {["TCP", 22, 22]}},
		"a name of another protocol": {"ports": [{"port": "ssh", "protocol": "SCTP"}], "want": set()},
		"a range that does not begin": {"ports": [{"endPort": 22}, {"port": "ssh", "endPort": 30}], "want": set()},
	}
	ranges := traffic.port_ranges({"ports": case.ports}, shop)
	{[range.protocol, range.from, range.to] | some range in ranges} == case.want
}
