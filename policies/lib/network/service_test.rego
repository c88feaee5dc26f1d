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

internal := {
	"aws": [
		{"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"},
		{"service.beta.kubernetes.io/aws-load-balancer-internal": "true"},
		{"service.beta.kubernetes.io/aws-load-balancer-internal": "0.0.0.0/0"},
		{"service.beta.kubernetes.io/aws-load-balancer-type": "external"},
		{"service.beta.kubernetes.io/aws-load-balancer-type": "nlb-ip"},
	],
	"azure": [{"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}],
	"gcp": [{"networking.gke.io/load-balancer-type": "Internal"}, {"cloud.google.com/load-balancer-type": "Internal"}],
	"openstack": [{"service.beta.kubernetes.io/openstack-internal-load-balancer": "true"}],
	"alibaba": [{"service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": "intranet"}],
	"oracle": [{"service.beta.kubernetes.io/oci-load-balancer-internal": "true"}],
	"ibm": [{"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": "private"}],
	"digitalocean": [{"service.beta.kubernetes.io/do-loadbalancer-network": "INTERNAL"}],
}

# Each cloud reads its own annotations and none of another.
test_internal[sprintf("%s, read on %s", [json.marshal(annotations), reader])] if {
	some cloud, cases in internal
	some annotations in cases
	some reader, _ in internal
	written := service_of(annotations, {"type": "LoadBalancer"})
	service.reach(reader) == {true: "internal", false: "public"}[reader == cloud] with input as written
	service.reach("") == "unknown" with input as written
	service.internal_clouds(written) == {cloud}
}

test_not_internal[note][cloud] if {
	aws := {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"}
	some note, case in {
		"no annotation": {"annotations": null, "spec": {"type": "LoadBalancer"}},
		"key in other letters": {"annotations": {"service.beta.Kubernetes.io/aws-load-balancer-internal": "true"}, "spec": {"type": "LoadBalancer"}},
		"switched off": {"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "false"}, "spec": {"type": "LoadBalancer"}},
		"the scheme outweighs": {
			"annotations": object.union(aws, {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}),
			"spec": {"type": "LoadBalancer"},
		},
		"external address": {"annotations": aws, "spec": {"type": "LoadBalancer", "externalIPs": ["192.0.2.1"]}},
		"the class of AWS": {
			"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true", "service.beta.kubernetes.io/aws-load-balancer-internal": "false"},
			"spec": {"type": "LoadBalancer", "loadBalancerClass": "service.k8s.aws/nlb"},
		},
	}
	some cloud in ["", "aws", "azure", "gcp"]
	service.reach(cloud) == "public" with input as service_of(case.annotations, case.spec)
}

test_reach_of_load_balancers_alone if {
	not service.reach("") with input as service_of({"service.beta.kubernetes.io/aws-load-balancer-internal": "true"}, {"type": "NodePort"})
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
	service.reach("azure") == "internal" with input as service_of({}, {"type": "LoadBalancer", "loadBalancerClass": "service.k8s.aws/nlb"})
	service.reach("") == "internal" with input as service_of({}, {"type": "LoadBalancer", "loadBalancerClass": "eks.amazonaws.com/nlb"})
	service.reach("") == "public" with input as service_of({}, {"type": "LoadBalancer", "loadBalancerClass": "example.org/lb"})
}

test_source_ranges if {
	key := "service.beta.kubernetes.io/load-balancer-source-ranges"
	annotations := {key: "10.0.0.0/8,192.0.2.0/24 "}
	service.source_ranges == [
		{"title": sprintf("annotation %s", [key]), "path": ["metadata", "annotations", key], "block": "10.0.0.0/8", "cloud": ""},
		{"title": sprintf("annotation %s", [key]), "path": ["metadata", "annotations", key], "block": "192.0.2.0/24", "cloud": ""},
	] with input as service_of(annotations, {"type": "LoadBalancer"})
	service.source_ranges == [{
		"title": "loadBalancerSourceRanges[0]",
		"path": ["spec", "loadBalancerSourceRanges", 0],
		"block": "198.51.100.0/24",
		"cloud": "",
	}] with input as service_of(annotations, {"type": "LoadBalancer", "loadBalancerSourceRanges": [" 198.51.100.0/24\t"]})
	service.source_ranges == [] with input as {"apiVersion": "v1", "kind": "Pod"}
}
