package lib.guiderail.default_deny_test

import data.lib.guiderail.default_deny

missing := {"no NetworkPolicy selects every pod for ingress; add one with an empty podSelector that allows nothing"}

test_open[note] if {
	some note, specs in {
		"no policies": [],
		"egress only": [{"policyTypes": ["Egress"]}],
		"each pod by its label": [{"podSelector": {"matchLabels": {"app": "a"}}}, {"podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}}],
	}
	findings(specs) == missing
}

# A policy that a label escapes closes nothing.
test_escaped[note] if {
	some note, case in {
		"a label": {"specs": [{"podSelector": with_label("DoesNotExist")}], "titles": `NetworkPolicy "p0"`},
		"a value": {"specs": [{"podSelector": {"matchExpressions": [{"key": "open", "operator": "NotIn", "values": ["yes"]}]}}], "titles": `NetworkPolicy "p0"`},
		"two labels": {
			"specs": [{"podSelector": with_label("DoesNotExist")}, {"podSelector": {"matchExpressions": [{"key": "b", "operator": "DoesNotExist"}]}}],
			"titles": `NetworkPolicy "p0" and NetworkPolicy "p1"`,
		},
	}
	findings(case.specs) == {sprintf("the podSelector of %s excludes pods by label, so they are not isolated for ingress; leave it empty", [case.titles])}
}

with_label(operator) := {"matchExpressions": [{"key": "open", "operator": operator}]}

test_opened_again[note] if {
	some note, case in {
		"everyone": {"rule": {}, "who": ["addresses outside the cluster", "pods of other namespaces"]},
		"null": {"rule": null, "who": ["addresses outside the cluster", "pods of other namespaces"]},
		"every namespace": {"rule": {"from": [{"namespaceSelector": {}}]}, "who": ["pods of other namespaces"]},
		"every address": {"rule": {"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"protocol": "TCP"}]}, "who": ["addresses outside the cluster"]},
		"nearly every address": {"rule": {"from": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["198.51.100.0/24"]}}]}, "who": ["addresses outside the cluster"]},
		"half of all addresses": {"rule": {"from": [{"ipBlock": {"cidr": "0.0.0.0/1"}}]}, "who": ["addresses outside the cluster"]},
		"nearly every namespace": {"rule": {"from": [{"namespaceSelector": with_label("DoesNotExist")}]}, "who": ["pods of other namespaces"]},
		"every port": {"rule": {"from": [{"namespaceSelector": {}}], "ports": [{"port": 1, "endPort": 65535}]}, "who": ["pods of other namespaces"]},
		"null port": {"rule": {"from": [{"namespaceSelector": {}}], "ports": [null]}, "who": ["pods of other namespaces"]},
	}
	findings([{"policyTypes": ["Ingress"]}, {"ingress": [{"from": [{"podSelector": {}}]}, case.rule]}]) == {msg |
		some who in case.who
		msg := sprintf(`NetworkPolicy "p1" opens every pod to %s: ingress[1]; list the peers or the ports`, [who])
	}
}

test_closed[note] if {
	some note, specs in {
		"nothing said": [{}],
		"empty lists": [{"podSelector": {"matchLabels": {}}, "policyTypes": ["Ingress"], "ingress": []}],
		"egress without types": [{"egress": [{}]}],
		"with a label and without it": [{"podSelector": with_label("Exists")}, {"podSelector": with_label("DoesNotExist")}],
		"within the namespace": [{"ingress": [{"from": [{"podSelector": {}}]}]}],
		"ports that are named": [{"ingress": [{"ports": [{"port": 443}]}]}],
		"open for some": [{}, {"podSelector": {"matchLabels": {"app": "a"}}, "ingress": [{}]}],
		"not in force": [{}, {"policyTypes": ["Egress"], "ingress": [{}]}],
	}
	findings(specs) == set()
}

test_egress if {
	verdicts("egress", "unknown", run([{}])) == {"findings": {replace(message, "ingress", "egress") | some message in missing}, "unknowns": set()}
	verdicts("egress", "unknown", run([{"policyTypes": ["Egress"], "egress": [{"ports": [{"port": 53, "protocol": "UDP"}]}]}])) == {"findings": set(), "unknowns": set()}
}

test_unknown[note] if {
	some note, case in {
		"request": {"review": {"operation": "CREATE", "object": namespace}, "specs": []},
		"placeholder": {"review": {"object": namespace}, "specs": [{"podSelector": {"matchLabels": {"a": "{{A}}"}}}]},
	}
	found := default_deny.offences("ingress", "unknown") with input as {"review": case.review} with data.inventory as run(case.specs)
	split_up(found) == {"findings": set(), "unknowns": missing}
}

test_silent if {
	default_deny.offences("ingress", "unknown") == set() with input as object.union(namespace, {"kind": "Node"}) with data.inventory as {}
}

# What the policies of others do is not known, unless somebody says that they count, or do not.
test_other_policies if {
	other := {"kind": "CiliumNetworkPolicy", "metadata": {"name": "deny"}, "spec": {"endpointSelector": {}, "ingress": [{}]}}
	held := {"namespace": {"shop": {"cilium.io/v2": {"CiliumNetworkPolicy": {"deny": other}}}}}
	doubt := {"no NetworkPolicy selects every pod for ingress; whether CiliumNetworkPolicy \"deny\" does is not known (parameter other_policies)"}
	verdicts("ingress", "unknown", held) == {"findings": set(), "unknowns": doubt}
	verdicts("ingress", "count", held) == {"findings": set(), "unknowns": set()}
	verdicts("ingress", "ignore", held) == {"findings": missing, "unknowns": set()}
	verdicts("egress", "unknown", held) == {"findings": {replace(message, "ingress", "egress") | some message in missing}, "unknowns": set()}
	opened := object.union(held, run([{"ingress": [{"from": [{"namespaceSelector": {}}]}]}]))
	count(verdicts("ingress", "unknown", opened).findings) == 1
}

# A policy without a namespace may be meant for this one.
test_policies_without_a_namespace if {
	floating := {"kind": "NetworkPolicy", "metadata": {"name": "deny"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}
	held := {"namespace": {"default": {"networking.k8s.io/v1": {"NetworkPolicy": {"deny": floating}}}}}
	doubt := {"no NetworkPolicy selects every pod for ingress; whether NetworkPolicy \"deny\" does is not known because a namespace is not set"}
	verdicts("ingress", "ignore", held) == {"findings": set(), "unknowns": doubt}
	verdicts("ingress", "count", held) == {"findings": set(), "unknowns": doubt}
	count(verdicts("egress", "ignore", held).findings) == 1
}

test_is_closed if {
	default_deny.is_closed("shop", "ingress") with input as {} with data.inventory as run([{}])
	not default_deny.is_closed("shop", "ingress") with input as {} with data.inventory as run([])
}

verdicts(direction, others, held) := split_up(found) if {
	found := default_deny.offences(direction, others) with input as namespace with data.inventory as held
}

split_up(found) := {"findings": certain, "unknowns": open} if {
	every offence in found {
		offence.path == []
	}
	certain := {offence.msg | some offence in found; not offence.is_open}
	open := {offence.msg | some offence in found; offence.is_open}
}

findings(specs) := verdicts("ingress", "unknown", run(specs)).findings

namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}

run(specs) := {"namespace": {"shop": {"networking.k8s.io/v1": {"NetworkPolicy": policies}}}} if {
	policies := {name: policy |
		some i, spec in specs
		name := sprintf("p%d", [i])
		policy := {"metadata": {"name": name, "namespace": "shop"}, "spec": spec}
	}
}
