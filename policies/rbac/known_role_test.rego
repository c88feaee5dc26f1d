package lib.guiderail.known_role_test

import data.lib.guiderail.known_role

test_state_of_cluster_role[note] if {
	some note, case in {
		"present": {"name": "reader", "want": "present"},
		"absent": {"name": "writer", "want": "absent"},
		"of the system": {"name": "system:writer", "want": "open"},
		"of kubeadm": {"name": "kubeadm:writer", "want": "open"},
	}
	known_role.state_of_cluster_role(case.name) == case.want with data.inventory as inventory
}

test_state_of_role[note] if {
	some note, case in {
		"present": {"place": "shop", "name": "deployer", "want": "present"},
		"present without a namespace": {"place": "", "name": "stray", "want": "present"},
		"absent": {"place": "shop", "name": "writer", "want": "absent"},
		"of another namespace": {"place": "till", "name": "deployer", "want": "open"},
		"of a namespace that the client names": {"place": "", "name": "deployer", "want": "open"},
		"one that names no namespace": {"place": "shop", "name": "stray", "want": "open"},
		"one that names the namespace default": {"place": "shop", "name": "settled", "want": "absent"},
		"of the system": {"place": "shop", "name": "system:writer", "want": "open"},
	}
	known_role.state_of_role(case.place, case.name) == case.want with data.inventory as inventory
}

test_state_without_an_inventory if {
	known_role.state_of_cluster_role("reader") == "open" with data.inventory as {}
	known_role.state_of_role("shop", "deployer") == "open" with data.inventory as {}
}

test_bucket if {
	known_role.bucket("") == "default"
	known_role.bucket("shop") == "shop"
}

group := "rbac.authorization.k8s.io/v1"

inventory := {
	"cluster": {group: {"ClusterRole": {"reader": {}}}},
	"namespace": {
		"shop": {group: {"Role": {"deployer": {"metadata": {"namespace": "shop"}}}}},
		"default": {group: {"Role": {"stray": {"metadata": {}}, "settled": {"metadata": {"namespace": "default"}}}}},
	},
}
