package guiderail.network.immutable_namespace_selector_test

import data.guiderail.network.immutable_namespace_selector

name := "kubernetes.io/metadata.name"

test_denied[note] if {
	some note, case in {
		"label": {"selector": {"matchLabels": {"team": "a"}}, "labels": "team"},
		"two labels": {"selector": {"matchLabels": {"team": "a", "environment": "test"}}, "labels": "environment, team"},
		"expression": {"selector": {"matchExpressions": [{"key": "team", "operator": "In", "values": ["a"]}]}, "labels": "team"},
		"label that must be absent": {"selector": {"matchExpressions": [{"key": "team", "operator": "DoesNotExist"}]}, "labels": "team"},
		"look-alike": {"selector": {"matchLabels": {"metadata.name": "a"}}, "labels": "metadata.name"},
		"every name": {"selector": {"matchLabels": {"team": "a"}, "matchExpressions": [{"key": name, "operator": "Exists"}]}, "labels": "team"},
		"every name but": {
			"selector": {"matchLabels": {"team": "a"}, "matchExpressions": [{"key": name, "operator": "NotIn", "values": ["b"]}]},
			"labels": "team",
		},
	}
	peer := {"namespaceSelector": case.selector, "podSelector": {}}
	msg := "%s[0].%s[0]: namespaceSelector relies on %s, which anyone who can edit a namespace can set; select by kubernetes.io/metadata.name"
	immutable_namespace_selector.violation == {
		{"msg": sprintf(msg, ["ingress", "from", case.labels]), "details": {"path": ["spec", "ingress", 0, "from", 0, "namespaceSelector"]}},
		{"msg": sprintf(msg, ["egress", "to", case.labels]), "details": {"path": ["spec", "egress", 0, "to", 0, "namespaceSelector"]}},
	} with input as policy(peer)
}

test_allowed[note] if {
	some note, peer in {
		"name": {"namespaceSelector": {"matchLabels": {name: "a"}}},
		"names": {"namespaceSelector": {"matchExpressions": [{"key": name, "operator": "In", "values": ["a", "b"]}]}},
		"every name but": {"namespaceSelector": {"matchExpressions": [{"key": name, "operator": "NotIn", "values": ["a"]}]}},
		"name and label": {"namespaceSelector": {"matchLabels": {name: "a", "team": "a"}}},
		"every namespace": {"namespaceSelector": {}},
		"null": {"namespaceSelector": null},
		"text": {"namespaceSelector": "team"},
		"pods": {"podSelector": {"matchLabels": {"team": "a"}}},
		"null peer": null,
	}
	immutable_namespace_selector.violation == set() with input as policy(peer)
}

test_parameter_names_further_labels if {
	review := policy({"namespaceSelector": {"matchLabels": {"example.org/team": "a"}}})
	immutable_namespace_selector.violation == set() with input as object.union(review, {"parameters": {"protected_labels": ["example.org/team"]}})
}

policy(peer) := {"review": {"object": {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "p"},
	"spec": {"ingress": [{"from": [peer]}], "egress": [{"to": [peer]}]},
}}}

test_applies[note] if {
	some note, object in {
		"a label": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{"from": [{"podSelector": {}}, {"namespaceSelector": {"matchLabels": {"team": "a"}}}]}]}},
		"all": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"egress": [{"to": [{"namespaceSelector": {}}]}]}},
	}
	immutable_namespace_selector.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"no rules": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {}},
		"pods": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{"from": [{"podSelector": {}}]}, {}]}},
	}
	not immutable_namespace_selector.applies with input as {"review": {"object": object}}
}
