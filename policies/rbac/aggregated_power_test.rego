package lib.guiderail.aggregated_power_test

import data.lib.guiderail.aggregated_power

test_into[note] if {
	some note, case in {
		"one": {"labels": {label("view"): "true"}, "want": ["view"]},
		"two, the more powerful first": {"labels": {label("view"): "true", label("admin"): "true"}, "want": ["admin", "view"]},
		"a boolean": {"labels": {label("edit"): true}, "want": ["edit"]},
		"another value": {"labels": {label("edit"): "false"}, "want": []},
		"another role": {"labels": {label("ops"): "true"}, "want": []},
		"no labels": {"labels": null, "want": []},
	}
	aggregated_power.into == case.want with input as role("ClusterRole", "mine", case.labels)
}

test_into_of_another_kind if {
	aggregated_power.into == [] with input as role("Role", "mine", {label("edit"): "true"})
}

test_default_elsewhere[note] if {
	some note, case in {
		"label of its own": {"name": "edit", "labels": {label("admin"): "true"}, "want": false},
		"label that it has nowhere": {"name": "edit", "labels": {label("view"): "true"}, "want": true},
		"no default": {"name": "mine", "labels": {label("view"): "true"}, "want": false},
		"no label": {"name": "edit", "labels": {}, "want": false},
	}
	found := [true | aggregated_power.is_default_elsewhere] with input as role("ClusterRole", case.name, case.labels)
	found == [true | case.want]
}

test_default_that_is_selected[note] if {
	some note, case in {
		"all": {"selector": {}, "want": ["cluster-admin", "do everything"]},
		"null": {"selector": null, "want": ["cluster-admin", "do everything"]},
		"defaults": {
			"selector": {"matchLabels": {"kubernetes.io/bootstrapping": "rbac-defaults"}},
			"want": ["cluster-admin", "do everything"],
		},
		"what is for admin": {
			"selector": {"matchLabels": {label("admin"): "true"}},
			"want": ["edit", "read every Secret and act as every service account"],
		},
		"what is for edit": {
			"selector": {"matchLabels": {label("edit"): "true"}},
			"want": ["system:aggregate-to-edit", "read every Secret and act as every service account"],
		},
		"what is for admin alone": {
			"selector": {
				"matchLabels": {label("admin"): "true", "kubernetes.io/bootstrapping": "rbac-defaults"},
				"matchExpressions": [{"key": label("edit"), "operator": "DoesNotExist"}],
			},
			"want": ["edit", "read every Secret and act as every service account"],
		},
	}
	aggregated_power.of_default(case.selector) == case.want
}

test_no_default_is_selected[note] if {
	some note, selector in {
		"a label of its own": {"matchLabels": {"to": "mine"}},
		"what is for view": {"matchLabels": {label("view"): "true"}},
		"no selector": "all",
	}
	not aggregated_power.of_default(selector)
}

label(role_name) := sprintf("rbac.authorization.k8s.io/aggregate-to-%s", [role_name])

role(kind, name, labels) := {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind,
	"metadata": {"name": name, "labels": labels},
}
