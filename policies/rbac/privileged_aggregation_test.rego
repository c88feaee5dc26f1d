package guiderail.rbac.privileged_aggregation_test

import data.guiderail.rbac.privileged_aggregation

test_denied_rules[note] if {
	some note, case in {
		"Secrets for view": {
			"labels": labels(["view"]),
			"want": finding("rules[1] (get on secrets): a label adds it to view, so anyone bound to that can read every Secret in every namespace; remove the label or the rule", 1),
		},
		"Secrets for edit": {
			"labels": labels(["edit"]),
			"want": finding("rules[1] (get on secrets): a label adds it to edit, so anyone bound to that can read every Secret in every namespace; remove the label or the rule", 1),
		},
		"both": {
			"labels": labels(["admin", "edit"]),
			"want": finding("rules[1] (get on secrets): a label adds it to admin and edit, so anyone bound to that can read every Secret in every namespace; remove the label or the rule", 1),
		},
		"a label without quotes": {
			"labels": {"rbac.authorization.k8s.io/aggregate-to-admin": true},
			"want": finding("rules[1] (get on secrets): a label adds it to admin, so anyone bound to that can read every Secret in every namespace; remove the label or the rule", 1),
		},
	}
	privileged_aggregation.violation == {case.want} with input as role({"metadata": {"name": "r", "labels": case.labels}, "rules": [reading, secrets]})
}

test_denied_power_of_every_kind[note] if {
	some note, rule in {
		"05": secrets,
		"06": {"apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"]},
		"07": {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]},
		"08": {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["create"]},
		"09": {"apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies"], "verbs": ["delete"]},
		"all": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
	}
	count(privileged_aggregation.violation) == 1 with input as role({"metadata": {"name": "r", "labels": labels(["view"])}, "rules": [rule]})
}

test_denied_selector[note] if {
	some note, selector in {
		"empty": {},
		"null": null,
		"empty labels": {"matchLabels": {}, "matchExpressions": null},
		"the label of the bootstrap roles": {"matchLabels": {"kubernetes.io/bootstrapping": "rbac-defaults"}},
		"the key of that label": {"matchExpressions": [{"key": "kubernetes.io/bootstrapping", "operator": "Exists"}]},
		"its value among others": {"matchExpressions": [{"key": "kubernetes.io/bootstrapping", "operator": "In", "values": ["x", "rbac-defaults"]}]},
		"all but few": {"matchExpressions": [{"key": "team", "operator": "NotIn", "values": ["a"]}]},
		"all without a label": {"matchExpressions": [{"key": "team", "operator": "DoesNotExist"}]},
	}
	privileged_aggregation.violation == {{
		"msg": "aggregationRule.clusterRoleSelectors[1] selects cluster-admin, so anyone bound to this ClusterRole can do everything; select by a label of its own",
		"details": {"path": ["aggregationRule", "clusterRoleSelectors", 1]},
	}} with input as role({"metadata": {"name": "r"}, "rules": null, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"team": "a"}}, selector]}})
}

test_denied_default_roles[note] if {
	some note, case in {
		"edit": {
			"selector": {"matchLabels": {"rbac.authorization.k8s.io/aggregate-to-admin": "true"}},
			"want": "selects edit, so anyone bound to this ClusterRole can read every Secret and act as every service account",
		},
		"a part of edit": {
			"selector": {"matchExpressions": [{"key": "rbac.authorization.k8s.io/aggregate-to-edit", "operator": "Exists"}]},
			"want": "selects system:aggregate-to-edit, so anyone bound to this ClusterRole can read every Secret and act as every service account",
		},
	}
	privileged_aggregation.violation == {{
		"msg": sprintf("aggregationRule.clusterRoleSelectors[1] %s; select by a label of its own", [case.want]),
		"details": {"path": ["aggregationRule", "clusterRoleSelectors", 1]},
	}} with input as role({
		"metadata": {"name": "r"}, "rules": null,
		"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"team": "a"}}, case.selector]},
	})
}

test_allowed_default_roles[note] if {
	some note, written in {
		"what only reads": {"metadata": {"name": "r"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"rbac.authorization.k8s.io/aggregate-to-view": "true"}}]}},
		"more labels than they have": {"metadata": {"name": "r"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {
			"rbac.authorization.k8s.io/aggregate-to-edit": "true",
			"team": "a",
		}}]}},
		"the default role itself": {"metadata": {"name": "admin"}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"rbac.authorization.k8s.io/aggregate-to-admin": "true"}}]}},
	}
	privileged_aggregation.violation == set() with input as role(written)
}

