package lib.guiderail.bound_account_test

import data.lib.guiderail.bound_account

test_state[note] if {
	some note, case in {
		"by a RoleBinding": ["shop", "app", "bound"],
		"by its user name": ["shop", "user", "bound"],
		"by a ClusterRoleBinding": ["web", "metrics", "bound"],
		"of another namespace": ["web", "app", "free"],
		"the binding's own namespace": ["shop", "own", "bound"],
		"the binding names none": ["shop", "loose", "open"],
		"neither names one": ["", "loose", "bound"],
		"the account names none": ["", "metrics", "open"],
		"nobody": ["shop", "nobody", "free"],
		"a user of that name": ["shop", "alice", "free"],
		"to a Role without rules": ["shop", "idle", "free"],
		"to a Role of the name elsewhere": ["web", "elsewhere", "bound"],
		"to a ClusterRole without rules": ["web", "idle", "free"],
		"to an aggregated ClusterRole": ["web", "aggregated", "bound"],
		"to a role that is not here": ["web", "unseen", "bound"],
		"to what everybody has": ["web", "everybody", "free"],
	}
	bound_account.state(case[0], case[1]) == case[2] with data.inventory as inventory
}

test_nothing_is_told if bound_account.state("shop", "app") == "free" with data.inventory as {}

inventory := {
	"cluster": {"rbac.authorization.k8s.io/v1": {
		"ClusterRoleBinding": {
			"metrics": {"subjects": [{"kind": "ServiceAccount", "name": "metrics", "namespace": "web"}, {"kind": "User", "name": "alice"}, null]},
			"text": {"subjects": "all"},
			"idle": bound("ClusterRole", "nothing", "idle"),
			"aggregated": bound("ClusterRole", "aggregated", "aggregated"),
			"unseen": bound("ClusterRole", "unseen", "unseen"),
			"everybody": bound("ClusterRole", "system:discovery", "everybody"),
		},
		"ClusterRole": {
			"nothing": {"rules": []},
			"aggregated": {"aggregationRule": {"clusterRoleSelectors": [{}]}, "rules": []},
		},
	}},
	"namespace": {
		"shop": {"rbac.authorization.k8s.io/v1": {
			"RoleBinding": {
				"a": {"metadata": {"namespace": "shop"}, "subjects": [
					{"kind": "ServiceAccount", "name": "app", "namespace": "shop"},
					{"kind": "ServiceAccount", "name": "own"},
					{"kind": "User", "name": "system:serviceaccount:shop:user"},
					{"kind": "User", "name": 7},
				]},
				"idle": {"roleRef": {"kind": "Role", "name": "nothing"}, "subjects": [{"kind": "ServiceAccount", "name": "idle", "namespace": "shop"}]},
			},
			"Role": {"nothing": {}},
		}},
		"web": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"a": bound("Role", "nothing", "elsewhere")}}},
		"default": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"a": {"metadata": {"name": "a"}, "subjects": [{"kind": "ServiceAccount", "name": "loose", "namespace": ""}]}}}},
	},
}

bound(kind, role, account) := {
	"roleRef": {"kind": kind, "name": role},
	"subjects": [{"kind": "ServiceAccount", "name": account, "namespace": "web"}],
}
