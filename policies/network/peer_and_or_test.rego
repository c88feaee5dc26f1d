package guiderail.network.peer_and_or_test

import data.guiderail.network.peer_and_or

namespaces := {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}

pods := {"podSelector": {"matchLabels": {"app": "prometheus"}}}

test_denied[note] if {
	some note, case in {
		"namespaces before pods": {"peers": [namespaces, pods], "at": 1, "first": "namespaces", "second": "pods"},
		"pods before namespaces": {"peers": [pods, namespaces], "at": 1, "first": "pods", "second": "namespaces"},
		"every namespace": {"peers": [{"namespaceSelector": {}}, pods], "at": 1, "first": "namespaces", "second": "pods"},
		"null in the place of the other": {
			"peers": [object.union(namespaces, {"podSelector": null}), object.union(pods, {"namespaceSelector": null})],
			"at": 1, "first": "namespaces", "second": "pods",
		},
		"behind others": {"peers": [pods, pods, namespaces], "at": 2, "first": "pods", "second": "namespaces"},
	}
	peer_and_or.violation == {finding("ingress", "from", case)} with input as policy({"ingress": [{"from": case.peers}]})
	peer_and_or.violation == {finding("egress", "to", case)} with input as policy({"egress": [{"to": case.peers}]})
}

test_allowed[note] if {
	some note, peers in {
		"both in one peer": [object.union(namespaces, pods)],
		"both in one peer beside others": [object.union(namespaces, pods), pods],
		"namespaces": [namespaces, namespaces],
		"pods": [pods, pods],
		"all pods of the own namespace": [namespaces, {"podSelector": {}}],
		"addresses between them": [namespaces, {"ipBlock": {"cidr": "10.0.0.0/8"}}, pods],
		"one": [pods],
		"none": [],
		"nothing that selects": [{}, null, "pods", {"podSelector": "app"}, {"namespaceSelector": ["a"]}],
	}
	peer_and_or.violation == set() with input as policy({"ingress": [{"from": peers}], "egress": [{"to": peers}]})
}

test_allowed_in_rules_of_their_own if {
	peer_and_or.violation == set() with input as policy({"ingress": [{"from": [namespaces]}, {"from": [pods]}, {}]})
}

finding(direction, field, case) := {
	"msg": sprintf("%s[0].%s[%d] selects %s and %s[%d] selects %s, so matching either is enough; combine them in one peer or use separate rules", [
		direction,
		field,
		case.at,
		case.second,
		field,
		case.at - 1,
		case.first,
	]),
	"details": {"path": ["spec", direction, 0, field, case.at]},
}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}

test_applies[note] if {
	some note, object in {
		"ingress": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{}, {"from": [pods]}]}},
		"egress": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"egress": [{"to": [namespaces, pods]}]}},
	}
	peer_and_or.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"no rules": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {}},
		"no peers": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{}], "egress": [{"to": []}]}},
		"no spec": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": null},
	}
	not peer_and_or.applies with input as {"review": {"object": object}}
}