test_denied_what_is_taken_in[note] if {
	some note, case in {
		"directly": {"selector": {"matchLabels": {"to": "shop"}}, "name": "secrets", "title": "rules[0] (get on secrets)"},
		"by an expression": {"selector": {"matchExpressions": [{"key": "to", "operator": "In", "values": ["shop"]}]}, "name": "secrets", "title": "rules[0] (get on secrets)"},
		"through another": {"selector": {"matchLabels": {"to": "till"}}, "name": "secrets", "title": "rules[0] (get on secrets)"},
	}
	msg := sprintf("aggregationRule.clusterRoleSelectors[1] selects ClusterRole %q, %s: a label adds it to view, so anyone bound to that can read every Secret in every namespace; remove the label or narrow the selector", [case.name, case.title])
	written := aggregated(labels(["view"]), [{"matchLabels": {"to": "nobody"}}, case.selector])
	privileged_aggregation.violation == {{"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", 1]}}} with input as role(written) with data.inventory as inventory
}

# A cluster writes the rules into the role.
test_denied_once if {
	written := object.union(aggregated(labels(["view"]), [{"matchLabels": {"to": "shop"}}]), {"rules": [reading, secrets]})
	count(privileged_aggregation.violation) == 1 with input as role(written) with data.inventory as inventory
}

test_allowed_what_is_taken_in[note] if {
	some note, written in {
		"no label": aggregated({}, [{"matchLabels": {"to": "shop"}}]),
		"harmless": aggregated(labels(["view"]), [{"matchLabels": {"to": "harmless"}}]),
		"itself, as it was": aggregated(labels(["view"]), [{"matchLabels": {"to": "itself"}}]),
		"nothing": aggregated(labels(["view"]), [{"matchLabels": {"to": "nobody"}}]),
		"wrong type": {"metadata": {"name": "r", "labels": labels(["view"])}, "aggregationRule": "all", "rules": null},
	}
	privileged_aggregation.violation == set() with input as role(written) with data.inventory as inventory
}

test_allowed_what_is_taken_in_by_parameter if {
	written := aggregated(labels(["view"]), [{"matchLabels": {"to": "shop"}}])
	asked := {"review": {"object": role(written)}, "parameters": {"allowed_roles": ["secrets"]}}
	privileged_aggregation.violation == set() with input as asked with data.inventory as inventory
}

test_denied_default_role[note] if {
	some note, case in {
		"a label more": {"name": "system:aggregate-to-edit", "labels": ["edit", "view"], "to": "edit and view"},
		"a label of a role without any": {"name": "system:kube-controller-manager", "labels": ["view"], "to": "view"},
	}
	written := {"metadata": {"name": case.name, "labels": labels(case.labels)}, "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]}
	{finding.msg | some finding in privileged_aggregation.violation} == {sprintf("rules[0] (get on secrets): a label adds it to %s, so anyone bound to that can read every Secret in every namespace; remove the label or the rule", [case.to])} with input as role(written)
}

test_denied_default_role_with_another_selector if {
	written := {"metadata": {"name": "view", "labels": labels(["edit"])}, "rules": [], "aggregationRule": {"clusterRoleSelectors": [{}]}}
	{finding.details.path | some finding in privileged_aggregation.violation} == {["aggregationRule", "clusterRoleSelectors", 0]} with input as role(written)
}

test_default_role_that_is_allowed if {
	written := {"metadata": {"name": "system:aggregate-to-edit", "labels": labels(["view"])}, "rules": [secrets]}
	privileged_aggregation.violation == set() with input as {"review": {"object": role(written)}, "parameters": {"allowed_roles": ["system:aggregate-to-edit"]}}
}

aggregated(written_labels, selectors) := {"metadata": {"name": "r", "labels": written_labels}, "aggregationRule": {"clusterRoleSelectors": selectors}, "rules": []}

inventory := {"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": {
	"r": {"kind": "ClusterRole", "metadata": {"labels": {"to": "itself"}}, "rules": [secrets]},
	"secrets": {"kind": "ClusterRole", "metadata": {"labels": {"to": "shop"}}, "rules": [secrets]},
	"till": {"kind": "ClusterRole", "metadata": {"labels": {"to": "till"}}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "shop"}}]}},
	"reading": {"kind": "ClusterRole", "metadata": {"labels": {"to": "harmless"}}, "rules": [reading]},
}}}}

