package lib.guiderail.default_deny_test

import data.lib.guiderail.default_deny

missing := ["no NetworkPolicy selects every pod for ingress; add one that selects all and allows nothing"]

test_open[note] if {
	some note, specs in {
		"no policies": [],
		"egress only": [{"policyTypes": ["Egress"]}],
		"each pod by its label": [{"podSelector": {"matchLabels": {"app": "a"}}}, {"podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}}],
	}
	findings(specs) == missing
}

test_opened_again[note] if {
	some note, case in {
		"everyone": {"rule": {}, "who": ["addresses outside the cluster", "pods of other namespaces"]},
		"null": {"rule": null, "who": ["addresses outside the cluster", "pods of other namespaces"]},
		"every namespace": {"rule": {"from": [{"namespaceSelector": {}}]}, "who": ["pods of other namespaces"]},
		"every address": {"rule": {"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"protocol": "TCP"}]}, "who": ["addresses outside the cluster"]},
		"null port": {"rule": {"from": [{"namespaceSelector": {}}], "ports": [null]}, "who": ["pods of other namespaces"]},
	}
	findings([{"policyTypes": ["Ingress"]}, {"ingress": [{"from": [{"podSelector": {}}]}, case.rule]}]) == [msg |
		some who in case.who
		msg := sprintf(`NetworkPolicy "p1" opens every pod to %s: ingress rule #1; name the peers or the ports`, [who])
	]
}

test_closed[note] if {
	some note, specs in {
		"nothing said": [{}],
		"empty lists": [{"podSelector": {"matchLabels": {}}, "policyTypes": ["Ingress"], "ingress": []}],
		"egress without types": [{"egress": [{}]}],
		"by exclusion": [{"podSelector": {"matchExpressions": [{"key": "open", "operator": "DoesNotExist"}]}}],
		"within the namespace": [{"ingress": [{"from": [{"podSelector": {}}]}]}],
		"ports that are named": [{"ingress": [{"ports": [{"port": 443}]}]}],
		"open for some": [{}, {"podSelector": {"matchLabels": {"app": "a"}}, "ingress": [{}]}],
		"not in force": [{}, {"policyTypes": ["Egress"], "ingress": [{}]}],
	}
	findings(specs) == []
}

test_egress if {
	default_deny.findings("egress") == [replace(missing[0], "ingress", "egress")] with input as namespace with data.inventory as run([{}])
	default_deny.findings("egress") == [] with input as namespace with data.inventory as run([{"policyTypes": ["Egress"], "egress": [{"ports": [{"port": 53, "protocol": "UDP"}]}]}])
}

test_unknown[note] if {
	some note, case in {
		"request": {"review": {"operation": "CREATE", "object": namespace}, "specs": []},
		"placeholder": {"review": {"object": namespace}, "specs": [{"podSelector": {"matchLabels": {"a": "{{A}}"}}}]},
	}
	default_deny.findings("ingress") == [] with input as {"review": case.review} with data.inventory as run(case.specs)
	default_deny.unknowns("ingress") == missing with input as {"review": case.review} with data.inventory as run(case.specs)
}

test_silent if {
	default_deny.findings("ingress") == [] with input as object.union(namespace, {"kind": "Node"}) with data.inventory as {}
	default_deny.unknowns("ingress") == [] with input as namespace with data.inventory as run([])
}

findings(specs) := found if {
	found := default_deny.findings("ingress") with input as namespace with data.inventory as run(specs)
}

namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}

run(specs) := {"namespace": {"shop": {"networking.k8s.io/v1": {"NetworkPolicy": policies}}}} if {
	policies := {name: policy |
		some i, spec in specs
		name := sprintf("p%d", [i])
		policy := {"metadata": {"name": name, "namespace": "shop"}, "spec": spec}
	}
}
