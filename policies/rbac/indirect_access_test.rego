package guiderail.rbac.indirect_access_test

import data.guiderail.rbac.indirect_access

test_denied[note] if {
	some note, case in {
		"volumes of nodes": {
			"rule": rule([""], ["persistentvolumes"], ["create", "delete"]), "kind": "ClusterRole",
			"how": "create on persistentvolumes", "can": "mount every directory of the nodes by a PersistentVolume with hostPath",
		},
		"Secrets in one namespace": {
			"rule": rule([""], ["secrets"], ["create"]), "kind": "Role",
			"how": "create on secrets", "can": "have tokens made of every service account by a Secret that names it in namespace shop",
		},
		"creating and changing": {
			"rule": rule([""], ["secrets"], ["create", "update"]), "kind": "ClusterRole",
			"how": "create on secrets", "can": "have tokens made of every service account by a Secret that names it in every namespace",
		},
		"privileged pods of OpenShift": {
			"rule": object.union(rule(["security.openshift.io"], ["securitycontextconstraints"], ["use"]), {"resourceNames": ["restricted-v2", "privileged"]}),
			"kind": "Role",
			"how": "use on securitycontextconstraints, only for privileged, restricted-v2",
			"can": "run pods that are root or reach the node, which OpenShift forbids otherwise in namespace shop",
		},
		"pods of OpenShift of whatever constraints": {
			"rule": rule(["security.openshift.io"], ["*"], ["use"]), "kind": "ClusterRole",
			"how": "use on *", "can": "run pods that are root or reach the node, which OpenShift forbids otherwise in every namespace",
		},
	}
	indirect_access.violation == {{
		"msg": sprintf("rules[0] (%s): anyone bound to this %s can %s; remove it or add the role to allowed_roles", [case.how, case.kind, case.can]),
		"details": {"path": ["rules", 0, "resources", 0]},
	}} with input as role(case.kind, [case.rule])
}

test_allowed[note] if {
	some note, written in {
		"claims": role("ClusterRole", [rule([""], ["persistentvolumeclaims"], ["create"])]),
		"volumes that are there": role("ClusterRole", [rule([""], ["persistentvolumes"], ["get", "update", "patch", "delete"])]),
		"volumes in a Role, which grants nothing": role("Role", [rule([""], ["persistentvolumes"], ["create"])]),
		"reading them too, of which rbac.secret_read tells": role("ClusterRole", [rule([""], ["secrets"], ["create"]), rule([""], ["secrets"], ["list"])]),
		"every verb, of which rbac.secret_read tells": role("ClusterRole", [rule([""], ["secrets"], ["*"])]),
		"constraints of OpenShift that let pods do little": role("Role", [object.union(rule(["security.openshift.io"], ["securitycontextconstraints"], ["use"]), {"resourceNames": ["restricted-v2", "nonroot-v2"]})]),
		"policies that no cluster has any more": role("Role", [rule(["policy"], ["podsecuritypolicies"], ["use"])]),
		"another group": role("ClusterRole", [rule(["example.org"], ["secrets"], ["create"])]),
		"names, which creating cannot use": role("ClusterRole", [object.union(rule([""], ["secrets"], ["create"]), {"resourceNames": ["a"]})]),
		"everything, of which rbac.escalation_verbs tells": role("ClusterRole", [rule(["*"], ["*"], ["*"])]),
		"another kind": role("RoleBinding", [rule([""], ["secrets"], ["create"])]),
	}
	indirect_access.violation == set() with input as written
	indirect_access.unknown == set() with input as written
}

test_denied_volumes_beside_reading_secrets if {
	{finding.details.path | some finding in indirect_access.violation} == {["rules", 0, "resources", 1]} with input as role("ClusterRole", [rule([""], ["secrets", "persistentvolumes"], ["*"])])
}

test_denied_constraints_beside_reading_secrets if {
	{finding.details.path | some finding in indirect_access.violation} == {["rules", 1, "resources", 0]} with input as role("ClusterRole", [
		rule([""], ["secrets"], ["*"]),
		rule(["security.openshift.io"], ["securitycontextconstraints"], ["use"]),
	])
}

test_parameters if {
	asked := {"review": {"object": role("ClusterRole", [rule([""], ["secrets"], ["create"])])}, "parameters": {"allowed_roles": ["r"]}}
	indirect_access.violation == set() with input as asked
}

test_unknown if {
	indirect_access.unknown == {{
		"msg": "rules[0]: resources {{ x }} is still to be filled in",
		"details": {"path": ["rules", 0, "resources", 0]},
	}} with input as role("ClusterRole", [rule([""], ["{{ x }}"], ["create"])])
}

rule(groups, resources, verbs) := {"apiGroups": groups, "resources": resources, "verbs": verbs}

role(kind, rules) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}