test_allowed[note] if {
	some note, written in {
		"no label": {"metadata": {"name": "r"}, "rules": [secrets]},
		"null for labels": {"metadata": {"name": "r", "labels": null}, "rules": [secrets]},
		"a label that is off": {"metadata": {"name": "r", "labels": {"rbac.authorization.k8s.io/aggregate-to-edit": "false"}}, "rules": [secrets]},
		"a label of another role": {"metadata": {"name": "r", "labels": labels(["monitoring"])}, "rules": [secrets]},
		"harmless rules": {"metadata": {"name": "r", "labels": labels(["view"])}, "rules": [reading]},
		"workloads for those who run workloads": {
			"metadata": {"name": "r", "labels": labels(["admin", "edit"])},
			"rules": [{"apiGroups": ["argoproj.io"], "resources": ["workflows"], "verbs": ["create"]}],
		},
		"a bootstrap role": {"metadata": {"name": "system:aggregate-to-edit", "labels": labels(["edit"])}, "rules": [secrets]},
		"a bootstrap role that the cluster fills": {"metadata": {"name": "edit", "labels": labels(["admin"])}, "rules": [secrets, {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}], "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": labels(["edit"])}]}},
		"no aggregation rule": {"metadata": {"name": "r"}, "aggregationRule": null, "rules": []},
		"no selectors": {"metadata": {"name": "r"}, "aggregationRule": {"clusterRoleSelectors": null}, "rules": []},
	}
	privileged_aggregation.violation == set() with input as role(written)
	privileged_aggregation.unknown == set() with input as role(written)
}

test_allowed_selector[note] if {
	some note, selector in {
		"a label": {"matchLabels": {"rbac.authorization.k8s.io/aggregate-to-monitoring": "true"}},
		"one label of two": {"matchLabels": {"kubernetes.io/bootstrapping": "rbac-defaults", "team": "a"}},
		"another value": {"matchLabels": {"kubernetes.io/bootstrapping": "x"}},
		"an expression": {"matchExpressions": [{"key": "team", "operator": "In", "values": ["a"]}]},
		"one expression of two": {"matchExpressions": [{"key": "team", "operator": "NotIn", "values": ["a"]}, {"key": "team", "operator": "Exists"}]},
		"without the bootstrap roles": {"matchExpressions": [{"key": "kubernetes.io/bootstrapping", "operator": "DoesNotExist"}]},
		"without their value": {"matchExpressions": [{"key": "kubernetes.io/bootstrapping", "operator": "NotIn", "values": ["rbac-defaults"]}]},
		"an operator that there is not": {"matchExpressions": [{"key": "team", "operator": "Not"}]},
		"a text": "all",
		"a text for an expression": {"matchExpressions": ["all"]},
	}
	privileged_aggregation.violation == set() with input as role({"metadata": {"name": "r"}, "aggregationRule": {"clusterRoleSelectors": [selector]}})
}

test_denied_circle if {
	one := role({"metadata": {"name": "a", "labels": {"ring": "a"}}, "aggregationRule": {"clusterRoleSelectors": [{}, {"matchLabels": {"ring": "b"}}]}})
	other := role({"metadata": {"name": "b", "labels": {"ring": "b"}}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"ring": "a"}}]}})
	beside := {"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": {"a": one, "b": other}}}}
	msg := `aggregationRule.clusterRoleSelectors[1] selects ClusterRole "b", which selects this one, so a rule of either stays in both forever; narrow the selector`
	{"msg": msg, "details": {"path": ["aggregationRule", "clusterRoleSelectors", 1]}} in privileged_aggregation.violation with input as one with data.inventory as beside
	count(privileged_aggregation.violation) == 1 with input as other with data.inventory as beside
}

test_allowed_for_other_kinds if {
	written := {"metadata": {"name": "r", "labels": labels(["view"])}, "rules": [secrets], "aggregationRule": {"clusterRoleSelectors": [{}]}}
	privileged_aggregation.violation == set() with input as object.union(role(written), {"kind": "Role"})
	privileged_aggregation.violation == set() with input as object.union(role(written), {"apiVersion": "example.org/v1"})
}

test_allowed_by_parameter if {
	written := {"metadata": {"name": "r", "labels": labels(["view"])}, "rules": [secrets], "aggregationRule": {"clusterRoleSelectors": [{}]}}
	privileged_aggregation.violation == set() with input as {"review": {"object": role(written)}, "parameters": {"allowed_roles": ["r"]}}
}

test_unknown if {
	rule := {"apiGroups": [""], "resources": ["{{ .Values.resource }}"], "verbs": ["get"]}
	privileged_aggregation.unknown == {{
		"msg": "rules[0]: resources {{ .Values.resource }} is still to be filled in",
		"details": {"path": ["rules", 0, "resources", 0]},
	}} with input as role({"metadata": {"name": "r", "labels": labels(["view"])}, "rules": [rule]})
}

secrets := {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}

reading := {"apiGroups": ["example.org"], "resources": ["things"], "verbs": ["get", "create"]}

labels(roles) := {label: "true" |
	some role in roles
	label := sprintf("rbac.authorization.k8s.io/aggregate-to-%s", [role])
}

finding(msg, i) := {"msg": msg, "details": {"path": ["rules", i, "resources", 0]}}

role(written) := object.union({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole"}, written)
