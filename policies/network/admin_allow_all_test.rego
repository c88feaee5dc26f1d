package guiderail.network.admin_allow_all_test

import data.guiderail.network.admin_allow_all

test_denied[note][action] if {
	some note, case in {
		"every namespace": {"peer": {"namespaces": {}}, "field": "namespaces", "how": "namespaces selects every namespace; narrow the selector"},
		"every namespace that has a name": {
			"peer": {"namespaces": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "Exists"}]}},
			"field": "namespaces",
			"how": "namespaces selects every namespace; narrow the selector",
		},
		"every pod": {
			"peer": {"pods": {"namespaceSelector": {}, "podSelector": {}}},
			"field": "pods",
			"how": "pods selects every pod of every namespace; narrow the selector",
		},
		"every pod, by null": {
			"peer": {"pods": {"namespaceSelector": {}, "podSelector": null}},
			"field": "pods",
			"how": "pods selects every pod of every namespace; narrow the selector",
		},
		"every namespace but one": {
			"peer": {"namespaces": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["zzz"]}]}},
			"field": "namespaces",
			"how": "namespaces has only exclusions, so it selects nearly every namespace; narrow the selector",
		},
		"every pod but some": {
			"peer": {"pods": {"namespaceSelector": {}, "podSelector": {"matchExpressions": [{"key": "nosuch", "operator": "DoesNotExist"}]}}},
			"field": "pods",
			"how": "pods has only exclusions, so it selects nearly every pod of every namespace; narrow the selector",
		},
		"internet by eighths": {
			"peer": {"networks": [block | some n in numbers.range(1, 99); block := sprintf("%d.0.0.0/8", [n])]},
			"field": "networks",
			"how": "the blocks together are as wide as the internet; list the peers' networks",
		},
		"internet": {
			"peer": {"networks": ["10.0.0.0/8", "0.0.0.0/0"]},
			"field": "networks",
			"how": "0.0.0.0/0 is as wide as the internet; list the peers' networks",
		},
	}
	some action in ["Allow", "Accept"]
	spec := {"ingress": [{"action": action, "from": [{}, case.peer]}], "egress": [{"action": action, "to": [{}, case.peer]}]}
	admin_allow_all.violation == {
		{"msg": sprintf("ingress[0].from[1]: %s", [case.how]), "details": {"path": ["spec", "ingress", 0, "from", 1, case.field]}},
		{"msg": sprintf("egress[0].to[1]: %s", [case.how]), "details": {"path": ["spec", "egress", 0, "to", 1, case.field]}},
	} with input as policy("AdminNetworkPolicy", spec)
}

test_allowed[note] if {
	some note, rule in {
		"left to the namespaces": {"action": "Pass", "from": [{"namespaces": {}}]},
		"deny": {"action": "Deny", "from": [{"namespaces": {}}]},
		"no action": {"from": [{"namespaces": {}}]},
		"null": null,
		"null peer": {"action": "Allow", "from": [null]},
		"a namespace": {"action": "Allow", "from": [{"namespaces": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}]},
		"pods of every namespace": {"action": "Allow", "from": [{"pods": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "a"}}}}]},
		"networks": {"action": "Allow", "from": [{"networks": ["10.0.0.0/8", 5]}]},
	}
	admin_allow_all.violation == set() with input as policy("ClusterNetworkPolicy", {"ingress": [rule]})
}

test_allowed_elsewhere[note] if {
	spec := {"ingress": [{"action": "Allow", "from": [{"namespaces": {}}]}]}
	some note, object in {
		"another group": {"apiVersion": "example.org/v1", "kind": "AdminNetworkPolicy", "spec": spec},
		"another kind": policy("NetworkPolicy", spec),
		"no spec": policy("AdminNetworkPolicy", null),
	}
	admin_allow_all.violation == set() with input as object
}

test_parameter_names_policies if {
	review := policy("AdminNetworkPolicy", {"egress": [{"action": "Allow", "to": [{"namespaces": {}}]}]})
	admin_allow_all.violation == set() with input as object.union(review, {"parameters": {"allowed_policies": ["p"]}})
	count(admin_allow_all.violation) == 1 with input as object.union(review, {"parameters": {"allowed_policies": ["policy"]}})
}

policy(kind, spec) := {"review": {"object": {"apiVersion": "policy.networking.k8s.io/v1alpha1", "kind": kind, "metadata": {"name": "p"}, "spec": spec}}}

test_denied_without_a_name if {
	count(admin_allow_all.violation) == 1 with input as {"apiVersion": "policy.networking.k8s.io/v1alpha1", "kind": "AdminNetworkPolicy", "metadata": {"generateName": "p-"}, "spec": {"ingress": [{"action": "Allow", "from": [{"namespaces": {}}]}]}}
}
