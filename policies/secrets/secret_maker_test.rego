package lib.guiderail.secret_maker_test

import data.lib.guiderail.secret_maker

test_resources[note] if {
	some note, case in {
		"operator": {"object": custom("vault.example.org/v1", "Vault", "shop"), "want": {`Vault "x"`}},
		"without a namespace": {"object": custom("vault.example.org/v1", "Vault", null), "want": {`Vault "x"`}},
		"in another namespace": {"object": custom("vault.example.org/v1", "Vault", "till"), "want": set()},
		"deployer in another namespace": {"object": custom("argoproj.io/v1alpha1", "Application", "argocd"), "want": {`Application "x"`}},
		"kind that makes none": {"object": custom("monitoring.coreos.com/v1", "ServiceMonitor", "shop"), "want": set()},
		"group that makes none": {"object": custom("keda.sh/v1alpha1", "ScaledObject", "shop"), "want": set()},
		"group of a family that makes none": {"object": custom("networking.istio.io/v1", "Gateway", "shop"), "want": set()},
	}
	namespace := object.get(case.object, ["metadata", "namespace"], "default")
	inventory := {"namespace": {namespace: {"inventory.guiderail/v1": {"CustomResource": {"k": case.object}}}}}
	made := secret_maker.of("shop") with data.inventory as inventory
	made == case.want
}

test_role_bindings[note] if {
	some note, case in {
		"account": {"place": "shop", "binding": binding("shop", "Role", account), "want": {`a subject of RoleBinding "b"`}},
		"every account": {"place": "shop", "binding": binding("shop", "ClusterRole", {"kind": "Group", "name": "system:serviceaccounts:shop"}), "want": {`a subject of RoleBinding "b"`}},
		"without a namespace": {"place": "default", "binding": binding(null, "Role", account), "want": {`a subject of RoleBinding "b"`}},
		"another namespace": {"place": "till", "binding": binding("till", "Role", account), "want": set()},
		"person": {"place": "shop", "binding": binding("shop", "Role", {"kind": "User", "name": "alice"}), "want": set()},
	}
	made := secret_maker.of("shop") with data.inventory as {
		"namespace": {case.place: {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"b": case.binding}, "Role": {"r": {"rules": [all_of_core]}}}}},
		"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": {"r": {"rules": [all_of_core]}}}},
	}
	made == case.want
}

test_rules[note] if {
	some note, case in {
		"all": {"rule": {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}, "is_maker": true},
		"create": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "create"]}, "is_maker": true},
		"read": {"rule": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}, "is_maker": false},
		"another resource": {"rule": {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create"]}, "is_maker": false},
		"another group": {"rule": {"apiGroups": ["apps"], "resources": ["*"], "verbs": ["*"]}, "is_maker": false},
		"null": {"rule": {"apiGroups": null, "resources": null, "verbs": null}, "is_maker": false},
	}
	made := secret_maker.of("shop") with data.inventory as {"cluster": {"rbac.authorization.k8s.io/v1": {
		"ClusterRoleBinding": {"b": binding(null, "ClusterRole", account)},
		"ClusterRole": {"r": {"rules": [case.rule]}},
	}}}
	made == {title | case.is_maker; title := `a subject of ClusterRoleBinding "b"`}
}

test_roles_of_kubernetes if {
	edit := object.union(binding("shop", "ClusterRole", account), {"roleRef": {"kind": "ClusterRole", "name": "edit"}})
	made := secret_maker.of("shop") with data.inventory as {"namespace": {"shop": {"rbac.authorization.k8s.io/v1": {"RoleBinding": {"b": edit}}}}}
	made == {`a subject of RoleBinding "b"`}
}

account := {"kind": "ServiceAccount", "name": "a", "namespace": "shop"}

all_of_core := {"apiGroups": [""], "resources": ["*"], "verbs": ["*"]}

custom(version, kind, namespace) := object.union({"apiVersion": version, "kind": kind}, {"metadata": named("x", namespace)})

binding(namespace, kind, subject) := {"metadata": named("b", namespace), "roleRef": {"kind": kind, "name": "r"}, "subjects": [subject]}

named(name, null) := {"name": name}

named(name, namespace) := {"name": name, "namespace": namespace} if namespace != null
