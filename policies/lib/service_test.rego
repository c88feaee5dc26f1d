package lib.guiderail.service_test

import data.lib.guiderail.service

test_exposed[note] if {
	some note, spec in {
		"load balancer": {"type": "LoadBalancer"},
		"node port": {"type": "NodePort"},
		"external address": {"externalIPs": ["192.0.2.1"]},
	}
	service.is_exposed with input as service_of({}, spec)
}

test_not_exposed[note] if {
	some note, written in {
		"type absent": service_of({}, {}),
		"null": service_of({}, {"type": null, "externalIPs": null}),
		"no addresses": service_of({}, {"type": "ClusterIP", "externalIPs": []}),
		"no spec": {"apiVersion": "v1", "kind": "Service"},
		"another group": object.union(service_of({}, {"type": "NodePort", "externalIPs": ["192.0.2.1"]}), {"apiVersion": "serving.knative.dev/v1"}),
	}
	not service.is_exposed with input as written
}

test_internal[note] if {
	some note, annotations in {
		"AWS scheme": {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"},
		"AWS": {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"},
		"AWS, as the first releases had it": {"service.beta.kubernetes.io/aws-load-balancer-internal": "0.0.0.0/0"},
		"Azure": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
		"Google": {"networking.gke.io/load-balancer-type": "Internal"},
		"Google, formerly": {"cloud.google.com/load-balancer-type": "Internal"},
		"the controller of AWS, without a scheme": {"service.beta.kubernetes.io/aws-load-balancer-type": "external"},
	}
	service.is_internal with input as service_of(annotations, {"type": "LoadBalancer"})
}

test_not_internal[note] if {
	internal := {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"}
	some note, case in {
		"no annotation": {"annotations": null, "spec": {"type": "LoadBalancer"}},
		"key in other letters": {"annotations": {"service.beta.Kubernetes.io/aws-load-balancer-internal": "true"}, "spec": {"type": "LoadBalancer"}},
		"switched off": {"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "false"}, "spec": {"type": "LoadBalancer"}},
		"the scheme outweighs": {
			"annotations": object.union(internal, {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}),
			"spec": {"type": "LoadBalancer"},
		},
		"node port": {"annotations": internal, "spec": {"type": "NodePort"}},
		"external address": {"annotations": internal, "spec": {"type": "LoadBalancer", "externalIPs": ["192.0.2.1"]}},
	}
	not service.is_internal with input as service_of(case.annotations, case.spec)
}

test_ports[note] if {
	some note, case in {
		"target": {"spec": {"port": 443, "targetPort": 4000}, "number": 443, "target": 4000},
		"no target": {"spec": {"port": 443}, "number": 443, "target": 443},
		"null": {"spec": {"port": 443, "targetPort": null}, "number": 443, "target": 443},
		"name": {"spec": {"port": 443, "targetPort": "https"}, "number": 443, "target": "https"},
		"numbers as text": {"spec": {"port": "443", "targetPort": "4000"}, "number": 443, "target": 4000},
		"no port": {"spec": {}, "number": null, "target": null},
	}
	service.ports == [{
		"number": case.number, "target": case.target,
		"path": ["spec", "ports", 1, "targetPort"],
	}] with input as service_of({}, {"ports": ["80", case.spec]})
}

test_no_ports if {
	service.ports == [] with input as service_of({}, {"ports": null})
	service.ports == [] with input as {"apiVersion": "v1", "kind": "Pod", "spec": {"ports": [{"port": 80}]}}
}

service_of(annotations, spec) := {"apiVersion": "v1", "kind": "Service", "metadata": {"annotations": annotations}, "spec": spec}

test_internal_by_class if {
	service.is_internal with input as service_of({}, {"type": "LoadBalancer", "loadBalancerClass": "service.k8s.aws/nlb"})
	not service.is_internal with input as service_of(
		{"service.beta.kubernetes.io/aws-load-balancer-internal": "false"},
		{"type": "LoadBalancer", "loadBalancerClass": "service.k8s.aws/nlb"},
	)
	not service.is_internal with input as service_of({}, {"type": "LoadBalancer", "loadBalancerClass": "example.org/lb"})
}

test_source_ranges if {
	key := "service.beta.kubernetes.io/load-balancer-source-ranges"
	annotations := {key: "10.0.0.0/8,192.0.2.0/24 "}
	service.source_ranges == [
		{"title": sprintf("annotation %s", [key]), "path": ["metadata", "annotations", key], "block": "10.0.0.0/8"},
		{"title": sprintf("annotation %s", [key]), "path": ["metadata", "annotations", key], "block": "192.0.2.0/24"},
	] with input as service_of(annotations, {"type": "LoadBalancer"})
	service.source_ranges == [{
		"title": "loadBalancerSourceRanges[0]",
		"path": ["spec", "loadBalancerSourceRanges", 0],
		"block": "198.51.100.0/24",
	}] with input as service_of(annotations, {"type": "LoadBalancer", "loadBalancerSourceRanges": ["198.51.100.0/24"]})
	service.source_ranges == [] with input as {"apiVersion": "v1", "kind": "Pod"}
}
