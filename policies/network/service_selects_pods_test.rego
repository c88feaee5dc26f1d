package guiderail.network.service_selects_pods_test

import data.guiderail.network.service_selects_pods

finding := {
	"msg": "selector selects no pod in namespace shop; use the labels of the pods",
	"details": {"path": ["spec", "selector"]},
}

test_denied[note] if {
	some note, selector in {
		"another value": {"app": "till"},
		"another key": {"name": "shop"},
		"more": {"app": "shop", "tier": "web"},
		"a domain of one's own that pods carry": {"example.org/app": "till"},
		"what Kubernetes recommends": {"app.kubernetes.io/name": "till"},
	}
	said(service("shop", {"selector": selector}), run, {}) == {"violation": {finding}, "unknown": set()}
	service_selects_pods.applies with input as service("shop", {"selector": selector}) with data.inventory as run
}

test_allowed[note] if {
	some note, spec in {
		"a pod": {"selector": {"app": "shop"}},
		"all its labels": {"selector": {"app": "shop", "example.org/app": "shop"}},
		"one of a stateful set": {"selector": {"statefulset.kubernetes.io/pod-name": "shop-1", "app": "shop"}},
		"one of a stateful set alone": {"selector": {"statefulset.kubernetes.io/pod-name": "shop-1"}},
		"pods of an operator": {"selector": {"app.kubernetes.io/name": "prometheus"}},
		"none": {},
		"null": {"selector": null},
		"empty": {"selector": {}},
		"another name": {"type": "ExternalName", "selector": {"app": "till"}},
		"wrong": {"selector": ["app"]},
	}
	said(service("shop", spec), run, {}) == {"violation": set(), "unknown": set()}
}

test_not_judged[note] if {
	some note, subject in {
		"a namespace without pods": service("till", {"selector": {"app": "till"}}),
		"another kind": object.union(service("shop", {"selector": {"app": "till"}}), {"kind": "ReplicationController"}),
		"another group": object.union(service("shop", {"selector": {"app": "till"}}), {"apiVersion": "serving.knative.dev/v1"}),
	}
	said(subject, run, {}) == {"violation": set(), "unknown": set()}
}

test_unknown[note] if {
	some note, subject in {
		"placeholder": service("shop", {"selector": {"app": "{{APP}}"}}),
		"an operator's domain": service("shop", {"selector": {"db.example.com/cluster": "shop"}}),
		"pods without a namespace": service("shop", {"selector": {"app": "floating"}}),
	}
	said(subject, run, {}) == {"violation": set(), "unknown": {finding}}
}

test_unknown_by_pods_to_fill_in if {
	templated := {"namespace": {"shop": {"apps/v1": {"Deployment": {
		"shop": deployment({"name": "shop", "namespace": "shop"}, {"app": "${APP}"}),
	}}}}}
	said(service("shop", {"selector": {"app": "till"}}), templated, {}) == {"violation": set(), "unknown": {finding}}
}

test_unknown_in_a_request if {
	asked := {"review": {"operation": "CREATE", "object": service("shop", {"selector": {"app": "till"}})}}
	service_selects_pods.violation == set() with input as asked with data.inventory as run
	service_selects_pods.unknown == {finding} with input as asked with data.inventory as run
}

test_unknown_without_a_namespace if {
	floating := json.remove(service("shop", {"selector": {"app": "shop"}}), ["metadata/namespace"])
	count(said(floating, run, {}).unknown) == 1
	lost := json.remove(service("shop", {"selector": {"app": "till"}}), ["metadata/namespace"])
	count(said(lost, run, {}).violation) == 1
}

test_parameter if {
	subject := service("shop", {"selector": {"app.kubernetes.io/name": "prometheus"}})
	said(subject, run, {"made_by_operators": []}) == {"violation": {finding}, "unknown": set()}
}

service(namespace, spec) := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": namespace}, "spec": spec}

run := {"namespace": {
	"shop": {"apps/v1": {"Deployment": {"shop": deployment({"name": "shop", "namespace": "shop"}, {"app": "shop", "example.org/app": "shop"})}}},
	"default": {"apps/v1": {"Deployment": {"floating": deployment({"name": "floating"}, {"app": "floating"})}}},
}}

deployment(metadata, labels) := {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata,
	"spec": {"template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "c"}]}}},
}

said(subject, inventory, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := service_selects_pods.violation with input as asked with data.inventory as inventory
	unknown := service_selects_pods.unknown with input as asked with data.inventory as inventory
}
