package lib.guiderail.binding_test

import data.lib.guiderail.binding

test_role_and_where_it_counts[note] if {
	some note, case in {
		"cluster-wide": {"object": cluster_binding("b", "view", []), "reach": "in the whole cluster"},
		"namespaced": {"object": namespaced_binding({"name": "b", "namespace": "shop"}, "view"), "reach": `in namespace "shop"`},
		"namespace that is not text": {"object": namespaced_binding({"name": "b", "namespace": ["shop"]}, "view"), "reach": "in the namespace of the binding"},
		"namespace to be filled in by others": {"object": namespaced_binding({"name": "b"}, "view"), "reach": "in the namespace of the binding"},
	}
	binding.role == {"kind": "ClusterRole", "name": "view", "title": `ClusterRole "view"`} with input as case.object
	binding.reach == case.reach with input as case.object
	binding.grant == sprintf(`has the permissions of ClusterRole "view" %s`, [case.reach]) with input as case.object
}

test_role_that_is_not_told[note] if {
	some note, reference in {"absent": {}, "null": {"roleRef": null}, "text": {"roleRef": "view"}, "wrong types": {"roleRef": {"kind": 1, "name": null}}}
	written := object.union(object.remove(cluster_binding("b", "view", []), ["roleRef"]), reference)
	binding.role == {"kind": "", "name": "", "title": `role ""`} with input as written
}

test_nothing_for[note] if {
	some note, written in {
		"another kind": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "subjects": [{"kind": "User", "name": "a"}]},
		"another group": {"apiVersion": "example.org/v1", "kind": "RoleBinding", "subjects": [{"kind": "User", "name": "a"}]},
	}
	binding.subjects == [] with input as written
	not binding.role with input as written
	not binding.reach with input as written
	not binding.grant with input as written
	not binding.is_default_without_subjects with input as written
}

test_no_subjects[note] if {
	some note, subjects in {"null": null, "text": "alice", "texts": ["alice"], "none": []}
	binding.subjects == [] with input as cluster_binding("b", "view", subjects)
}

test_subjects_of_every_kind[note] if {
	some note, case in {
		"user": {
			"written": {"kind": "User", "name": "alice", "apiGroup": "rbac.authorization.k8s.io"},
			"kind": "User", "namespace": "", "name": "alice", "id": "User alice", "title": `User "alice"`,
		},
		"group": {
			"written": {"kind": "Group", "name": "staff"},
			"kind": "Group", "namespace": "", "name": "staff", "id": "Group staff", "title": `Group "staff"`,
		},
		"a namespace means nothing for users": {
			"written": {"kind": "User", "name": "alice", "namespace": "shop"},
			"kind": "User", "namespace": "", "name": "alice", "id": "User alice", "title": `User "alice"`,
		},
		"service account": {
			"written": {"kind": "ServiceAccount", "name": "app", "namespace": "web"},
			"kind": "ServiceAccount", "namespace": "web", "name": "app", "id": "ServiceAccount web/app", "title": `ServiceAccount "web/app"`,
		},
		"service account of the binding's namespace": {
			"written": {"kind": "ServiceAccount", "name": "app", "namespace": ""},
			"kind": "ServiceAccount", "namespace": "shop", "name": "app", "id": "ServiceAccount shop/app", "title": `ServiceAccount "shop/app"`,
		},
		"service account by its user name": {
			"written": {"kind": "User", "name": "system:serviceaccount:web:app"},
			"kind": "ServiceAccount", "namespace": "web", "name": "app", "id": "ServiceAccount web/app", "title": `User "system:serviceaccount:web:app"`,
		},
		"a group of that name is none": {
			"written": {"kind": "Group", "name": "system:serviceaccount:web:app"},
			"kind": "Group", "namespace": "", "name": "system:serviceaccount:web:app",
			"id": "Group system:serviceaccount:web:app", "title": `Group "system:serviceaccount:web:app"`,
		},
		"a user of three parts is none": {
			"written": {"kind": "User", "name": "system:serviceaccount:web"},
			"kind": "User", "namespace": "", "name": "system:serviceaccount:web",
			"id": "User system:serviceaccount:web", "title": `User "system:serviceaccount:web"`,
		},
		"a user of a longer name is none": {
			"written": {"kind": "User", "name": "oidc:system:serviceaccount:web:app"},
			"kind": "User", "namespace": "", "name": "oidc:system:serviceaccount:web:app",
			"id": "User oidc:system:serviceaccount:web:app", "title": `User "oidc:system:serviceaccount:web:app"`,
		},
		"nothing told": {
			"written": {"kind": null, "name": 7},
			"kind": "", "namespace": "", "name": "", "id": " ", "title": `subject ""`,
		},
	}
	written := object.union(namespaced_binding({"name": "b", "namespace": "shop"}, "view"), {"subjects": [case.written]})
	wanted := object.union(object.remove(case, ["written"]), {"path": ["subjects", 0], "is_default": false})
	binding.subjects == [wanted] with input as written
}

test_service_account_without_namespace[note] if {
	some note, written in {
		"cluster-wide": cluster_binding("b", "view", [{"kind": "ServiceAccount", "name": "app"}]),
		"namespace that is not text": object.union(
			namespaced_binding({"name": "b", "namespace": 7}, "view"),
			{"subjects": [{"kind": "ServiceAccount", "name": "app", "namespace": {}}]},
		),
		"no namespace known": object.union(namespaced_binding({"name": "b"}, "view"), {"subjects": [{"kind": "ServiceAccount", "name": "app"}]}),
	}
	[[subject.namespace, subject.id, subject.title] | some subject in binding.subjects] == [["", "ServiceAccount app", `ServiceAccount "app"`]] with input as written
}

