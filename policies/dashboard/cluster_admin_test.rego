package guiderail.dashboard.cluster_admin_test

import data.guiderail.dashboard.cluster_admin

test_denied[note] if {
	some note, case in {
		"sample user": {"subject": {"kind": "ServiceAccount", "name": "admin-user", "namespace": "kubernetes-dashboard"}, "title": `ServiceAccount "kubernetes-dashboard/admin-user"`},
		"sample user elsewhere": {"subject": {"kind": "ServiceAccount", "name": "admin-user", "namespace": "kube-system"}, "title": `ServiceAccount "kube-system/admin-user"`},
		"any account of the namespace": {"subject": {"kind": "ServiceAccount", "name": "ops", "namespace": "kubernetes-dashboard"}, "title": `ServiceAccount "kubernetes-dashboard/ops"`},
		"the Dashboard's own, elsewhere": {"subject": {"kind": "ServiceAccount", "name": "kubernetes-dashboard", "namespace": "kube-system"}, "title": `ServiceAccount "kube-system/kubernetes-dashboard"`},
		"of the chart, under another release": {"subject": {"kind": "ServiceAccount", "name": "ui-kubernetes-dashboard-api", "namespace": "tools"}, "title": `ServiceAccount "tools/ui-kubernetes-dashboard-api"`},
		"by its user name": {"subject": {"kind": "User", "name": "system:serviceaccount:kubernetes-dashboard:ops"}, "title": `User "system:serviceaccount:kubernetes-dashboard:ops"`},
		"without namespace": {"subject": {"kind": "ServiceAccount", "name": "admin-user", "namespace": null}, "title": `ServiceAccount "admin-user"`},
	}
	cluster_admin.violation == {finding(case.title, `ClusterRole "cluster-admin" in the whole cluster`, 0)} with input as binding("cluster-admin", [case.subject])
}

test_denied_account_that_people_use[account] if {
	some account in ["admin-user", "dashboard-admin", "eks-admin"]
	subject := {"kind": "ServiceAccount", "name": account, "namespace": "kube-system"}
	title := sprintf(`ServiceAccount "kube-system/%s"`, [account])
	cluster_admin.violation == {finding(title, `ClusterRole "cluster-admin" in the whole cluster`, 0)} with input as binding("cluster-admin", [subject])
}

test_denied_other_roles[role] if {
	some role in ["admin", "edit"]
	account := {"kind": "ServiceAccount", "name": "admin-user", "namespace": "kubernetes-dashboard"}
	cluster_admin.violation == {finding(
		`ServiceAccount "kubernetes-dashboard/admin-user"`,
		sprintf("ClusterRole %q in the whole cluster", [role]), 1,
	)} with input as binding(role, [{"kind": "User", "name": "alice"}, account])
}

test_denied_in_a_namespace if {
	cluster_admin.violation == {finding(`ServiceAccount "shop/admin-user"`, `ClusterRole "admin" in namespace "shop"`, 0)} with input as {"review": {"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "RoleBinding",
		"metadata": {"name": "b", "namespace": "shop"},
		"roleRef": {"kind": "ClusterRole", "name": "admin"},
		"subjects": [{"kind": "ServiceAccount", "name": "admin-user"}],
	}}}
}

test_allowed[note] if {
	some note, review in {
		"a role that reads": binding("view", [{"kind": "ServiceAccount", "name": "admin-user", "namespace": "kubernetes-dashboard"}]),
		"another account": binding("cluster-admin", [{"kind": "ServiceAccount", "name": "argocd", "namespace": "argocd"}]),
		"a user of the name": binding("cluster-admin", [{"kind": "User", "name": "admin-user"}, {"kind": "Group", "name": "kubernetes-dashboard"}]),
		"a name that only begins so": binding("cluster-admin", [{"kind": "ServiceAccount", "name": "admin-user-2", "namespace": "kubernetes-dashboard-2"}]),
		"nobody": binding("cluster-admin", null),
	}
	cluster_admin.violation == set() with input as review
}

test_parameters if {
	ops := {"kind": "ServiceAccount", "name": "ops", "namespace": "tools"}
	count(cluster_admin.violation) == 1 with input as object.union(binding("cluster-admin", [ops]), {"parameters": {"service_accounts": ["ops"]}})
	count(cluster_admin.violation) == 1 with input as object.union(
		binding("root", [{"kind": "ServiceAccount", "name": "admin-user", "namespace": "tools"}]),
		{"parameters": {"roles": ["root"]}},
	)
}

finding(title, what, i) := {
	"msg": sprintf("anyone who logs in to the Kubernetes Dashboard as %s has the permissions of %s, and no log shows who it was; delete the binding", [title, what]),
	"details": {"path": ["subjects", i]},
}

binding(role, subjects) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "b"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
	"subjects": subjects,
}}}
