package guiderail.rbac.binding_form_test

import data.guiderail.rbac.binding_form

test_denied_without_subjects[note] if {
	some note, change in {
		"absent": {"op": "remove", "path": "/subjects"},
		"null": {"op": "replace", "path": "/subjects", "value": null},
		"empty": {"op": "replace", "path": "/subjects", "value": []},
		"text": {"op": "replace", "path": "/subjects", "value": "alice"},
	}
	binding_form.violation == {finding("subjects lists nobody, so nobody gets the role; list who needs it", ["subjects"])} with input as changed(role_binding, [change])
}

test_denied_subjects_below_the_role if {
	written := changed(role_binding, [{"op": "move", "from": "/subjects", "path": "/roleRef/subjects"}])
	binding_form.violation == {finding("subjects stands below roleRef, where it binds nobody; move it to the top level", ["roleRef", "subjects"])} with input as written
}

test_denied_role[note] if {
	some note, case in {
		"absent": {"changes": [{"op": "remove", "path": "/roleRef"}], "msg": "roleRef is not set; name the role", "path": ["roleRef"]},
		"null": {"changes": [{"op": "replace", "path": "/roleRef", "value": null}], "msg": "roleRef is not set; name the role", "path": ["roleRef"]},
		"no name": {"changes": [{"op": "remove", "path": "/roleRef/name"}], "msg": "roleRef.name is not set; name the role", "path": ["roleRef", "name"]},
		"no kind": {
			"changes": [{"op": "remove", "path": "/roleRef/kind"}],
			"msg": `roleRef.kind is ""; set it to ClusterRole or Role`, "path": ["roleRef", "kind"],
		},
		"small kind": {
			"changes": [{"op": "replace", "path": "/roleRef/kind", "value": "clusterrole"}],
			"msg": `roleRef.kind is "clusterrole"; set it to ClusterRole or Role`, "path": ["roleRef", "kind"],
		},
		"version in the group": {
			"changes": [{"op": "replace", "path": "/roleRef/apiGroup", "value": "rbac.authorization.k8s.io/v1"}],
			"msg": `roleRef.apiGroup is "rbac.authorization.k8s.io/v1"; set it to rbac.authorization.k8s.io`, "path": ["roleRef", "apiGroup"],
		},
		"number for a group": {
			"changes": [{"op": "replace", "path": "/roleRef/apiGroup", "value": 1}],
			"msg": `roleRef.apiGroup is 1; set it to rbac.authorization.k8s.io`, "path": ["roleRef", "apiGroup"],
		},
	}
	binding_form.violation == {finding(case.msg, case.path)} with input as changed(role_binding, case.changes)
}

test_denied_role_in_a_cluster_role_binding if {
	written := changed(cluster_role_binding, [{"op": "replace", "path": "/roleRef/kind", "value": "Role"}])
	binding_form.violation == {finding(`roleRef.kind is "Role"; set it to ClusterRole`, ["roleRef", "kind"])} with input as written
}

