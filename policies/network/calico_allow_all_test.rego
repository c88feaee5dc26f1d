package guiderail.network.calico_allow_all_test

import data.guiderail.network.calico_allow_all

nobody(direction, side) := {
	"msg": sprintf("%s[0]: %s is not restricted, which means everyone; narrow it with a selector or nets", [direction, side]),
	"details": {"path": ["spec", direction, 0, side]},
}

test_denied[note] if {
	some note, entity in {
		"empty": {},
		"null": null,
		"ports alone": {"ports": [443]},
		"empty selectors": {"selector": "", "namespaceSelector": " ", "nets": []},
		"every namespace": {"namespaceSelector": "all()"},
		"every pod of every namespace": {"selector": "all()", "namespaceSelector": "all()"},
		"null fields": {"selector": null, "nets": null, "serviceAccounts": null},
		"everyone but some": {"notNets": ["10.0.0.0/8"]},
	}
	spec := {"ingress": [{"action": "Allow", "source": entity}], "egress": [{"action": "Allow", "destination": entity}]}
	calico_allow_all.violation == {nobody("ingress", "source"), nobody("egress", "destination")} with input as policy("NetworkPolicy", spec)
	calico_allow_all.violation == {nobody("ingress", "source"), nobody("egress", "destination")} with input as policy("GlobalNetworkPolicy", spec)
}

# Selectors that leave out nothing, or only what they name, are everyone.
test_denied_by_meaning[note] if {
	some note, entity in {
		"with a label or without": {"namespaceSelector": "all()", "selector": "has(x) || !has(x)"},
		"without a label": {"namespaceSelector": "!has(nosuch)"},
		"every namespace but one": {"namespaceSelector": "projectcalico.org/name != 'zzz'"},
		"not in": {"namespaceSelector": "team not in {'zzz'}", "selector": "all()"},
	}
	how := "selects everything that it does not exclude, which means everyone"
	finding := json.patch(nobody("ingress", "source"), [{"op": "replace", "path": "/msg", "value": sprintf("ingress[0]: source %s; narrow it with a selector or nets", [how])}])
	calico_allow_all.violation == {finding} with input as policy("NetworkPolicy", {"ingress": [{"action": "Allow", "source": entity}]})
}

test_denied_many_blocks if {
	nets := [block | some n in numbers.range(1, 223); block := sprintf("%d.0.0.0/8", [n])]
	calico_allow_all.violation == {{
		"msg": "ingress[0]: the blocks in nets together are as wide as the internet; list the peers' networks",
		"details": {"path": ["spec", "ingress", 0, "source", "nets"]},
	}} with input as policy("GlobalNetworkPolicy", {"ingress": [{"action": "Allow", "source": {"nets": nets}}]})
}

test_accounts[note] if {
	some note, case in {
		"all": {"accounts": {"selector": "all()"}, "want": 1},
		"none named": {"accounts": {"names": []}, "want": 1},
		"some": {"accounts": {"selector": "team == 'a'"}, "want": 0},
		"wrong": {"accounts": [], "want": 1},
	}
	count(calico_allow_all.violation) == case.want with input as policy("GlobalNetworkPolicy", {"ingress": [{"action": "Allow", "source": {"serviceAccounts": case.accounts}}]})
}

test_allowed_by_meaning[note] if {
	some note, entity in {
		"own namespace": {"selector": "!has(nosuch)"},
		"one that nobody can read": {"namespaceSelector": "??"},
		"a service": {"services": {"name": "s"}},
	}
	calico_allow_all.violation == set() with input as policy("NetworkPolicy", {"ingress": [{"action": "Allow", "source": entity}]})
}

test_denied_side_absent if {
	calico_allow_all.violation == {nobody("ingress", "source")} with input as policy("GlobalNetworkPolicy", {
		"types": ["Ingress", "Egress"],
		"ingress": [{"action": "Allow", "destination": {"ports": [443]}}],
	})
}

test_denied_every_endpoint_by_a_global_policy if {
	spec := {"types": ["Egress"], "egress": [{"action": "Allow", "destination": {"selector": "all()"}}]}
	calico_allow_all.violation == {nobody("egress", "destination")} with input as policy("GlobalNetworkPolicy", spec)
	calico_allow_all.violation == set() with input as policy("NetworkPolicy", spec)
}

test_denied_block if {
	calico_allow_all.violation == {{
		"msg": "egress[0]: block 0.0.0.0/0 is as wide as the internet; list the peers' networks",
		"details": {"path": ["spec", "egress", 0, "destination", "nets", 1]},
	}} with input as policy("NetworkPolicy", {"egress": [{"action": "Allow", "destination": {"nets": ["10.0.0.0/8", "0.0.0.0/0"]}}]})
}

test_allowed[note] if {
	some note, rule in {
		"deny": {"action": "Deny"},
		"next policy": {"action": "Pass"},
		"no action": {},
		"null": null,
		"pods": {"action": "Allow", "source": {"selector": "app == 'a'"}},
		"namespaces": {"action": "Allow", "source": {"namespaceSelector": "kubernetes.io/metadata.name == 'a'"}},
		"accounts": {"action": "Allow", "source": {"serviceAccounts": {"names": ["a"]}}},
		"networks": {"action": "Allow", "source": {"nets": ["10.0.0.0/8", "fd00::/8"]}},
		"pods of the internet": {"action": "Allow", "source": {"nets": ["0.0.0.0/0"], "selector": "app == 'a'"}},
		"own namespace": {"action": "Allow", "source": {"selector": "all()"}},
	}
	calico_allow_all.violation == set() with input as policy("NetworkPolicy", {"types": ["Ingress"], "ingress": [rule]})
}

test_allowed_elsewhere[note] if {
	some note, object in {
		"no effect": policy("NetworkPolicy", {"types": ["Egress"], "ingress": [{"action": "Allow"}]}),
		"no spec": policy("NetworkPolicy", null),
		"not in force yet": policy("StagedNetworkPolicy", {"ingress": [{"action": "Allow"}]}),
		"another group": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"ingress": [{"action": "Allow"}]}},
	}
	calico_allow_all.violation == set() with input as object
}

test_parameter_names_policies if {
	review := policy("GlobalNetworkPolicy", {"ingress": [{"action": "Allow"}]})
	calico_allow_all.violation == set() with input as object.union(review, {"parameters": {"allowed_policies": ["p"]}})
	calico_allow_all.violation == {nobody("ingress", "source")} with input as object.union(review, {"parameters": {"allowed_policies": ["policy"]}})
}

policy(kind, spec) := {"review": {"object": {"apiVersion": "projectcalico.org/v3", "kind": kind, "metadata": {"name": "p"}, "spec": spec}}}

test_denied_without_a_name if {
	count(calico_allow_all.violation) == 1 with input as {"apiVersion": "projectcalico.org/v3", "kind": "NetworkPolicy", "metadata": {"generateName": "p-"}, "spec": {"ingress": [{"action": "Allow"}]}}
}
