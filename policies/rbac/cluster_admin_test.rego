package guiderail.rbac.cluster_admin_test

import data.guiderail.rbac.cluster_admin

test_denied[note] if {
	some note, case in {
		"user": {"subject": {"kind": "User", "name": "alice"}, "title": `User "alice"`},
		"group": {"subject": {"kind": "Group", "name": "developers"}, "title": `Group "developers"`},
		"service account": {
			"subject": {"kind": "ServiceAccount", "name": "ci", "namespace": "build"},
			"title": `ServiceAccount "build/ci"`,
		},
		"the administrators' group under another name": {"subject": {"kind": "Group", "name": "system:masters"}, "title": `Group "system:masters"`},
		"nothing told": {"subject": {}, "title": `subject ""`},
	}
	cluster_admin.violation == {anything(case.title, "in the whole cluster", 0)} with input as cluster_binding("ops", [case.subject])
}

test_denied_in_a_namespace if {
	review := {"review": {"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "RoleBinding",
		"metadata": {"name": "deploy", "namespace": "shop"},
		"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
		"subjects": [{"kind": "ServiceAccount", "name": "deployer"}],
	}}}
	cluster_admin.violation == {anything(`ServiceAccount "shop/deployer"`, `in namespace "shop"`, 0)} with input as review
}

test_denied_whatever_the_reference_leaves_out[note] if {
	some note, reference in {
		"kind absent": {"name": "cluster-admin"},
		"kind null": {"kind": null, "name": "cluster-admin"},
		"kind Role, which a ClusterRoleBinding cannot have": {"kind": "Role", "name": "cluster-admin"},
	}
	written := object.union(object.remove(cluster_binding("ops", [{"kind": "User", "name": "alice"}]).review.object, ["roleRef"]), {"roleRef": reference})
	cluster_admin.violation == {anything(`User "alice"`, "in the whole cluster", 0)} with input as {"review": {"object": written}}
}

test_denied_who_is_added_to_the_default_binding if {
	subjects := [{"kind": "Group", "name": "system:masters"}, {"kind": "User", "name": "alice"}]
	cluster_admin.violation == {anything(`User "alice"`, "in the whole cluster", 1)} with input as cluster_binding("cluster-admin", subjects)
}

test_allowed[note] if {
	some note, written in {
		"default binding": cluster_binding("cluster-admin", [{"kind": "Group", "name": "system:masters"}]).review.object,
		"kubeadm's": cluster_binding("kubeadm:cluster-admins", [{"kind": "Group", "name": "kubeadm:cluster-admins"}]).review.object,
		"nobody, absent": object.remove(cluster_binding("ops", []).review.object, ["subjects"]),
		"nobody, null": cluster_binding("ops", null).review.object,
		"admin": bound_to({"kind": "ClusterRole", "name": "admin"}),
		"edit": bound_to({"kind": "ClusterRole", "name": "edit"}),
		"a name that only begins so": bound_to({"kind": "ClusterRole", "name": "cluster-admin-view"}),
		"no role": object.remove(bound_to({}), ["roleRef"]),
		"a Role of the same name": object.union(bound_to({"kind": "Role", "name": "cluster-admin"}), {"kind": "RoleBinding"}),
		"another group": object.union(bound_to({"kind": "ClusterRole", "name": "cluster-admin"}), {"apiVersion": "example.org/v1"}),
	}
	cluster_admin.violation == set() with input as {"review": {"object": written}}
	cluster_admin.unknown == set() with input as {"review": {"object": written}}
}

test_unknown if {
	cluster_admin.unknown == {{
		"msg": "roleRef.name is {{ .Values.role }}, which is still to be filled in",
		"details": {"path": ["roleRef", "name"]},
	}} with input as {"review": {"object": bound_to({"kind": "ClusterRole", "name": "{{ .Values.role }}"})}}
}

test_parameters if {
	review := cluster_binding("ops", [{"kind": "Group", "name": "platform-admins"}, {"kind": "Group", "name": "platform-admins-2"}])
	named := object.union(review, {"parameters": {"allowed_subjects": ["Group platform-admins"]}})
	cluster_admin.violation == {anything(`Group "platform-admins-2"`, "in the whole cluster", 1)} with input as named

	clone := {"review": {"object": bound_to({"kind": "ClusterRole", "name": "root"})}, "parameters": {"roles": ["cluster-admin", "root"]}}
	cluster_admin.violation == {anything(`User "alice"`, "in the whole cluster", 0)} with input as clone
}

anything(title, reach, i) := {
	"msg": sprintf("%s can do anything %s; bind a role that grants only what is needed", [title, reach]),
	"details": {"path": ["subjects", i]},
}

bound_to(reference) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "ops"},
	"roleRef": reference,
	"subjects": [{"kind": "User", "name": "alice"}],
}

cluster_binding(name, subjects) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": name},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
	"subjects": subjects,
}}}
