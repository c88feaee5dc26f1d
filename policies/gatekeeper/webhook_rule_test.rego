package lib.guiderail.webhook_rule_test

import data.lib.guiderail.webhook_rule

test_covered[note] if {
	some note, case in {
		"everything": {"rule": {}, "resource": "*", "want": true},
		"subresource": {"rule": {"resources": ["*/*"]}, "resource": "pods/exec", "want": true},
		"resources by the pattern for subresources": {"rule": {"resources": ["*/*"]}, "resource": "*", "want": true},
		"subresource of every resource": {"rule": {"resources": ["*/exec"]}, "resource": "pods/exec", "want": true},
		"every subresource": {"rule": {"resources": ["pods/*"]}, "resource": "pods/exec", "want": true},
		"named subresource": {"rule": {"resources": ["pods/exec"]}, "resource": "pods/exec", "want": true},
		"resources without subresources": {"rule": {}, "resource": "pods/exec", "want": false},
		"another subresource": {"rule": {"resources": ["*/scale"]}, "resource": "pods/exec", "want": false},
		"some resources": {"rule": {"resources": ["pods"]}, "resource": "*", "want": false},
		"every operation": {"rule": {"operations": ["*"]}, "resource": "*", "want": true},
		"another operation": {"rule": {"operations": ["UPDATE"]}, "resource": "*", "want": false},
		"one version": {"rule": {"apiVersions": ["v1"]}, "resource": "*", "want": false},
		"core group": {"rule": {"apiGroups": [""]}, "resource": "*", "want": false},
		"pods in the core group": {"rule": {"apiGroups": [""], "resources": ["pods/*"]}, "resource": "pods/exec", "want": true},
		"every scope": {"rule": {"scope": "*"}, "resource": "*", "want": true},
		"one scope": {"rule": {"scope": "Namespaced"}, "resource": "*", "want": false},
		"operations are not set": {"rule": {"operations": null}, "resource": "*", "want": false},
	}
	[true | webhook_rule.is_covered({"rules": [rule(case.rule)]}, "CREATE", case.resource)] == [true | case.want]
}

# No rule alone covers what two cover together.
test_covered_by_two_rules if {
	rules := [rule({"apiVersions": ["v1"]}), rule({"apiGroups": ["apps"]})]
	not webhook_rule.is_covered({"rules": rules}, "CREATE", "*")
	webhook_rule.is_covered({"rules": array.concat(rules, [rule({})])}, "CREATE", "*")
}

test_covered_by_no_rules if not webhook_rule.is_covered({"rules": null}, "CREATE", "*")

test_exemption[note] if {
	some note, case in {
		"demanded": {
			"expression": {"key": "team", "operator": "Exists"},
			"want": "namespaceSelector leaves out every namespace without a label; leave out single ones instead",
		},
		"demanded by value": {
			"expression": {"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["shop"]},
			"want": "namespaceSelector leaves out every namespace without a label; leave out single ones instead",
		},
		"others by name": {
			"expression": {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kube-system", "shop", "till"]},
			"want": "namespaceSelector leaves out the namespaces shop, till; name only those of the control plane",
		},
		"by a label": {
			"expression": {"key": "team", "operator": "DoesNotExist"},
			"want": "namespaceSelector leaves out namespaces by the label team; use a label that is guarded",
		},
		"by the value of a label": {
			"expression": {"key": "team", "operator": "NotIn", "values": ["a"]},
			"want": "namespaceSelector leaves out namespaces by the label team; use a label that is guarded",
		},
	}
	webhook_rule.exemption(case.expression, parameters) == case.want
}

test_no_exemption[note] if {
	some note, expression in {
		"control plane": {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kube-system"]},
		"guarded label": {"key": "ignore", "operator": "DoesNotExist"},
		"value of a guarded label": {"key": "ignore", "operator": "NotIn", "values": ["yes"]},
	}
	not webhook_rule.exemption(expression, parameters)
}

parameters := {"exempt_namespaces": ["kube-system"], "exempt_labels": ["ignore"]}

rule(changes) := object.union(
	{"operations": ["CREATE"], "apiGroups": ["*"], "apiVersions": ["*"], "resources": ["*"]},
	changes,
)
