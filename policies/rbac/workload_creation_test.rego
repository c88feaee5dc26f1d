package guiderail.rbac.workload_creation_test

import data.guiderail.rbac.workload_creation

test_denied[note] if {
	some note, case in {
		"pods": {"rule": {"apiGroups": [""], "resources": ["pods"], "verbs": ["create"]}, "want": finding(0, "create on pods", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"an update of pods": {"rule": {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "update"]}, "want": finding(0, "update on pods", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"a patch of deployments": {"rule": {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["patch"]}, "want": finding(0, "patch on deployments", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"a patch of one deployment": {"rule": {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["patch"], "resourceNames": ["web"]}, "want": finding(0, "patch on deployments, only for web", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"cron jobs and jobs": {"rule": {"apiGroups": ["batch"], "resources": ["jobs", "cronjobs"], "verbs": ["create"]}, "want": finding(0, "create on jobs, cronjobs", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"a patch of cron jobs": {"rule": {"apiGroups": ["batch"], "resources": ["jobs", "cronjobs"], "verbs": ["patch"]}, "want": finding(1, "patch on cronjobs", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"replication controllers": {"rule": {"apiGroups": [""], "resources": ["replicationcontrollers"], "verbs": ["create"]}, "want": finding(0, "create on replicationcontrollers", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"all controllers": {"rule": {"apiGroups": ["apps"], "resources": ["replicasets", "daemonsets", "statefulsets", "deployments", "x"], "verbs": ["create"]}, "want": finding(0, "create on replicasets, daemonsets, statefulsets, deployments", "ClusterRole", "run any image with every service account and Secret in every namespace")},
		"workflows": {"rule": {"apiGroups": ["argoproj.io"], "resources": ["workflows"], "verbs": ["create"]}, "want": finding(0, "create on workflows", "ClusterRole", "run any image with every service account and Secret in every namespace")},
	}
	workload_creation.violation == {case.want} with input as role("ClusterRole", [case.rule])
}

test_denied_in_a_role[note] if {
	some note, case in {
		"deployments": {"rule": {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["create"]}, "want": finding(0, "create on deployments", "Role", "run any image with every service account and Secret in namespace shop")},
	}
	workload_creation.violation == {case.want} with input as role("Role", [case.rule])
}

test_allowed[note] if {
	some note, case in {
		"no rules": role("ClusterRole", null),
		"everything, of which rbac.escalation_verbs tells": role("ClusterRole", [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]),
		"rules of other types": role("ClusterRole", ["all", null, {"verbs": "*", "apiGroups": {}, "resources": [7]}]),
		"reading": role("ClusterRole", [{"apiGroups": ["", "apps", "batch"], "resources": ["pods", "deployments", "jobs"], "verbs": ["get", "list", "watch", "delete"]}]),
		"changing jobs, whose pods stay what they are": role("ClusterRole", [{"apiGroups": ["batch"], "resources": ["jobs", "jobs/status"], "verbs": ["update", "patch"]}]),
		"scaling": role("ClusterRole", [{"apiGroups": ["apps"], "resources": ["deployments/scale", "deployments/status"], "verbs": ["update", "patch"]}]),
		"the wrong group": role("ClusterRole", [{"apiGroups": [""], "resources": ["deployments"], "verbs": ["create"]}, {"apiGroups": ["metrics.k8s.io"], "resources": ["pods"], "verbs": ["create"]}]),
		"creating by name, which there is not": role("ClusterRole", [{"apiGroups": [""], "resources": ["pods"], "verbs": ["create"], "resourceNames": ["a"]}]),
		"ConfigMaps": role("ClusterRole", [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create"]}]),
		"the bootstrap role of this name": bootstrap([{"apiGroups": [""], "resources": ["pods"], "verbs": ["create"]}]),
		"another kind": {"review": {"object": {"apiVersion": "example.org/v1", "kind": "ClusterRole", "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["create"]}]}}},
	}
	workload_creation.violation == set() with input as case
	workload_creation.unknown == set() with input as case
}

test_allowed_by_parameter if {
	workload_creation.violation == set() with input as object.union(role("Role", [{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["create"]}]), {"parameters": {"allowed_roles": ["shop/r"]}})
	workload_creation.violation != set() with input as object.union(role("Role", [{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["create"]}]), {"parameters": {"allowed_roles": ["r", "shop", "shop/"]}})
}

test_unknown if {
	reviewed := role("ClusterRole", [{"apiGroups": ["<group>"], "resources": ["deployments"], "verbs": ["create"]}])
	workload_creation.violation == set() with input as reviewed
	workload_creation.unknown == {{"msg": "rules[0]: apiGroups <group> is still to be filled in", "details": {"path": ["rules", 0, "apiGroups", 0]}}} with input as reviewed
}

test_parameter_names_the_resources if {
	rules := [{"verbs": ["create"], "apiGroups": ["", "example.org"], "resources": ["pods", "things"]}]
	workload_creation.violation == {{
		"msg": "rules[0] (create on things): anyone bound to this ClusterRole can run any image with every service account and Secret in every namespace; remove it or add the role to allowed_roles",
		"details": {"path": ["rules", 0, "resources", 1]},
	}} with input as object.union(role("ClusterRole", rules), {"parameters": {"resources": ["things.example.org"]}})
}

finding(resource, how, kind, can) := {
	"msg": sprintf("rules[0] (%s): anyone bound to this %s can %s; remove it or add the role to allowed_roles", [how, kind, can]),
	"details": {"path": ["rules", 0, "resources", resource]},
}

role(kind, rules) := {"review": {"object": {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": "r", "namespace": "shop"},
	"rules": rules,
}}}

bootstrap(rules) := json.patch(role("ClusterRole", rules), [{"op": "replace", "path": "/review/object/metadata/name", "value": "system:aggregate-to-edit"}])
