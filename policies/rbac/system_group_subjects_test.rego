package guiderail.rbac.system_group_subjects_test

import data.guiderail.rbac.system_group_subjects

test_denied[note] if {
	some note, case in {
		"not logged in": {
			"subject": {"kind": "Group", "name": "system:unauthenticated"},
			"msg": `Group "system:unauthenticated", which is everyone who reaches the API server without logging in, has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"anonymous": {
			"subject": {"kind": "User", "name": "system:anonymous", "apiGroup": "rbac.authorization.k8s.io"},
			"msg": `User "system:anonymous", which is everyone who reaches the API server without logging in, has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"logged in": {
			"subject": {"kind": "Group", "name": "system:authenticated"},
			"msg": `Group "system:authenticated", which is everyone who has logged in and every service account, has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"logged in to OpenShift": {
			"subject": {"kind": "Group", "name": "system:authenticated:oauth"},
			"msg": `Group "system:authenticated:oauth", which is everyone who has logged in to OpenShift, has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"service accounts": {
			"subject": {"kind": "Group", "name": "system:serviceaccounts"},
			"msg": `Group "system:serviceaccounts", which is every service account of every namespace, has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"service accounts of a namespace": {
			"subject": {"kind": "Group", "name": "system:serviceaccounts:shop"},
			"msg": `Group "system:serviceaccounts:shop", which is every service account of namespace "shop", has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"nodes": {
			"subject": {"kind": "Group", "name": "system:nodes"},
			"msg": `Group "system:nodes", which is every node and whoever breaks out of a pod there, has the permissions of ClusterRole "view" in the whole cluster; bind only those who need it`,
		},
		"masters": {
			"subject": {"kind": "Group", "name": "system:masters"},
			"msg": `Group "system:masters" can do anything in the whole cluster, and nothing can restrict it; bind your own group`,
		},
	}
	system_group_subjects.violation == {{"msg": case.msg, "details": {"path": ["subjects", 0]}}} with input as cluster_binding("readers", "view", [case.subject])
}

test_denied_role_binding_to_a_cluster_role if {
	review := {"review": {"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "RoleBinding",
		"metadata": {"name": "all", "namespace": "shop"},
		"roleRef": {"kind": "ClusterRole", "name": "edit"},
		"subjects": [{"kind": "User", "name": "alice"}, {"kind": "Group", "name": "system:authenticated"}],
	}}}
	system_group_subjects.violation == {{
		"msg": `Group "system:authenticated", which is everyone who has logged in and every service account, has the permissions of ClusterRole "edit" in namespace "shop"; bind only those who need it`,
		"details": {"path": ["subjects", 1]},
	}} with input as review
}

test_denied_default_binding_of_old_clusters if {
	subjects := [{"kind": "Group", "name": "system:authenticated"}, {"kind": "Group", "name": "system:unauthenticated"}]
	system_group_subjects.violation == {{
		"msg": `Group "system:unauthenticated", which is everyone who reaches the API server without logging in, has the permissions of ClusterRole "system:discovery" in the whole cluster; bind only those who need it`,
		"details": {"path": ["subjects", 1]},
	}} with input as cluster_binding("system:discovery", "system:discovery", subjects)
}

test_allowed[note] if {
	some note, review in {
		"group of one's own": cluster_binding("readers", "view", [{"kind": "Group", "name": "developers"}]),
		"a user named like a group": cluster_binding("readers", "view", [{"kind": "User", "name": "system:masters"}, {"kind": "User", "name": "system:authenticated"}]),
		"a group named like the user": cluster_binding("readers", "view", [{"kind": "Group", "name": "system:anonymous"}]),
		"a service account cannot bear the name": cluster_binding("readers", "view", [{"kind": "ServiceAccount", "name": "system:masters", "namespace": "shop"}]),
		"group of an identity provider": cluster_binding("readers", "view", [{"kind": "Group", "name": "oidc:system:masters"}]),
		"default of administrators": cluster_binding("cluster-admin", "cluster-admin", [{"kind": "Group", "name": "system:masters"}]),
		"default of discovery": cluster_binding("system:discovery", "system:discovery", [{"kind": "Group", "name": "system:authenticated"}]),
		"default of basic users": cluster_binding("system:basic-user", "system:basic-user", [{"kind": "Group", "name": "system:authenticated"}]),
		"default of the version": cluster_binding("system:public-info-viewer", "system:public-info-viewer", [
			{"kind": "Group", "name": "system:authenticated"},
			{"kind": "Group", "name": "system:unauthenticated"},
		]),
		"nobody": cluster_binding("readers", "view", null),
		"no names": cluster_binding("readers", "view", [{"kind": "Group"}, {"kind": "Group", "name": null}, "system:masters"]),
	}
	system_group_subjects.violation == set() with input as review
	system_group_subjects.unknown == set() with input as review
}

test_silent_for_other_kinds if {
	role := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "subjects": [{"kind": "Group", "name": "system:masters"}]}
	system_group_subjects.violation == set() with input as role
}

test_unknown if {
	system_group_subjects.unknown == {{
		"msg": `Group "{{ .Values.group }}" is still to be filled in`,
		"details": {"path": ["subjects", 0, "name"]},
	}} with input as cluster_binding("readers", "view", [{"kind": "Group", "name": "{{ .Values.group }}"}, {"kind": "ServiceAccount", "name": "{{ .Values.account }}"}])
}

test_parameters if {
	subjects := [{"kind": "Group", "name": "system:unauthenticated"}]
	discovery := cluster_binding("oidc", "system:service-account-issuer-discovery", subjects)
	system_group_subjects.violation == set() with input as object.union(discovery, {"parameters": {"allowed_roles": ["system:service-account-issuer-discovery"]}})
	system_group_subjects.violation == set() with input as object.union(discovery, {"parameters": {"allowed_subjects": ["Group system:unauthenticated"]}})

	masters := cluster_binding("ops", "view", [{"kind": "Group", "name": "system:masters"}])
	count(system_group_subjects.violation) == 1 with input as object.union(masters, {"parameters": {"allowed_roles": ["view"]}})
	system_group_subjects.violation == set() with input as object.union(masters, {"parameters": {"allowed_subjects": ["Group system:masters"]}})
}

cluster_binding(name, role, subjects) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": name},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
	"subjects": subjects,
}}}
