package guiderail.rbac.binding_resolves_test

import data.guiderail.rbac.binding_resolves

test_denied[note] if {
	some note, case in {
		"no ClusterRole": {
			"binding": cluster_binding("ClusterRole", "gone", []),
			"want": role(`roleRef names ClusterRole "gone", which does not exist; correct the name or add it`),
		},
		"no ClusterRole for a RoleBinding": {
			"binding": binding("ClusterRole", "reader", []),
			"want": role(`roleRef names ClusterRole "reader", which does not exist; correct the name or add it`),
		},
		"no Role": {
			"binding": binding("Role", "gone", []),
			"want": role(`roleRef names Role "gone" of namespace "shop", which does not exist; correct the name or add it`),
		},
		"a ClusterRole of that name": {
			"binding": binding("Role", "metrics", []),
			"want": role(`roleRef names Role "metrics" of namespace "shop", which does not exist; correct the name or add it`),
		},
		"view is not a Role": {
			"binding": binding("Role", "view", []),
			"want": role(`roleRef names Role "view" of namespace "shop", which does not exist; correct the name or add it`),
		},
		"a Role of another namespace": {
			"binding": binding("Role", "other", []),
			"want": role(`roleRef names Role "other" of namespace "shop", which does not exist; correct the name or add it`),
		},
		"no account": {
			"binding": cluster_binding("ClusterRole", "metrics", [user("alice"), account("shop", "gone")]),
			"want": subject(1, "shop/gone"),
		},
		"an account of another namespace": {
			"binding": cluster_binding("ClusterRole", "metrics", [account("till", "app")]),
			"want": subject(0, "till/app"),
		},
		"a Role without a namespace, beside others without": {
			"binding": object.remove(binding("Role", "gone", []), ["metadata"]),
			"want": role(`roleRef names Role "gone" of namespace "default", which does not exist; correct the name or add it`),
		},
		"the binding's own namespace": {
			"binding": binding("Role", "reader", [{"kind": "ServiceAccount", "name": "gone"}]),
			"want": subject(0, "shop/gone"),
		},
		"by its user name": {
			"binding": binding("Role", "reader", [user("system:serviceaccount:shop:gone")]),
			"want": subject(0, "shop/gone"),
		},
	}
	said(case.binding) == {"violation": {case.want}, "unknown": set()}
}

test_unknown_where_nothing_is_told if {
	written := binding("Role", "reader", [account("shop", "app")])
	wanted := {
		role(`roleRef names Role "reader" of namespace "shop", which is not among these objects; the cluster may have it`),
		elsewhere(0, "shop/app"),
	}
	review := {"review": {"object": written}}
	binding_resolves.violation == set() with input as review
	binding_resolves.unknown == wanted with input as review
}

test_unknown_role[note] if {
	some note, case in {
		"no ClusterRoles at all": {"binding": cluster_binding("ClusterRole", "gone", []), "inventory": {}, "title": `ClusterRole "gone"`},
		"one of a program of the cluster": {"binding": cluster_binding("ClusterRole", "system:openshift:scc", []), "inventory": inventory, "title": `ClusterRole "system:openshift:scc"`},
		"one of kubeadm": {"binding": binding("Role", "kubeadm:config", []), "inventory": inventory, "title": `Role "kubeadm:config" of namespace "shop"`},
		"no Roles of the namespace": {"binding": in_namespace("web", binding("Role", "reader", [])), "inventory": inventory, "title": `Role "reader" of namespace "web"`},
		"a Role that names no namespace": {"binding": binding("Role", "loose", []), "inventory": inventory, "title": `Role "loose" of namespace "shop"`},
		"a binding that names no namespace": {"binding": object.remove(binding("Role", "reader", []), ["metadata"]), "inventory": inventory, "title": `Role "reader" of namespace "default"`},
	}
	asked := {"review": {"object": case.binding}}
	binding_resolves.violation == set() with input as asked with data.inventory as case.inventory
	binding_resolves.unknown == {role(sprintf("roleRef names %s, which is not among these objects; the cluster may have it", [case.title]))} with input as asked with data.inventory as case.inventory
}

test_account_of_a_binding_without_a_namespace if {
	written := object.remove(binding("ClusterRole", "metrics", [{"kind": "ServiceAccount", "name": "gone"}]), ["metadata"])
	said(written) == {"violation": {subject(0, "default/gone")}, "unknown": set()}
}

test_unknown_account[note] if {
	some note, case in {
		"no accounts of the namespace": {"account": account("web", "app"), "name": "web/app"},
		"an account that names no namespace": {"account": account("tools", "loose"), "name": "tools/loose"},
	}
	said(cluster_binding("ClusterRole", "metrics", [case.account])) == {"violation": set(), "unknown": {elsewhere(0, case.name)}}
}

elsewhere(i, name) := {"msg": msg, "details": {"path": ["subjects", i]}} if {
	msg := sprintf("subjects names ServiceAccount %q, which is not among these objects; the cluster may have it", [name])
}

