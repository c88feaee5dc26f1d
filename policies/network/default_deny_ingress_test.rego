package guiderail.network.default_deny_ingress_test

import data.guiderail.network.default_deny_ingress

msg := "no NetworkPolicy selects every pod for ingress; add one with an empty podSelector that allows nothing"

test_denied if {
	default_deny_ingress.violation == {{"msg": msg, "details": {"path": []}}} with input as namespace with data.inventory as {}
	default_deny_ingress.unknown == set() with input as namespace with data.inventory as {}
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "CREATE", "object": namespace}}
	default_deny_ingress.violation == set() with input as asked with data.inventory as {}
	default_deny_ingress.unknown == {{"msg": msg, "details": {"path": []}}} with input as asked with data.inventory as {}
}

test_allowed if {
	policy := {"metadata": {"name": "deny", "namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}
	inventory := {"namespace": {"shop": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": policy}}}}}
	default_deny_ingress.violation == set() with input as namespace with data.inventory as inventory
}

test_silent if default_deny_ingress.violation == set() with input as {"apiVersion": "v1", "kind": "Pod"} with data.inventory as {}

namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
