package guiderail.network.policy_guard_test

import data.guiderail.network.policy_guard

deny_all := {"podSelector": {}, "policyTypes": ["Ingress"]}

allow_all := {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]}

test_denied_deletion if {
	policy_guard.violation == {{
		"msg": `user "ann" is not allowed to delete the policy; have one of the allowed users or groups do it`,
		"details": {"path": []},
	}} with input as deletion
}

test_denied_change if {
	policy_guard.violation == {{
		"msg": `user "ann" is not allowed to change spec; have one of the allowed users or groups do it`,
		"details": {"path": ["spec"]},
	}} with input as update(allow_all)
}

test_allowed_change_of_other_fields if {
	policy_guard.applies with input as update(deny_all)
	policy_guard.violation == set() with input as update(deny_all)
}

test_allowed_to[note] if {
	some note, case in {
		"administrators": {"user": {"username": "root", "groups": ["system:masters"]}, "parameters": {}},
		"the namespace controller": {"user": {"username": "system:serviceaccount:kube-system:namespace-controller"}, "parameters": {}},
		"a named user": {"user": {"username": "ann"}, "parameters": {"allowed_users": ["ann"]}},
		"anyone in an exempt namespace": {"user": {"username": "ann"}, "parameters": {"exempt_namespaces": ["sidecar"]}},
	}
	review := object.union(deletion.review, {"userInfo": case.user})
	policy_guard.violation == set() with input as {"review": review, "parameters": case.parameters}
}

test_denied_with_an_exemption_of_another_namespace if {
	count(policy_guard.violation) == 1 with input as object.union(deletion, {"parameters": {"exempt_namespaces": ["side", "sidecar2"]}})
}

test_silent[note] if {
	some note, review in {
		"file or audit": {"object": policy(allow_all)},
		"create": {"operation": "CREATE", "object": policy(allow_all), "oldObject": null},
		"other kind": {"operation": "DELETE", "oldObject": {"apiVersion": "v1", "kind": "Pod"}},
		"other group": {"operation": "DELETE", "oldObject": {"apiVersion": "x.io/v1", "kind": "NetworkPolicy"}},
	}
	not policy_guard.applies with input as {"review": review}
	policy_guard.violation == set() with input as {"review": review}
}

policy(spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "deny-all", "namespace": "sidecar"},
	"spec": spec,
}

deletion := {"review": {
	"operation": "DELETE",
	"userInfo": {"username": "ann", "groups": ["staff"]},
	"object": null,
	"oldObject": policy(deny_all),
}}

update(spec) := {"review": {
	"operation": "UPDATE",
	"userInfo": {"username": "ann", "groups": ["staff"]},
	"object": policy(spec),
	"oldObject": policy(deny_all),
}}
