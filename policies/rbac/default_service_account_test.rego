package guiderail.rbac.default_service_account_test

import data.guiderail.rbac.default_service_account

test_denied[note] if {
	some note, case in {
		"named": {"subject": {"kind": "ServiceAccount", "name": "default", "namespace": "web"}, "title": `ServiceAccount "web/default"`},
		"of the binding's namespace": {"subject": {"kind": "ServiceAccount", "name": "default"}, "title": `ServiceAccount "shop/default"`},
		"by its user name": {
			"subject": {"kind": "User", "name": "system:serviceaccount:web:default", "apiGroup": "rbac.authorization.k8s.io"},
			"title": `User "system:serviceaccount:web:default"`,
		},
		"of the system": {"subject": {"kind": "ServiceAccount", "name": "default", "namespace": "kube-system"}, "title": `ServiceAccount "kube-system/default"`},
	}
	default_service_account.violation == {finding(case.title, `Role "reader" in namespace "shop"`, 0)} with input as binding([case.subject])
}

test_denied_cluster_wide[note] if {
	some note, case in {
		"namespace given": {"namespace": "web", "title": `ServiceAccount "web/default"`},
		"namespace null": {"namespace": null, "title": `ServiceAccount "default"`},
	}
	default_service_account.violation == {finding(case.title, `ClusterRole "view" in the whole cluster`, 1)} with input as {"review": {"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1beta1",
		"kind": "ClusterRoleBinding",
		"metadata": {"name": "b"},
		"roleRef": {"kind": "ClusterRole", "name": "view"},
		"subjects": [{"kind": "User", "name": "default"}, {"kind": "ServiceAccount", "name": "default", "namespace": case.namespace}],
	}}}
}

test_allowed[note] if {
	some note, subject in {
		"another": {"kind": "ServiceAccount", "name": "app", "namespace": "shop"},
		"a name that only begins so": {"kind": "ServiceAccount", "name": "default-app", "namespace": "shop"},
		"a user of the name": {"kind": "User", "name": "default"},
		"a group of the name": {"kind": "Group", "name": "system:serviceaccount:shop:default"},
		"of the namespace default": {"kind": "ServiceAccount", "name": "app", "namespace": "default"},
		"all accounts, of which another control speaks": {"kind": "Group", "name": "system:serviceaccounts:shop"},
		"no name": {"kind": "ServiceAccount", "namespace": "shop"},
		"text": "default",
	}
	default_service_account.violation == set() with input as binding([subject])
	default_service_account.unknown == set() with input as binding([subject])
}

test_allowed_without_subjects[note] if {
	some note, subjects in {"null": null, "none": []}
	default_service_account.violation == set() with input as binding(subjects)
}

test_silent_for_other_kinds if {
	default_service_account.violation == set() with input as {
		"apiVersion": "example.org/v1", "kind": "RoleBinding",
		"subjects": [{"kind": "ServiceAccount", "name": "default"}],
	}
}

test_unknown if {
	default_service_account.unknown == {{
		"msg": `ServiceAccount "shop/${ACCOUNT}" is still to be filled in`,
		"details": {"path": ["subjects", 0, "name"]},
	}} with input as binding([{"kind": "ServiceAccount", "name": "${ACCOUNT}"}])
}

test_parameter_names_whole_accounts if {
	subjects := [{"kind": "ServiceAccount", "name": "default", "namespace": "kube-system"}, {"kind": "ServiceAccount", "name": "default", "namespace": "kube-system-2"}]
	review := object.union(binding(subjects), {"parameters": {"allowed_subjects": ["ServiceAccount kube-system/default"]}})
	default_service_account.violation == {finding(`ServiceAccount "kube-system-2/default"`, `Role "reader" in namespace "shop"`, 1)} with input as review
}

finding(title, what, i) := {
	"msg": sprintf("%s, which every pod without its own service account runs as, has the permissions of %s; bind the workload's own service account", [title, what]),
	"details": {"path": ["subjects", i]},
}

binding(subjects) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "RoleBinding",
	"metadata": {"name": "b", "namespace": "shop"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
	"subjects": subjects,
}}}
