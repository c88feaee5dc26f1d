package lib.guiderail.bound_role_test

import data.lib.guiderail.bound_role

test_rules[note] if {
	some note, case in {
		"a Role": {"of": bound("RoleBinding", "Role", "reader"), "want": [["reader", "rule #0", ["get"]], ["reader", "rule #1", ["list"]]]},
		"a ClusterRole of that name": {"of": bound("RoleBinding", "ClusterRole", "reader"), "want": [["reader", "rule #0", ["watch"]]]},
		"the whole cluster": {"of": bound("ClusterRoleBinding", "ClusterRole", "reader"), "want": [["reader", "rule #0", ["watch"]]]},
		"no Role for the whole cluster": {"of": bound("ClusterRoleBinding", "Role", "reader"), "want": []},
		"not there": {"of": bound("RoleBinding", "Role", "gone"), "want": []},
		"aggregated through another": {"of": bound("ClusterRoleBinding", "ClusterRole", "all"), "want": [["all", "rule #0", ["delete"]], ["part", "rule #0", ["patch"]]]},
		"aggregated in a circle": {"of": bound("ClusterRoleBinding", "ClusterRole", "first"), "want": [["third", "rule #0", ["create"]]]},
		"selectors of the wrong type": {"of": bound("ClusterRoleBinding", "ClusterRole", "wrong"), "want": []},
		"of every cluster": {"of": bound("ClusterRoleBinding", "ClusterRole", "edit"), "want": [["edit", "rule #0", ["get"]]]},
		"another kind": {"of": bound("Role", "Role", "reader"), "want": []},
	}
	got := bound_role.rules with input as {"review": {"object": case.of}} with data.inventory as inventory
	[[rule.role, rule.title, sort(rule.verbs)] | some rule in got] == case.want
}

test_namespace_default if {
	written := object.remove(bound("RoleBinding", "Role", "reader"), ["metadata"])
	got := bound_role.rules with input as {"review": {"object": written}} with data.inventory as {"namespace": {"default": inventory.namespace.shop}}
	count(got) == 2
}

test_nothing_there if {
	bound_role.rules == [] with input as {"review": {"object": bound("ClusterRoleBinding", "ClusterRole", "all")}} with data.inventory as {}
}

inventory := {
	"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": {
		"reader": {"kind": "ClusterRole", "rules": [{"verbs": ["watch"]}]},
		"all": {"kind": "ClusterRole", "rules": [{"verbs": ["delete"]}], "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "nobody"}}, {"matchLabels": {"to": "all"}}]}},
		"middle": {"kind": "ClusterRole", "metadata": {"labels": {"to": "all"}}, "aggregationRule": {"clusterRoleSelectors": [{"matchExpressions": [{"key": "to", "operator": "In", "values": ["middle"]}]}]}},
		"part": {"kind": "ClusterRole", "metadata": {"labels": {"to": "middle"}}, "rules": [{"verbs": ["patch"]}]},
		"first": {"kind": "ClusterRole", "metadata": {"labels": {"to": "second"}}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "first"}}]}},
		"second": {"kind": "ClusterRole", "metadata": {"labels": {"to": "first"}}, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "second"}}]}},
		"third": {"kind": "ClusterRole", "metadata": {"labels": {"to": "second"}}, "rules": [{"verbs": ["create"]}]},
		"wrong": {"kind": "ClusterRole", "metadata": {"labels": "all"}, "aggregationRule": {"clusterRoleSelectors": "all"}},
		"edit": {"kind": "ClusterRole", "rules": [{"verbs": ["get"]}], "aggregationRule": {"clusterRoleSelectors": [{}]}},
	}}},
	"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"Role": {"reader": {"kind": "Role", "rules": [{"verbs": ["get"]}, {"verbs": ["list"]}]}}}}},
}

bound(kind, role_kind, name) := {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind,
	"metadata": {"name": "b", "namespace": "shop"},
	"roleRef": {"kind": role_kind, "name": name},
}
