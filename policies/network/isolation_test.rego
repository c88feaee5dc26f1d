package lib.guiderail.isolation_test

import data.lib.guiderail.isolation

test_open_in_a_direction if {
	found := isolation.open(["ingress", "egress"], "unknown") with input as pod({}) with data.inventory as with_policy({"podSelector": {}})
	found == {{"path": ["metadata", "labels"], "doubts": {"egress": []}}}
}

test_not_open[note] if {
	some note, case in {
		"selected": {"spec": {}, "policy": {"podSelector": {"matchLabels": {"app": "shop"}}}},
		"on the network of its node": {"spec": {"hostNetwork": true}, "policy": {"podSelector": {"matchLabels": {"app": "till"}}}},
	}
	isolation.open(["ingress"], "unknown") == set() with input as pod(case.spec) with data.inventory as with_policy(case.policy)
}

test_doubts_by_the_policies_of_others[treatment] if {
	other := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "deny"}, "spec": {"endpointSelector": {}, "ingress": [{}]}}
	inventory := {"namespace": {"shop": {"cilium.io/v2": {"CiliumNetworkPolicy": {"deny": other}}}}}
	some treatment, want in {
		"unknown": [["whether CiliumNetworkPolicy \"deny\" does is not known (parameter other_policies)"]],
		"ignore": [[]],
		"count": [],
	}
	found := isolation.open(["ingress"], treatment) with input as pod({}) with data.inventory as inventory
	[open.doubts.ingress | some open in found] == want
}

test_may_differ if {
	isolation.may_differ([{"app": "${APP}"}]) with input as pod({}) with data.inventory as {}
	isolation.may_differ([]) with input as pod({}) with data.inventory as with_policy({"podSelector": {"matchLabels": {"app": "${APP}"}}})
	isolation.may_differ([]) with input as {"review": {"operation": "CREATE", "object": pod({})}} with data.inventory as {}
	isolation.may_differ([{"app": "shop"}]) == false with input as pod({}) with data.inventory as with_policy({})
}

pod(spec) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "shop", "namespace": "shop", "labels": {"app": "shop"}},
	"spec": object.union({"containers": [{"name": "shop"}]}, spec),
}

with_policy(spec) := {"namespace": {"shop": {"networking.k8s.io/v1": {"NetworkPolicy": {"p": {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "p", "namespace": "shop"},
	"spec": spec,
}}}}}}
