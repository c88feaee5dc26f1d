package guiderail.rbac.namespace_scoped_bindings_test

import data.guiderail.rbac.namespace_scoped_bindings

test_denied[note] if {
	some note, case in {
		"user": {"subject": {"kind": "User", "name": "alice"}, "title": `User "alice"`},
		"group": {"subject": {"kind": "Group", "name": "developers"}, "title": `Group "developers"`},
		"a name that only begins as Kubernetes' own": {"subject": {"kind": "Group", "name": "system:operators"}, "title": `Group "system:operators"`},
		"a user that only begins as one of Kubernetes": {"subject": {"kind": "User", "name": "system:nodes"}, "title": `User "system:nodes"`},
		"a provider's name for the administrators": {"subject": {"kind": "Group", "name": "oidc:system:masters"}, "title": `Group "oidc:system:masters"`},
		"no name": {"subject": {"kind": "Group"}, "title": `Group ""`},
	}
	namespace_scoped_bindings.violation == {finding(case.title, 0)} with input as binding("readers", [case.subject])
}

test_denied_account_with_a_role_for_one_namespace[note] if {
	some note, case in {
		"admin": ["admin", {"kind": "ServiceAccount", "name": "deployer", "namespace": "ci"}, `ServiceAccount "ci/deployer"`],
		"edit": ["edit", {"kind": "ServiceAccount", "name": "deployer", "namespace": "ci"}, `ServiceAccount "ci/deployer"`],
		"as a user": ["edit", {"kind": "User", "name": "system:serviceaccount:ci:deployer"}, `User "system:serviceaccount:ci:deployer"`],
	}
	namespace_scoped_bindings.violation == {finding_of(case[0], case[2], 0)} with input as bound("deployers", case[0], [case[1]])
}

test_allowed_account[note] if {
	some note, case in {
		"to view": ["view", {"kind": "ServiceAccount", "name": "deployer", "namespace": "ci"}],
		"of which another control speaks": ["edit", {"kind": "ServiceAccount", "name": "default", "namespace": "ci"}],
		"that names nobody": ["edit", {"kind": "ServiceAccount", "name": "deployer"}],
		"that can do anything": ["cluster-admin", {"kind": "ServiceAccount", "name": "deployer", "namespace": "ci"}],
	}
	namespace_scoped_bindings.violation == set() with input as bound("deployers", case[0], [case[1]])
}

test_allowed_person_who_may_do_anything if {
	namespace_scoped_bindings.violation == set() with input as bound("admins", "cluster-admin", [{"kind": "User", "name": "alice"}])
}

test_denied_without_a_name_of_its_own[note] if {
	some note, metadata in {"absent": {}, "null": {"metadata": null}, "generated": {"metadata": {"generateName": "r-"}}}
	written := object.union(object.remove(binding("x", [{"kind": "User", "name": "alice"}]).review.object, ["metadata"]), metadata)
	namespace_scoped_bindings.violation == {finding(`User "alice"`, 0)} with input as {"review": {"object": written}}
}

test_allowed[note] if {
	some note, subjects in {
		"operator": [{"kind": "ServiceAccount", "name": "operator", "namespace": "monitoring"}],
		"operator by its user name": [{"kind": "User", "name": "system:serviceaccount:monitoring:operator"}],
		"component": [{"kind": "User", "name": "system:kube-scheduler"}],
		"everyone, of which another control speaks": [{"kind": "Group", "name": "system:authenticated"}],
		"nobody": null,
	}
	namespace_scoped_bindings.violation == set() with input as binding("readers", subjects)
}

test_allowed_in_a_namespace if {
	namespace_scoped_bindings.violation == set() with input as {"review": {"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "RoleBinding",
		"metadata": {"name": "b", "namespace": "shop"},
		"roleRef": {"kind": "ClusterRole", "name": "view"},
		"subjects": [{"kind": "User", "name": "alice"}],
	}}}
}

test_allowed_default_of_kubeadm if {
	namespace_scoped_bindings.violation == set() with input as {"review": {"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "ClusterRoleBinding",
		"metadata": {"name": "kubeadm:cluster-admins"},
		"roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
		"subjects": [{"kind": "Group", "name": "kubeadm:cluster-admins"}],
	}}}
}

test_parameters_name_whole_names if {
	review := binding("readers", [{"kind": "Group", "name": "sre"}, {"kind": "Group", "name": "sre-2"}])
	namespace_scoped_bindings.violation == {finding(`Group "sre-2"`, 1)} with input as object.union(review, {"parameters": {"allowed_subjects": ["Group sre"]}})
	namespace_scoped_bindings.violation == set() with input as object.union(review, {"parameters": {"allowed_bindings": ["readers"]}})
	count(namespace_scoped_bindings.violation) == 2 with input as object.union(review, {"parameters": {"allowed_bindings": ["read"]}})
}

finding(title, i) := finding_of("view", title, i)

finding_of(role, title, i) := {
	"msg": sprintf(`%s has the permissions of ClusterRole %q in every namespace, including future ones; use a RoleBinding in each namespace that needs it`, [title, role]),
	"details": {"path": ["subjects", i]},
}

binding(name, subjects) := bound(name, "view", subjects)

bound(name, role, subjects) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": name},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
	"subjects": subjects,
}}}