test_denied_subject[note] if {
	some note, case in {
		"no name": {"subject": {"kind": "User"}, "msg": `User "" has no name; set name`, "field": "name"},
		"null name": {"subject": {"kind": "ServiceAccount", "name": null, "namespace": "shop"}, "msg": `ServiceAccount "shop/" has no name; set name`, "field": "name"},
		"no kind": {"subject": {"name": "alice"}, "msg": `subject "alice" has the kind ""; set it to User, Group or ServiceAccount`, "field": "kind"},
		"small kind": {
			"subject": {"kind": "serviceaccount", "name": "app"},
			"msg": `serviceaccount "app" has the kind "serviceaccount"; set it to User, Group or ServiceAccount`, "field": "kind",
		},
		"group of a user": {
			"subject": {"kind": "User", "name": "alice", "apiGroup": "v1"},
			"msg": `User "alice" has the apiGroup "v1"; set it to rbac.authorization.k8s.io`, "field": "apiGroup",
		},
		"group of a user that is a service account": {
			"subject": {"kind": "User", "name": "system:serviceaccount:shop:app", "apiGroup": "v1"},
			"msg": `User "system:serviceaccount:shop:app" has the apiGroup "v1"; set it to rbac.authorization.k8s.io`, "field": "apiGroup",
		},
		"group of a service account": {
			"subject": {"kind": "ServiceAccount", "name": "app", "namespace": "shop", "apiGroup": "rbac.authorization.k8s.io"},
			"msg": `ServiceAccount "shop/app" has the apiGroup "rbac.authorization.k8s.io"; leave it out`, "field": "apiGroup",
		},
		"user name of a service account": {
			"subject": {"kind": "ServiceAccount", "name": "system:serviceaccount:shop:app", "namespace": "shop"},
			"msg": `ServiceAccount "shop/system:serviceaccount:shop:app" has a name that no service account can have; write only its name, in lowercase`, "field": "name",
		},
		"group named as a user": {
			"subject": {"kind": "User", "name": "system:masters"},
			"msg": `User "system:masters" matches nobody; that is the name of a group`, "field": "kind",
		},
		"accounts of a namespace named as a user": {
			"subject": {"kind": "User", "name": "system:serviceaccounts:shop"},
			"msg": `User "system:serviceaccounts:shop" matches nobody; that is the name of a group`, "field": "kind",
		},
		"user named as a group": {
			"subject": {"kind": "Group", "name": "system:serviceaccount:shop:app"},
			"msg": `Group "system:serviceaccount:shop:app" matches nobody; that is the name of a user`, "field": "kind",
		},
		"white space": {
			"subject": {"kind": "Group", "name": "system:masters "},
			"msg": `Group "system:masters " matches nobody because of the white space in its name; remove it`, "field": "name",
		},
	}
	written := changed(role_binding, [{"op": "add", "path": "/subjects/-", "value": case.subject}])
	binding_form.violation == {finding(case.msg, ["subjects", 1, case.field])} with input as written
}

test_denied_service_account_without_namespace[note] if {
	some note, namespace in {"absent": {}, "null": {"namespace": null}, "empty": {"namespace": ""}}
	subject := object.union({"kind": "ServiceAccount", "name": "app"}, namespace)
	written := changed(cluster_role_binding, [{"op": "replace", "path": "/subjects", "value": [subject]}])
	binding_form.violation == {finding(`ServiceAccount "app" has no namespace; set the namespace of the service account`, ["subjects", 0, "namespace"])} with input as written
}

test_allowed[note] if {
	some note, written in {
		"role binding": role_binding,
		"cluster role binding": cluster_role_binding,
		"cluster role in a namespace": json.patch(role_binding, [{"op": "replace", "path": "/roleRef/kind", "value": "ClusterRole"}]),
		"groups left to their defaults": json.patch(role_binding, [
			{"op": "remove", "path": "/roleRef/apiGroup"},
			{"op": "add", "path": "/subjects/-", "value": {"kind": "Group", "name": "staff", "apiGroup": ""}},
		]),
		"service account of the binding's namespace": json.patch(role_binding, [{"op": "add", "path": "/subjects/-", "value": {"kind": "ServiceAccount", "name": "app"}}]),
		"name of a component": json.patch(role_binding, [{"op": "add", "path": "/subjects/-", "value": {"kind": "User", "name": "system:kube-scheduler"}}]),
		"values to be filled in": json.patch(role_binding, [
			{"op": "replace", "path": "/roleRef/kind", "value": "{{ .Values.kind }}"},
			{"op": "add", "path": "/subjects/-", "value": {"kind": "${KIND}", "name": "app"}},
			{"op": "add", "path": "/subjects/-", "value": {"kind": "ServiceAccount", "name": "${RELEASE}-app"}},
		]),
		"the one that has nobody in every cluster": json.patch(cluster_role_binding, [
			{"op": "replace", "path": "/metadata/name", "value": "system:node"},
			{"op": "replace", "path": "/roleRef/name", "value": "system:node"},
			{"op": "remove", "path": "/subjects"},
		]),
	}
	binding_form.violation == set() with input as {"review": {"object": written}}
}

test_silent_for_other_kinds[note] if {
	some note, written in {
		"kind": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"},
		"group": {"apiVersion": "example.org/v1", "kind": "RoleBinding"},
	}
	binding_form.violation == set() with input as {"review": {"object": written}}
}

role_binding := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "RoleBinding",
	"metadata": {"name": "b", "namespace": "shop"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
	"subjects": [{"kind": "User", "name": "alice", "apiGroup": "rbac.authorization.k8s.io"}],
}

cluster_role_binding := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "b"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
	"subjects": [{"kind": "ServiceAccount", "name": "app", "namespace": "shop"}],
}

changed(base, changes) := {"review": {"object": json.patch(base, changes)}}

finding(msg, path) := {"msg": msg, "details": {"path": path}}
