package guiderail.gatekeeper.webhook_test

import data.guiderail.gatekeeper.webhook

everything := {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE", "UPDATE"], "resources": ["*", "pods/ephemeralcontainers"]}

good := {"name": "validation.gatekeeper.sh", "failurePolicy": "Fail", "rules": [everything]}

finding(how, path) := {
	"msg": sprintf("validation.gatekeeper.sh: %s", [how]),
	"details": {"path": array.concat(["webhooks", 1], path)},
}

test_denied[note] if {
	some note, case in {
		"open on failure": {
			"fields": {"failurePolicy": "Ignore"}, "path": ["failurePolicy"],
			"how": "failurePolicy is Ignore, so everything is admitted while Gatekeeper is down; set Fail",
		},
		"objects leave themselves out": {
			"fields": {"objectSelector": {"matchExpressions": [{"key": "skip", "operator": "DoesNotExist"}]}}, "path": ["objectSelector"],
			"how": "objectSelector leaves out objects by labels of their own; remove it",
		},
		"condition": {
			"fields": {"matchConditions": [{"name": "not-nodes", "expression": "true"}]}, "path": ["matchConditions", 0],
			"how": `the condition "not-nodes" leaves out requests; remove it, or allow it by name`,
		},
		"condition without a name": {
			"fields": {"matchConditions": [{}]}, "path": ["matchConditions", 0],
			"how": `the condition "" leaves out requests; remove it, or allow it by name`,
		},
		"labelled namespaces alone": {
			"fields": {"namespaceSelector": {"matchLabels": {"policy": "on"}}}, "path": ["namespaceSelector"],
			"how": "namespaceSelector leaves out every namespace without policy=on; leave out single ones instead",
		},
		"labelled namespaces alone, by expression": {
			"fields": {"namespaceSelector": {"matchExpressions": [{"key": "policy", "operator": "Exists"}]}},
			"path": ["namespaceSelector", "matchExpressions", 0],
			"how": "namespaceSelector leaves out every namespace without a label; leave out single ones instead",
		},
		"a label that anyone sets": {
			"fields": {"namespaceSelector": {"matchExpressions": [{"key": "policy", "operator": "NotIn", "values": ["off"]}]}},
			"path": ["namespaceSelector", "matchExpressions", 0],
			"how": "namespaceSelector leaves out namespaces by the label policy; use a label that is guarded",
		},
		"namespaces of applications": {
			"fields": {"namespaceSelector": {"matchExpressions": [{
				"key": "kubernetes.io/metadata.name", "operator": "NotIn",
				"values": ["kube-system", "kube-system-2", "shop"],
			}]}},
			"path": ["namespaceSelector", "matchExpressions", 0],
			"how": "namespaceSelector leaves out the namespaces kube-system-2, shop; name only those of the control plane",
		},
	}
	webhook.violation == {finding(case.how, case.path)} with input as configuration([object.union(good, case.fields)])
	webhook.applies with input as configuration([object.union(good, case.fields)])
}

test_denied_rules[note] if {
	some note, case in {
		"none": {"rules": null, "lacks": [["CREATE", "*"], ["UPDATE", "*"], ["CREATE", "pods/ephemeralcontainers"], ["UPDATE", "pods/ephemeralcontainers"]]},
		"creation alone": {
			"rules": [object.union(everything, {"operations": ["CREATE"]})],
			"lacks": [["UPDATE", "*"], ["UPDATE", "pods/ephemeralcontainers"]],
		},
		"no ephemeral containers": {
			"rules": [object.union(everything, {"resources": ["*"]})],
			"lacks": [["CREATE", "pods/ephemeralcontainers"], ["UPDATE", "pods/ephemeralcontainers"]],
		},
		"one group": {"rules": [object.union(everything, {"apiGroups": ["", "apps"]})], "lacks": [["CREATE", "*"], ["UPDATE", "*"]]},
		"one version": {
			"rules": [object.union(everything, {"apiVersions": ["v1"]})],
			"lacks": [["CREATE", "*"], ["UPDATE", "*"], ["CREATE", "pods/ephemeralcontainers"], ["UPDATE", "pods/ephemeralcontainers"]],
		},
		"namespaced alone": {
			"rules": [object.union(everything, {"scope": "Namespaced", "resources": ["*"]}), object.union(everything, {"resources": ["pods/*"]})],
			"lacks": [["CREATE", "*"], ["UPDATE", "*"]],
		},
	}
	want := {finding(sprintf("no rule covers %s of %s in every group and version; add it", lack), ["rules"]) | some lack in case.lacks}
	webhook.violation == want with input as configuration([object.union(good, {"rules": case.rules})])
}

test_allowed[note] if {
	some note, fields in {
		"plain": {},
		"failure policy absent": {"failurePolicy": null},
		"every operation": {"rules": [object.union(everything, {"operations": ["*"], "resources": ["*/*"]})]},
		"several rules": {"rules": [
			object.union(everything, {"operations": ["CREATE"]}),
			object.union(everything, {"operations": ["UPDATE"], "resources": ["*", "*/ephemeralcontainers"]}),
		]},
		"as AKS and Gatekeeper write it": {"namespaceSelector": {"matchExpressions": [
			{"key": "control-plane", "operator": "DoesNotExist"},
			{"key": "kubernetes.azure.com/managedby", "operator": "NotIn", "values": ["aks"]},
			{"key": "admission.gatekeeper.sh/ignore", "operator": "DoesNotExist"},
			{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["gatekeeper-system"]},
		]}},
		"empty selectors": {"objectSelector": {}, "namespaceSelector": {"matchLabels": null, "matchExpressions": []}, "matchConditions": null},
	}
	webhook.violation == set() with input as configuration([object.union(good, fields)])
}

test_not_applicable[note] if {
	some note, review in {
		"other webhooks": configuration([{"name": "webhook.cert-manager.io", "failurePolicy": "Ignore"}]),
		"none": {"review": {"object": {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration"}}},
		"mutation": {"review": {"object": {
			"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
			"webhooks": [{"name": "validation.gatekeeper.sh", "failurePolicy": "Ignore"}],
		}}},
		"another group": {"review": {"object": {
			"apiVersion": "example.org/v1", "kind": "ValidatingWebhookConfiguration",
			"webhooks": [{"name": "validation.gatekeeper.sh", "failurePolicy": "Ignore"}],
		}}},
	}
	webhook.violation == set() with input as review
	not webhook.applies with input as review
}

test_parameters if {
	review := configuration([object.union(good, {
		"matchConditions": [{"name": "not-nodes"}],
		"rules": [object.union(everything, {"operations": ["CREATE", "UPDATE", "DELETE"], "resources": ["*"]})],
	})])
	webhook.violation == set() with input as object.union(review, {"parameters": {
		"match_conditions": ["not-nodes"],
		"operations": ["CREATE", "UPDATE", "DELETE"],
		"resources": ["*"],
	}})
}

configuration(webhooks) := {"review": {"object": {
	"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
	"metadata": {"name": "gatekeeper-validating-webhook-configuration"},
	"webhooks": array.concat([{"name": "check-ignore-label.gatekeeper.sh"}], webhooks),
}}}
