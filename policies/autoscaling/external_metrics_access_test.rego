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
		"msg": sprintf("rules[1] grants access to every external metric (%s); list the metrics in resources", [case.verbs]),
		"details": {"path": ["rules", 1]},
	}} with input as role("team", [null, case.rule])
}

test_denied_role_of_a_similar_name if {
	count(external_metrics_access.violation) == 1 with input as role("external-metrics-reader-2", [everything])
	count(external_metrics_access.violation) == 1 with input as role(null, [everything])
	count(external_metrics_access.violation) == 1 with input as {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "rules": [everything]}
}

test_denied_role_by_its_name[name] if {
	some name in ["external-metrics-reader", "keda-external-metrics-reader", "keda-operator-external-metrics-reader"]
	count(external_metrics_access.violation) == 1 with input as role(name, [everything])
}

test_denied_surplus_of_the_default_role if {
	{finding.details.path | some finding in external_metrics_access.violation} == {["rules", 1]} with input as role(
		"system:controller:horizontal-pod-autoscaler",
		[everything, object.union(everything, {"verbs": ["delete"]})],
	)
}

test_allowed_role_that_is_bound_to_the_autoscaler[note] if {
	some note, subject in {"account": autoscaler, "user": {"kind": "User", "name": "system:serviceaccount:kube-system:horizontal-pod-autoscaler"}}
	external_metrics_access.violation == set() with input as role("metrics", [everything]) with data.inventory as bound("metrics", [subject])
}

test_denied_role_that_is_bound_otherwise[note] if {
	some note, inventory in {
		"to another too": bound("metrics", [autoscaler, {"kind": "User", "name": "alice"}]),
		"to an account of the name elsewhere": bound("metrics", [object.union(autoscaler, {"namespace": "shop"})]),
		"to a user of the name": bound("metrics", [{"kind": "User", "name": "horizontal-pod-autoscaler"}]),
		"to nobody": bound("metrics", null),
		"another role": bound("other", [autoscaler]),
		"in a namespace to another too": object.union(bound("metrics", [autoscaler]), {"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"b": {
			"roleRef": {"kind": "ClusterRole", "name": "metrics"},
			"subjects": [{"kind": "Group", "name": "team"}],
		}}}}}}),
	}
	count(external_metrics_access.violation) == 1 with input as role("metrics", [everything]) with data.inventory as inventory
}

autoscaler := {"kind": "ServiceAccount", "name": "horizontal-pod-autoscaler", "namespace": "kube-system"}

bound(name, subjects) := {"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRoleBinding": {"b": {
	"roleRef": {"kind": "ClusterRole", "name": name},
	"subjects": subjects,
}}}}}

test_allowed_role[note] if {
	some note, review in {
		"the autoscaler's, as every cluster has it": role("system:controller:horizontal-pod-autoscaler", [everything]),
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
			"how": "sets resources.namespaced to false, so each namespace gets the metrics of all; remove it",
		},
		"no matchers": {
			"rule": "{seriesQuery: up, metricsQuery: 'sum(<<.Series>>)'}",
			"how": "has a metricsQuery without <<.LabelMatchers>>, so each namespace gets the metrics of all; add it",
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

test_applies[note] if {
	some note, object in {
		"one metric": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}, "rules": [{"apiGroups": ["external.metrics.k8s.io"], "resources": ["queue"], "verbs": ["get"]}]},
		"all metrics": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}, "rules": [everything]},
		"rules of an adapter": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"config.yaml": "externalRules:\n- seriesQuery: a"}},
	}
	external_metrics_access.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"another group": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}, "rules": [{"apiGroups": ["metrics.k8s.io"], "resources": ["*"], "verbs": ["get"]}]},
		"no rules": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"config.yaml": "rules: []"}},
		"no data": {"apiVersion": "v1", "kind": "ConfigMap", "data": null},
		"rules that are none": {"apiVersion": "v1", "kind": "ConfigMap", "data": {"config.yaml": "externalRules: 7"}},
	}
	not external_metrics_access.applies with input as {"review": {"object": object}}
}
