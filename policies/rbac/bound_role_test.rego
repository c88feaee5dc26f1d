package lib.guiderail.bound_role_test

import data.lib.guiderail.bound_role

test_rules[note] if {
	some note, case in {
		"Role": {"kind": "RoleBinding", "role": ["Role", "deployer"], "want": {"deployer": {"deploy"}}},
		"ClusterRole in a namespace": {"kind": "RoleBinding", "role": ["ClusterRole", "plain"], "want": {"plain": {"read"}}},
		"ClusterRole": {"kind": "ClusterRoleBinding", "role": ["ClusterRole", "plain"], "want": {"plain": {"read"}}},
		"aggregated, over two levels": {
			"kind": "ClusterRoleBinding", "role": ["ClusterRole", "whole"],
			"want": {"whole": {"own"}, "half": {"half"}, "part": {"part"}},
		},
		"default, which the cluster has filled": {
			"kind": "ClusterRoleBinding", "role": ["ClusterRole", "admin"],
			"want": {"admin": {"written"}},
		},
		"Role by a ClusterRoleBinding": {"kind": "ClusterRoleBinding", "role": ["Role", "deployer"], "want": {}},
		"none that is given": {"kind": "RoleBinding", "role": ["ClusterRole", "gone"], "want": {}},
		"another kind": {"kind": "Role", "role": ["Role", "deployer"], "want": {}},
	}
	object := {
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": case.kind,
		"metadata": {"name": "bound", "namespace": "shop"},
		"roleRef": {"kind": case.role[0], "name": case.role[1]},
	}
	rules := bound_role.rules with input as object with data.inventory as inventory
	{rule.role: rule.verbs | some rule in rules} == case.want
}

test_rules_in_the_default_namespace if {
	object := {
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
		"roleRef": {"kind": "Role", "name": "deployer"},
	}
	places := {"namespace": {"default": inventory.namespace.shop}}
	count(bound_role.rules) == 1 with input as object with data.inventory as places
}

role(verb, changes) := object.union({"kind": "ClusterRole", "rules": [{"verbs": [verb]}]}, changes)

takes(label) := {"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": label}}]}}

labelled(label) := {"metadata": {"labels": {"to": label}}}

group := "rbac.authorization.k8s.io/v1"

inventory := {
	"cluster": {group: {"ClusterRole": {
		"plain": role("read", {}),
		"whole": role("own", takes("whole")),
		"half": role("half", object.union(takes("half"), labelled("whole"))),
		"part": role("part", labelled("half")),
		"admin": role("written", takes("whole")),
	}}},
	"namespace": {"shop": {group: {"Role": {"deployer": {"kind": "Role", "rules": [{"verbs": ["deploy"]}]}}}}},
}
