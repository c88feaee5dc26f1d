package lib.guiderail.bound_account_test

import data.lib.guiderail.bound_account

test_state[note] if {
	some note, case in {
		"in the namespace of the binding": {"place": "shop", "name": "local", "want": "bound"},
		"of that name elsewhere": {"place": "till", "name": "local", "want": "free"},
		"in a namespace that is named": {"place": "till", "name": "named", "want": "bound"},
		"in the whole cluster": {"place": "till", "name": "wide", "want": "bound"},
		"in the whole cluster without a namespace": {"place": "shop", "name": "nowhere", "want": "open"},
		"as a user": {"place": "shop", "name": "user", "want": "bound"},
		"as another user": {"place": "shop", "name": "person", "want": "free"},
		"as a group": {"place": "shop", "name": "group", "want": "free"},
		"in a namespace that is not known": {"place": "", "name": "local", "want": "open"},
		"nobody": {"place": "shop", "name": "nobody", "want": "free"},
		"to what everybody has": {"place": "shop", "name": "reader", "want": "free"},
		"to a ClusterRole without rules": {"place": "shop", "name": "idle", "want": "free"},
		"to a Role without rules": {"place": "shop", "name": "local-idle", "want": "free"},
		"to a role that the cluster fills": {"place": "shop", "name": "filled", "want": "bound"},
	}
	bound_account.state(case.place, case.name) == case.want with data.inventory as inventory
}

test_state_without_an_inventory if bound_account.state("shop", "local") == "free" with data.inventory as {}

account(name) := {"kind": "ServiceAccount", "name": name}

account_of(namespace, name) := object.union(account(name), {"namespace": namespace})

binding(namespace, kind, role, subjects) := {
	"metadata": {"namespace": namespace},
	"roleRef": {"kind": kind, "name": role},
	"subjects": subjects,
}

group := "rbac.authorization.k8s.io/v1"

inventory := {
	"cluster": {group: {
		"ClusterRoleBinding": {
			"wide": binding("", "ClusterRole", "edit", [account_of("till", "wide"), account("nowhere")]),
			"discovery": binding("", "ClusterRole", "system:discovery", [account_of("shop", "reader")]),
			"idle": binding("", "ClusterRole", "idle", [account_of("shop", "idle")]),
			"filled": binding("", "ClusterRole", "filled", [account_of("shop", "filled")]),
		},
		"ClusterRole": {
			"idle": {"rules": null},
			"filled": {"rules": [], "aggregationRule": {"clusterRoleSelectors": [{}]}},
		},
	}},
	"namespace": {"shop": {group: {
		"RoleBinding": {
			"mixed": binding("shop", "Role", "deployer", [
				account("local"), account_of("till", "named"),
				{"kind": "User", "name": "system:serviceaccount:shop:user"}, {"kind": "User", "name": "person"},
				{"kind": "User", "name": ["person"]}, {"kind": "Group", "name": "group"},
			]),
			"idle": binding("shop", "Role", "idle", [account("local-idle")]),
		},
		"Role": {"idle": {"rules": []}, "deployer": {"rules": [{"verbs": ["get"]}]}},
	}}},
}