test_default[note] if {
	some note, written in {
		"administrators": cluster_binding("cluster-admin", "cluster-admin", [{"kind": "Group", "name": "system:masters"}]),
		"discovery": cluster_binding("system:discovery", "system:discovery", [{"kind": "Group", "name": "system:authenticated"}]),
		"kubeadm's administrators": cluster_binding("kubeadm:cluster-admins", "cluster-admin", [{"kind": "Group", "name": "kubeadm:cluster-admins"}]),
		"controller": cluster_binding("system:controller:job-controller", "system:controller:job-controller", [{
			"kind": "ServiceAccount", "name": "job-controller", "namespace": "kube-system",
		}]),
		"of a namespace": default_of_kube_public,
		"controller in a namespace": {
			"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
			"metadata": {"name": "system:controller:token-cleaner", "namespace": "kube-system"},
			"roleRef": {"kind": "Role", "name": "system:controller:token-cleaner"},
			"subjects": [{"kind": "ServiceAccount", "name": "token-cleaner", "namespace": "kube-system"}],
		},
	}
	[subject.is_default | some subject in binding.subjects] == [true] with input as written
}

test_no_default[note] if {
	some note, written in {
		"another name": cluster_binding("admins", "cluster-admin", [{"kind": "Group", "name": "system:masters"}]),
		"another role": cluster_binding("system:discovery", "view", [{"kind": "Group", "name": "system:authenticated"}]),
		"another subject": cluster_binding("system:discovery", "system:discovery", [{"kind": "Group", "name": "system:unauthenticated"}]),
		"a user of the same name": cluster_binding("cluster-admin", "cluster-admin", [{"kind": "User", "name": "system:masters"}]),
		"a controller that is none": cluster_binding("system:controller:x", "system:controller:x", [{
			"kind": "ServiceAccount", "name": "x", "namespace": "kube-system",
		}]),
		"a controller's ClusterRole in a namespace": object.union(
			namespaced_binding({"name": "system:controller:job-controller", "namespace": "kube-system"}, "system:controller:job-controller"),
			{"subjects": [{"kind": "ServiceAccount", "name": "job-controller", "namespace": "kube-system"}]},
		),
		"another account": cluster_binding("system:controller:job-controller", "system:controller:job-controller", [{
			"kind": "ServiceAccount", "name": "default", "namespace": "kube-system",
		}]),
		"another namespace": json.patch(default_of_kube_public, [{"op": "replace", "path": "/metadata/namespace", "value": "shop"}]),
		"another kind of role": json.patch(default_of_kube_public, [{"op": "replace", "path": "/roleRef/kind", "value": "ClusterRole"}]),
		"a binding of a namespace that bears the name": object.union(
			namespaced_binding({"name": "cluster-admin", "namespace": "shop"}, "cluster-admin"),
			{"subjects": [{"kind": "Group", "name": "system:masters"}]},
		),
		"no name": object.union(cluster_binding("cluster-admin", "cluster-admin", [{"kind": "Group", "name": "system:masters"}]), {"metadata": null}),
	}
	[subject.is_default | some subject in binding.subjects] == [false] with input as written
}

test_only_the_default_subject_of_a_default_binding_is_one if {
	written := cluster_binding("system:discovery", "system:discovery", [
		{"kind": "Group", "name": "system:authenticated"},
		{"kind": "Group", "name": "system:unauthenticated"},
	])
	[subject.is_default | some subject in binding.subjects] == [true, false] with input as written
}

test_default_without_subjects if {
	binding.is_default_without_subjects with input as cluster_binding("system:node", "system:node", null)
	not binding.is_default_without_subjects with input as cluster_binding("system:node", "view", null)
	not binding.is_default_without_subjects with input as cluster_binding("nodes", "system:node", null)
}

default_of_kube_public := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "RoleBinding",
	"metadata": {"name": "kubeadm:bootstrap-signer-clusterinfo", "namespace": "kube-public"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "kubeadm:bootstrap-signer-clusterinfo"},
	"subjects": [{"kind": "User", "name": "system:anonymous"}],
}

cluster_binding(name, role, subjects) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": name},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
	"subjects": subjects,
}

namespaced_binding(metadata, role) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "RoleBinding",
	"metadata": metadata,
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
}

test_judged if {
	users := [{"kind": "User", "name": name} | some name in ["ann", "bob"]]
	masters := {"kind": "Group", "name": "system:masters"}
	own := cluster_binding("cluster-admin", "cluster-admin", array.concat(users, [masters]))
	[subject.id | some subject in binding.judged(["User bob", "User an"])] == ["User ann"] with input as own
	other := cluster_binding("b", "cluster-admin", [masters])
	[subject.id | some subject in binding.judged([])] == ["Group system:masters"] with input as other
}

test_gaps if {
	written := cluster_binding("b", "${ROLE}", [
		{"kind": "User", "name": "ann"}, {"kind": "User", "name": "${USER}"},
		{"kind": "Group", "name": "${GROUP}"}, {"kind": "ServiceAccount", "namespace": "${PLACE}", "name": "app"},
	])
	binding.role_gaps == {{
		"msg": "roleRef.name is ${ROLE}, which is still to be filled in",
		"details": {"path": ["roleRef", "name"]},
	}} with input as written
	binding.subject_gaps({"User", "ServiceAccount"}) == {{
		"msg": `User "${USER}" is still to be filled in`,
		"details": {"path": ["subjects", 1, "name"]},
	}} with input as written
}

test_no_gaps if {
	known := cluster_binding("b", "view", [{"kind": "User", "name": "ann"}])
	binding.role_gaps == set() with input as known
	binding.subject_gaps({"User"}) == set() with input as known
	binding.role_gaps == set() with input as {"kind": "Pod", "roleRef": {"name": "${ROLE}"}}
}