test_allowed[note] if {
	some note, written in {
		"a ClusterRole": cluster_binding("ClusterRole", "metrics", [account("shop", "app")]),
		"a Role": binding("Role", "reader", [account("shop", "app")]),
		"the namespace left out": binding("Role", "reader", [{"kind": "ServiceAccount", "name": "app"}]),
		"by its user name": binding("Role", "reader", [user("system:serviceaccount:shop:app")]),
		"users and groups": binding("Role", "reader", [user("alice"), {"kind": "Group", "name": "staff"}]),
		"a role of every cluster": binding("ClusterRole", "view", [account("shop", "app")]),
		"a role of the system": cluster_binding("ClusterRole", "system:auth-delegator", []),
		"a Role of every cluster": in_namespace("kube-system", binding("Role", "extension-apiserver-authentication-reader", [account("shop", "app")])),
		"the account default": binding("Role", "reader", [account("till", "default")]),
		"an account of the cluster": binding("Role", "reader", [account("kube-system", "metrics-server")]),
		"errors of form are told elsewhere": cluster_binding("Role", "reader", [{"kind": "ServiceAccount", "name": "app"}, {"kind": "ServiceAccount"}, null]),
		"no roleRef": object.remove(binding("Role", "reader", []), ["roleRef"]),
		"null": object.union(binding("Role", "reader", []), {"roleRef": null, "subjects": null}),
		"no text": object.union(binding("Role", "reader", []), {"roleRef": {"kind": "Role", "name": 1}}),
		"another kind": object.union(binding("Role", "gone", []), {"kind": "Role"}),
		"another group": object.union(binding("Role", "gone", []), {"apiVersion": "example.org/v1"}),
	}
	said(written) == {"violation": set(), "unknown": set()}
}

test_allowed_by_parameter if {
	written := [
		cluster_binding("ClusterRole", "gone", [account("flux-system", "flux")]),
		binding("Role", "gone", [account("ops", "agent")]),
	]
	parameters := {"known_roles": ["gone", "shop/gone"], "known_service_accounts": ["flux-system/flux"], "system_namespaces": ["ops"]}
	every one in written {
		binding_resolves.violation == set() with input as {"review": {"object": one}, "parameters": parameters} with data.inventory as inventory
	}
}

test_unknown_placeholder if {
	said(binding("Role", "{{ROLE}}", [account("shop", "{{NAME}}"), account("${NAMESPACE}", "app")])) == {"violation": set(), "unknown": {
		role(`roleRef names Role "{{ROLE}}" of namespace "shop", which is still to be filled in`),
		{"msg": `subjects names ServiceAccount "shop/{{NAME}}", which is still to be filled in`, "details": {"path": ["subjects", 0]}},
		{"msg": `subjects names ServiceAccount "${NAMESPACE}/app", which is still to be filled in`, "details": {"path": ["subjects", 1]}},
	}}
}

test_unknown_in_an_admission_request if {
	review := {"review": {"operation": "CREATE", "object": binding("Role", "gone", [account("shop", "gone"), account("shop", "app")])}}
	binding_resolves.violation == set() with input as review with data.inventory as inventory
	binding_resolves.unknown == {
		role(`roleRef names Role "gone" of namespace "shop", which is not there yet`),
		{"msg": `subjects names ServiceAccount "shop/gone", which is not there yet`, "details": {"path": ["subjects", 0]}},
	} with input as review with data.inventory as inventory
}

said(written) := {"violation": violation, "unknown": unknown} if {
	violation := binding_resolves.violation with input as {"review": {"object": written}} with data.inventory as inventory
	unknown := binding_resolves.unknown with input as {"review": {"object": written}} with data.inventory as inventory
}

role(msg) := {"msg": msg, "details": {"path": ["roleRef", "name"]}}

subject(i, name) := {"msg": msg, "details": {"path": ["subjects", i]}} if {
	msg := sprintf("subjects names ServiceAccount %q, which does not exist; correct the name or add it", [name])
}

inventory := {
	"cluster": {"rbac.authorization.k8s.io/v1": {"ClusterRole": {"metrics": {"rules": []}}}},
	"namespace": {
		"shop": {"v1": {"ServiceAccount": {"app": {}}}, "rbac.authorization.k8s.io/v1": {"Role": {"reader": {"rules": []}}}},
		"till": {"v1": {"ServiceAccount": {"till": {}}}, "rbac.authorization.k8s.io/v1": {"Role": {"other": {"rules": []}}}},
		"default": {
			"v1": {"ServiceAccount": {"loose": {"metadata": {"name": "loose"}}}},
			"rbac.authorization.k8s.io/v1": {"Role": {"loose": {"metadata": {"name": "loose"}}}},
		},
	},
}

binding(kind, name, subjects) := {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
	"metadata": {"name": "b", "namespace": "shop"},
	"roleRef": {"kind": kind, "name": name}, "subjects": subjects,
}

in_namespace(namespace, written) := object.union(written, {"metadata": {"namespace": namespace}})

cluster_binding(kind, name, subjects) := {
	"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "b"},
	"roleRef": {"kind": kind, "name": name}, "subjects": subjects,
}

account(namespace, name) := {"kind": "ServiceAccount", "namespace": namespace, "name": name}

user(name) := {"kind": "User", "name": name}
