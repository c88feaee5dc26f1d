package guiderail.rbac.control_plane_roles_test

import data.guiderail.rbac.control_plane_roles
import data.lib.guiderail.bootstrap_roles

test_denied[role] if {
	some role, can in {
		"system:controller:clusterrole-aggregation-controller": "write any permission into a role",
		"system:controller:certificate-controller": "have client certificates issued in the name of any user",
		"system:certificates.k8s.io:kube-apiserver-client-approver": "have client certificates issued in the name of any user",
		"system:kube-controller-manager": "make tokens of every service account in every namespace",
		"system:node": "make tokens of every service account in every namespace",
		"system:aggregate-to-edit": "act as every service account in every namespace",
		"system:aggregate-to-admin": "change who may do what in every namespace",
		"system:controller:generic-garbage-collector": "read every Secret and have every Secret copied to a store outside the cluster in every namespace",
		"system:controller:namespace-controller": "read every Secret in every namespace",
		"system:kubelet-api-admin": "run commands in every pod through the kubelets of the nodes",
		"system:controller:replicaset-controller": "run any image with every service account and Secret in every namespace",
	}
	control_plane_roles.applies with input as bound(role, [account])
	control_plane_roles.violation == {finding(`ServiceAccount "ci/deployer"`, 0, can, role)} with input as bound(role, [account])
}

test_denied_whoever_it_is[note] if {
	some note, case in {
		"person": {"subject": {"kind": "User", "name": "alice"}, "title": `User "alice"`},
		"group of people": {"subject": {"kind": "Group", "name": "staff"}, "title": `Group "staff"`},
		"a component that is another": {"subject": {"kind": "User", "name": "system:kube-scheduler"}, "title": `User "system:kube-scheduler"`},
		"a name that only begins as a group of accounts": {"subject": {"kind": "Group", "name": "system:serviceaccounts-of-mine"}, "title": `Group "system:serviceaccounts-of-mine"`},
		"account as a user": {
			"subject": {"kind": "User", "name": "system:serviceaccount:ci:deployer"},
			"title": `User "system:serviceaccount:ci:deployer"`,
		},
	}
	control_plane_roles.violation == {finding(case.title, 0, "make tokens of every service account in every namespace", "system:kube-controller-manager")} with input as bound("system:kube-controller-manager", [case.subject])
}

test_denied_beside_the_subject_of_every_cluster if {
	role := "system:controller:clusterrole-aggregation-controller"
	review := bound(role, [
		{"kind": "ServiceAccount", "name": "clusterrole-aggregation-controller", "namespace": "kube-system"},
		{"kind": "User", "name": "eve"},
	])
	named := json.patch(review, [{"op": "replace", "path": "/review/object/metadata/name", "value": role}])
	control_plane_roles.violation == {finding(`User "eve"`, 1, "write any permission into a role", role)} with input as named

	# The same subjects under another name of the binding.
	count(control_plane_roles.violation) == 2 with input as review
}

test_allowed_without_power[role] if {
	some role in [
		"system:auth-delegator", "system:basic-user", "system:discovery", "system:kube-scheduler", "system:monitoring",
		"system:node-bootstrapper", "system:node-proxier", "system:persistent-volume-provisioner", "system:volume-scheduler",
		"system:service-account-issuer-discovery",
	]
	bootstrap_roles.is_name("ClusterRole", role)
	control_plane_roles.violation == set() with input as bound(role, [account])
}

test_allowed_of_which_other_controls_speak[note] if {
	some note, case in {
		"not logged in": ["system:node", {"kind": "User", "name": "system:anonymous"}],
		"everyone": ["system:node", {"kind": "Group", "name": "system:authenticated"}],
		"all accounts": ["system:node", {"kind": "Group", "name": "system:serviceaccounts"}],
		"all accounts of a namespace": ["system:node", {"kind": "Group", "name": "system:serviceaccounts:ci"}],
		"account default": ["system:node", {"kind": "ServiceAccount", "name": "default", "namespace": "ci"}],
		"administrator": ["cluster-admin", account],
		"role for one namespace": ["edit", account],
		"role that is none of every cluster": ["system:openshift:scc:privileged", account],
	}
	control_plane_roles.violation == set() with input as bound(case[0], [case[1]])
}

test_allowed_as_every_cluster_binds_them[note] if {
	some note, case in {
		"a controller": [
			"system:controller:namespace-controller",
			{"kind": "ServiceAccount", "name": "namespace-controller", "namespace": "kube-system"},
		],
		"a component": ["system:kube-controller-manager", {"kind": "User", "name": "system:kube-controller-manager"}],
	}
	named := json.patch(bound(case[0], [case[1]]), [{"op": "replace", "path": "/review/object/metadata/name", "value": case[0]}])
	control_plane_roles.violation == set() with input as named
}

test_allowed_api_server_at_kubelets_alone if {
	control_plane_roles.violation == set() with input as bound("system:kubelet-api-admin", [{"kind": "User", "name": "kube-apiserver"}])
	count(control_plane_roles.violation) == 1 with input as bound("system:kubelet-api-admin", [{"kind": "Group", "name": "kube-apiserver"}])
	count(control_plane_roles.violation) == 1 with input as bound("system:node", [{"kind": "User", "name": "kube-apiserver"}])
}

test_allowed_by_parameter if {
	review := bound("system:kubelet-api-admin", [{"kind": "User", "name": "kubernetes"}])
	control_plane_roles.violation == set() with input as object.union(review, {"parameters": {"allowed_subjects": ["User kubernetes"]}})
	count(control_plane_roles.violation) == 1 with input as object.union(review, {"parameters": {"allowed_subjects": ["User kube"]}})
}

test_allowed_of_another_kind[note] if {
	some note, operations in {
		"in one namespace": [{"op": "replace", "path": "/review/object/kind", "value": "RoleBinding"}],
		"a Role of the name": [{"op": "replace", "path": "/review/object/roleRef/kind", "value": "Role"}],
		"no role": [{"op": "remove", "path": "/review/object/roleRef"}],
		"another group": [{"op": "replace", "path": "/review/object/apiVersion", "value": "example.com/v1"}],
	}
	control_plane_roles.violation == set() with input as json.patch(bound("system:node", [account]), operations)
}

account := {"kind": "ServiceAccount", "name": "deployer", "namespace": "ci"}

finding(title, i, can, role) := {
	"msg": sprintf("%s may %s, by ClusterRole %q, which is reserved for Kubernetes itself; bind a role that grants only what is needed", [title, can, role]),
	"details": {"path": ["subjects", i]},
}

bound(role, subjects) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "deployers"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
	"subjects": subjects,
}}}
