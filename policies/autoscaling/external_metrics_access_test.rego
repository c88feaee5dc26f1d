package guiderail.autoscaling.external_metrics_access_test

import data.guiderail.autoscaling.external_metrics_access

everything := {"apiGroups": ["external.metrics.k8s.io"], "resources": ["*"], "verbs": ["get", "list"]}

test_denied_role[note] if {
	some note, case in {
		"reading": {"rule": everything, "verbs": "get, list"},
		"all": {"rule": {"apiGroups": ["custom.metrics.k8s.io", "external.metrics.k8s.io"], "resources": ["*"], "verbs": ["*"]}, "verbs": "*"},
		"no verbs": {"rule": {"apiGroups": ["external.metrics.k8s.io"], "resources": ["*"]}, "verbs": ""},
	}
	external_metrics_access.violation == {{
		"msg": sprintf("rules[1] lets its holders use every external metric (%s); name the metrics in resources", [case.verbs]),
		"details": {"path": ["rules", 1]},
	}} with input as role("team", [null, case.rule])
}

test_denied_role_of_a_similar_name if {
	count(external_metrics_access.violation) == 1 with input as role("external-metrics-reader-2", [everything])
	count(external_metrics_access.violation) == 1 with input as role(null, [everything])
	count(external_metrics_access.violation) == 1 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "rules": [everything]}
}

test_allowed_role[note] if {
	some note, review in {
		"the autoscaler's": role("system:controller:horizontal-pod-autoscaler", [everything]),
		"some metrics": role("team", [{"apiGroups": ["external.metrics.k8s.io"], "resources": ["queue_length"], "verbs": ["get"]}]),
		"custom metrics": role("team", [{"apiGroups": ["custom.metrics.k8s.io"], "resources": ["*"], "verbs": ["get"]}]),
		"no rules": role("team", null),
		"in one namespace": {"review": {"object": {
			"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
			"metadata": {"name": "team"}, "rules": [everything],
		}}},
		"another group": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "metadata": {"name": "team"}, "rules": [everything]}}},
	}
	external_metrics_access.violation == set() with input as review
}

test_parameter_names_roles if {
	review := object.union(role("team", [everything]), {"parameters": {"autoscaler_roles": ["team"]}})
	external_metrics_access.violation == set() with input as review
}

test_denied_adapter_rule[note] if {
	some note, case in {
		"not namespaced": {
			"rule": "{seriesQuery: up, resources: {namespaced: false}, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})'}",
			"how": "has resources.namespaced false, so every namespace gets the metrics of all; remove it",
		},
		"no matchers": {
			"rule": "{seriesQuery: up, metricsQuery: 'sum(<<.Series>>)'}",
			"how": "has a metricsQuery without <<.LabelMatchers>>, so every namespace gets the metrics of all; add it",
		},
	}
	text := sprintf("rules: []\nexternalRules:\n- {seriesQuery: up}\n- %s\n", [case.rule])
	external_metrics_access.violation == {{
		"msg": sprintf("data.config.yaml: externalRules[1] %s", [case.how]),
		"details": {"path": ["data", "config.yaml"]},
	}} with input as config({"config.yaml": text})
}

test_allowed_adapter[note] if {
	some note, files in {
		"matchers": {"config.yaml": "externalRules: [{seriesQuery: up, metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'}]"},
		"trimmed matchers": {"config.yaml": "externalRules: [{metricsQuery: 'sum(<<.Series>>{<<- .LabelMatchers >>})'}]"},
		"none": {"config.yaml": "externalRules: []"},
		"null": {"config.yaml": "externalRules:"},
		"custom rules": {"config.yaml": "rules: [{metricsQuery: 'sum(<<.Series>>)'}]"},
		"no YAML": {"note": "externalRules: [ {"},
		"text": {"note": "about externalRules"},
		"no text": {"note": 5},
		"no data": null,
	}
	external_metrics_access.violation == set() with input as config(files)
}

role(name, rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
	"metadata": {"name": name}, "rules": rules,
}}}

config(files) := {"review": {"object": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "adapter-config"}, "data": files}}}
