package guiderail.sidecar.primary_autoscaler_test

import data.guiderail.sidecar.primary_autoscaler

test_denied_by_what_it_runs[kind] if {
	some kind in ["Deployment", "StatefulSet", "ReplicaSet"]
	primary_autoscaler.violation == {finding(kind, "server")} with input as hpa(kind, "server", {"maxReplicas": 3}) with data.inventory as running(kind, "7.8.1-slim-primary")
	primary_autoscaler.applies with input as hpa(kind, "server", {"maxReplicas": 3}) with data.inventory as running(kind, "7.8.1-slim-primary")
}

test_denied_by_name[name] if {
	some name in ["security-server-sidecar-primary", "xroad-primary", "primary-xroad-sidecar"]
	primary_autoscaler.violation == {finding("Deployment", name)} with input as hpa("Deployment", name, {"maxReplicas": 3})
	primary_autoscaler.applies with input as hpa("Deployment", name, {"maxReplicas": 3})
}

test_denied_replicas[note] if {
	some note, spec in {"absent": {}, "null": {"maxReplicas": null}, "two": {"maxReplicas": 2}, "text": {"maxReplicas": "1"}}
	primary_autoscaler.violation == {finding("Deployment", "server")} with input as hpa("Deployment", "server", spec) with data.inventory as running("Deployment", "7.8.1-primary")
}

test_allowed_at_most_one if {
	primary_autoscaler.violation == set() with input as hpa("Deployment", "server", {"maxReplicas": 1}) with data.inventory as running("Deployment", "7.8.1-primary")
}

test_allowed_others[note] if {
	some note, case in {
		"secondary": {"name": "server", "inventory": running("Deployment", "7.8.1-secondary")},
		"single": {"name": "server", "inventory": running("Deployment", "7.8.1")},
		"secondary by name": {"name": "security-server-sidecar-secondary", "inventory": {}},
		"what it runs counts, and not its name": {"name": "xroad-primary", "inventory": named("xroad-primary", running("Deployment", "7.8.1-secondary"))},
	}
	subject := hpa("Deployment", case.name, {"maxReplicas": 3})
	primary_autoscaler.applies with input as subject with data.inventory as case.inventory
	primary_autoscaler.violation == set() with input as subject with data.inventory as case.inventory
}

test_not_applicable[note] if {
	some note, case in {
		"primary of something else": {"name": "postgres-primary", "inventory": {}},
		"something else under its name": {"name": "xroad-primary", "inventory": {"namespace": {"sidecar": {"apps/v1": {"Deployment": {"xroad-primary": {}}}}}}},
		"no text": {"name": 7, "inventory": {}},
	}
	subject := hpa("Deployment", case.name, {"maxReplicas": 3})
	not primary_autoscaler.applies with input as subject with data.inventory as case.inventory
	primary_autoscaler.violation == set() with input as subject with data.inventory as case.inventory
}

test_not_applicable_kinds[note] if {
	some note, object in {
		"no spec": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"},
		"other kind": {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "xroad-primary"}}},
	}
	not primary_autoscaler.applies with input as {"review": {"object": object}}
}

finding(kind, name) := {
	"msg": sprintf("scaleTargetRef: %s %q is an X-Road primary, which must have exactly one replica; scale the secondaries", [kind, name]),
	"details": {"path": ["spec", "scaleTargetRef"]},
}

hpa(kind, name, spec) := {"review": {"object": {
	"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
	"metadata": {"name": "h", "namespace": "sidecar"},
	"spec": object.union(spec, {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": kind, "name": name}}),
}}}

running(kind, tag) := {"namespace": {"sidecar": {"apps/v1": {kind: {"server": {
	"apiVersion": "apps/v1", "kind": kind,
	"metadata": {"name": "server", "namespace": "sidecar"},
	"spec": {"template": {"spec": {"containers": [{"name": "server", "image": sprintf("niis/xroad-security-server-sidecar:%s", [tag])}]}}},
}}}}}}

named(name, inventory) := {"namespace": {"sidecar": {"apps/v1": {"Deployment": {name: inventory.namespace.sidecar["apps/v1"].Deployment.server}}}}}
