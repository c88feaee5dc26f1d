package guiderail.network.policy_types_test

import data.guiderail.network.policy_types

not_set := finding("policyTypes is not set; list Ingress, Egress or both", ["spec", "policyTypes"])

test_denied_not_set[note] if {
	some note, spec in {
		"absent": {"podSelector": {}},
		"null": {"policyTypes": null, "ingress": [{}]},
		"empty": {"policyTypes": [], "egress": [{}]},
		"no list": {"policyTypes": "Ingress"},
		"no spec": null,
	}
	policy_types.violation == {not_set} with input as policy(spec)
}

test_denied_value[note] if {
	some note, case in {
		"case": {"types": ["ingress", "Egress"], "shown": `"ingress"`},
		"capitals": {"types": ["INGRESS", "Egress"], "shown": `"INGRESS"`},
		"space": {"types": ["Ingress ", "Ingress", "Egress"], "shown": `"Ingress "`},
		"number": {"types": [1, "Ingress", "Egress"], "shown": "1"},
		"null": {"types": [null, "Ingress", "Egress"], "shown": "null"},
	}
	policy_types.violation == {finding(sprintf("policyTypes contains %s; use Ingress or Egress", [case.shown]), ["spec", "policyTypes", 0])} with input as policy({
		"policyTypes": case.types,
		"ingress": [{}],
		"egress": [{}],
	})
}

test_denied_rules_without_effect if {
	policy_types.violation == {finding(
		"ingress has no effect because policyTypes lacks Ingress; add Ingress or remove ingress",
		["spec", "ingress"],
	)} with input as policy({"policyTypes": ["Egress"], "ingress": [{}]})
	policy_types.violation == {finding(
		"egress has no effect because policyTypes lacks Egress; add Egress or remove egress",
		["spec", "egress"],
	)} with input as policy({"policyTypes": ["Ingress"], "ingress": [], "egress": []})
}

test_allowed[note] if {
	some note, spec in {
		"deny all": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]},
		"ingress": {"policyTypes": ["Ingress"], "ingress": [{}]},
		"egress": {"policyTypes": ["Egress"], "egress": [{}], "ingress": null},
	}
	policy_types.violation == set() with input as policy(spec)
}

test_silent_for_another_kind if {
	policy_types.violation == set() with input as {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": {}}
}

finding(msg, path) := {"msg": msg, "details": {"path": path}}

policy(spec) := {"review": {"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "p"}, "spec": spec}}}
