package guiderail.sidecar.primary_singleton_test

import data.guiderail.sidecar.primary_singleton

test_denied_replicas[kind] if {
	some kind in ["StatefulSet", "ReplicaSet"]
	primary_singleton.violation == {finding(["spec", "replicas"], "replicas is 2, but there must be only one primary; set it to 1")} with input as workload("apps/v1", kind, {"replicas": 2})
}

test_denied_replicas_of_a_deployment if {
	primary_singleton.violation == {finding(["spec", "replicas"], "replicas is 3, but there must be only one primary; set it to 1")} with input as workload("apps/v1", "Deployment", {
		"replicas": 3,
		"strategy": {"type": "Recreate"},
	})
}

test_denied_strategy[note] if {
	some note, case in {
		"absent": {"spec": {}, "how": "is not set"},
		"null": {"spec": {"strategy": null}, "how": "is not set"},
		"no type": {"spec": {"strategy": {"type": null}}, "how": "is not set"},
		"the default": {"spec": {"strategy": {"type": "RollingUpdate"}}, "how": "is RollingUpdate"},
		"one goes before the other comes, and may still be ending": {
			"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0}}},
			"how": "is RollingUpdate",
		},
	}
	primary_singleton.violation == {finding(
		["spec", "strategy"],
		sprintf("strategy.type %s, so a second primary starts before the first one stops; set it to Recreate", [case.how]),
	)} with input as workload("apps/v1", "Deployment", case.spec)
}

test_denied_kind[kind] if {
	some kind, case in {
		"DaemonSet": {"version": "apps/v1", "how": "a DaemonSet starts a primary on every node"},
		"Rollout": {"version": "argoproj.io/v1alpha1", "how": "a Rollout starts a second primary alongside the first"},
	}
	primary_singleton.violation == {finding(
		["kind"],
		sprintf("%s; use a Deployment or a StatefulSet with one replica", [case.how]),
	)} with input as workload(case.version, kind, {})
}

test_allowed[note] if {
	some note, case in {
		"deployment": {"version": "apps/v1", "kind": "Deployment", "spec": {"replicas": 1, "strategy": {"type": "Recreate"}}},
		"one replica by default": {"version": "apps/v1", "kind": "Deployment", "spec": {"strategy": {"type": "Recreate"}}},
		"null": {"version": "apps/v1", "kind": "Deployment", "spec": {"replicas": null, "strategy": {"type": "Recreate"}}},
		"none for now": {"version": "apps/v1", "kind": "Deployment", "spec": {"replicas": 0, "strategy": {"type": "Recreate"}}},
		"stateful set": {"version": "apps/v1", "kind": "StatefulSet", "spec": {"replicas": 1}},
		"stateful set by default": {"version": "apps/v1", "kind": "StatefulSet", "spec": {}},
	}
	primary_singleton.violation == set() with input as workload(case.version, case.kind, case.spec)
	primary_singleton.unknown == set() with input as workload(case.version, case.kind, case.spec)
	primary_singleton.applies with input as workload(case.version, case.kind, case.spec)
}

test_unknown if {
	review := workload("apps/v1", "Deployment", {"replicas": "{{REPLICAS}}", "strategy": {"type": "{{STRATEGY}}"}})
	primary_singleton.violation == set() with input as review
	primary_singleton.unknown == {
		finding(["spec", "replicas"], "replicas is still to be filled in"),
		finding(["spec", "strategy", "type"], "strategy.type is still to be filled in"),
	} with input as review
}

test_not_applicable[note] if {
	some note, image in {
		"secondary": "niis/xroad-security-server-sidecar:7.8.1-secondary",
		"single": "niis/xroad-security-server-sidecar:7.8.1",
		"primary of something else": "bitnami/postgresql:16-primary",
	}
	review := {"review": {"object": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {
		"replicas": 4,
		"template": {"spec": {"containers": [{"name": "server", "image": image}]}},
	}}}}
	not primary_singleton.applies with input as review
	primary_singleton.violation == set() with input as review
}

finding(path, how) := {"msg": sprintf(`container "server": %s`, [how]), "details": {"path": path}}

workload(version, kind, spec) := {"review": {"object": {"apiVersion": version, "kind": kind, "spec": object.union(spec, {"template": {"spec": {"containers": [{
	"name": "server",
	"image": "niis/xroad-security-server-sidecar:7.8.1-slim-primary",
}]}}})}}}

test_denied_replicas_of_other_kinds[kind] if {
	some kind, version in {"ReplicationController": "v1", "DeploymentConfig": "apps.openshift.io/v1"}
	primary_singleton.violation == {finding(
		["spec", "replicas"],
		"replicas is 2, but there must be only one primary; set it to 1",
	)} with input as workload(version, kind, {"replicas": 2, "strategy": {"type": "Recreate"}})
}

test_denied_strategy_of_a_deployment_config if {
	primary_singleton.violation == {finding(
		["spec", "strategy"],
		"strategy.type is Rolling, so a second primary starts before the first one stops; set it to Recreate",
	)} with input as workload("apps.openshift.io/v1", "DeploymentConfig", {"strategy": {"type": "Rolling"}})
}

test_denied_kind_of_an_old_group if {
	primary_singleton.violation == {finding(
		["kind"],
		"a DaemonSet starts a primary on every node; use a Deployment or a StatefulSet with one replica",
	)} with input as workload("extensions/v1beta1", "DaemonSet", {"replicas": 2})
}

test_denied_replicas_and_kind if {
	primary_singleton.violation == {
		finding(["spec", "replicas"], "replicas is 2, but there must be only one primary; set it to 1"),
		finding(["kind"], "a Rollout starts a second primary alongside the first; use a Deployment or a StatefulSet with one replica"),
	} with input as workload("argoproj.io/v1alpha1", "Rollout", {"replicas": 2})
}
