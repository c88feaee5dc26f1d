package guiderail.network.load_balancer_sources_test

import data.guiderail.network.load_balancer_sources

unset := {
	"msg": "loadBalancerSourceRanges is not set, so everyone can reach the load balancer; list the callers' networks or make it internal",
	"details": {"path": ["spec", "loadBalancerSourceRanges"]},
}

prefix := "service.beta.kubernetes.io/"

test_denied_load_balancer_for_everyone[note] if {
	some note, written in {
		"ranges absent": service({}, {"type": "LoadBalancer"}),
		"null": service(null, {"type": "LoadBalancer", "loadBalancerSourceRanges": null}),
		"empty": service({}, {"type": "LoadBalancer", "loadBalancerSourceRanges": []}),
		"no list": service({}, {"type": "LoadBalancer", "loadBalancerSourceRanges": "10.0.0.0/8"}),
		"empty annotation": service({"load-balancer-source-ranges": " , "}, {"type": "LoadBalancer"}),
		"annotation that is not text": service({"load-balancer-source-ranges": 10}, {"type": "LoadBalancer"}),
		"internal switched off": service({"azure-load-balancer-internal": "false"}, {"type": "LoadBalancer"}),
		"internal in other letters": service({"azure-load-balancer-internal": "True"}, {"type": "LoadBalancer"}),
		"internal as a switch": service({"aws-load-balancer-internal": true}, {"type": "LoadBalancer"}),
		"internet-facing": service({"aws-load-balancer-type": "external", "aws-load-balancer-scheme": "internet-facing"}, {"type": "LoadBalancer"}),
	}
	load_balancer_sources.violation == {unset} with input as written
	load_balancer_sources.unknown == set() with input as written
}

test_denied_range[note] if {
	some note, case in {
		"internet": {"block": "0.0.0.0/0", "how": "0.0.0.0/0 is as wide as the internet; list the callers' networks"},
		"between spaces": {"block": " 0.0.0.0/0 ", "how": "0.0.0.0/0 is as wide as the internet; list the callers' networks"},
		"half of it": {"block": "128.0.0.0/1", "how": "128.0.0.0/1 is as wide as the internet; list the callers' networks"},
		"IPv6 internet": {"block": "::/0", "how": "::/0 is as wide as the internet; list the callers' networks"},
		"address": {"block": "192.0.2.1", "how": `"192.0.2.1" is not a valid CIDR block; write address/prefix-length`},
		"number": {"block": 5, "how": "5 is not a valid CIDR block; write address/prefix-length"},
	}
	load_balancer_sources.violation == {{
		"msg": sprintf("loadBalancerSourceRanges[1] %s", [case.how]),
		"details": {"path": ["spec", "loadBalancerSourceRanges", 1]},
	}} with input as service({}, {"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8", case.block]})
}

test_denied_range_in_an_annotation if {
	key := "service.beta.kubernetes.io/load-balancer-source-ranges"
	written := service({"load-balancer-source-ranges": "10.0.0.0/8, 0.0.0.0/0"}, {"type": "LoadBalancer"})
	load_balancer_sources.violation == {{
		"msg": sprintf("annotation %s 0.0.0.0/0 is as wide as the internet; list the callers' networks", [key]),
		"details": {"path": ["metadata", "annotations", key]},
	}} with input as written
}

test_denied_annotation_in_the_wrong_case if {
	key := "service.beta.Kubernetes.io/aws-load-balancer-internal"
	written := {"review": {"object": {
		"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "annotations": {key: "true", "example.org/Note": "x"}},
		"spec": {"type": "LoadBalancer"},
	}}}
	load_balancer_sources.violation == {unset, {
		"msg": sprintf("annotation %s is ignored because annotation keys are case-sensitive; write service.beta.kubernetes.io/aws-load-balancer-internal", [key]),
		"details": {"path": ["metadata", "annotations", key]},
	}} with input as written
}

test_allowed[note] if {
	some note, written in {
		"type absent": service({}, {}),
		"headless": service({}, {"type": "ClusterIP", "clusterIP": "None"}),
		"another name": service({}, {"type": "ExternalName", "externalName": "db.example.org"}),
		"null": service(null, {"type": null}),
		"node port": service({}, {"type": "NodePort"}),
		"no spec": {"apiVersion": "v1", "kind": "Service"},
		"another group": {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "spec": {"type": "LoadBalancer"}},
		"ranges": service({}, {"type": "LoadBalancer", "loadBalancerSourceRanges": ["198.51.100.0/24", "2001:db8::/32"]}),
		"ranges in the annotation": service({"load-balancer-source-ranges": "198.51.100.0/24"}, {"type": "LoadBalancer"}),
		"ranges outweigh the annotation": service(
			{"load-balancer-source-ranges": "0.0.0.0/0"},
			{"type": "LoadBalancer", "loadBalancerSourceRanges": ["198.51.100.0/24"]},
		),
	}
	load_balancer_sources.violation == set() with input as written
	load_balancer_sources.unknown == set() with input as written
}

test_allowed_by_parameters[note] if {
	some note, case in {
		"public ports": {"spec": {"type": "LoadBalancer", "ports": [{"port": 443}]}, "parameters": {"public_ports": [443]}},
		"public Service": {"spec": {"type": "LoadBalancer"}, "parameters": {"public_services": ["s"]}},
	}
	load_balancer_sources.violation == set() with input as with_parameters(service({}, case.spec), case.parameters)
}

test_denied_beside_public_ones[note] if {
	some note, parameters in {
		"another port": {"public_ports": [443]},
		"another namespace": {"public_services": ["shop/s"]},
		"longer name": {"public_services": ["service"]},
	}
	spec := {"type": "LoadBalancer", "ports": [{"port": 443}, {"port": 4000}]}
	load_balancer_sources.violation == {unset} with input as with_parameters(service({}, spec), parameters)
}

test_unknown_range if {
	written := service({}, {"type": "LoadBalancer", "loadBalancerSourceRanges": ["${OFFICE}"]})
	load_balancer_sources.violation == set() with input as written
	load_balancer_sources.unknown == {{
		"msg": "loadBalancerSourceRanges[0] ${OFFICE} is still to be filled in",
		"details": {"path": ["spec", "loadBalancerSourceRanges", 0]},
	}} with input as written
}

test_unknown_security_groups if {
	key := "service.beta.kubernetes.io/aws-load-balancer-security-groups"
	written := service({"aws-load-balancer-security-groups": "sg-1", "aws-load-balancer-scheme": "internet-facing"}, {"type": "LoadBalancer"})
	load_balancer_sources.violation == set() with input as written
	load_balancer_sources.unknown == {{
		"msg": sprintf("annotation %s, not this Service, decides who can reach the load balancer", [key]),
		"details": {"path": ["metadata", "annotations", key]},
	}} with input as written
}

with_parameters(review, parameters) := object.union(review, {"parameters": parameters})

# The annotations go without the prefix that they share.
service(annotations, spec) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "s", "annotations": _prefixed(annotations)},
	"spec": spec,
}}}

_prefixed(annotations) := {key: value |
	some name, value in annotations
	key := concat("", [prefix, name])
} if {
	is_object(annotations)
} else := annotations

test_allowed_public_service_of_a_namespace if {
	load_balancer_sources.violation == set() with input as {
		"parameters": {"public_services": ["shop/s"]},
		"review": {"object": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": "shop"}, "spec": {"type": "LoadBalancer"}}},
	}
}

# An annotation of one cloud is nothing to another, and where none is named nobody knows.
test_clouds[note] if {
	some note, case in {
		"AWS": {"annotations": {"aws-load-balancer-scheme": "internal"}, "spec": {}, "cloud": "aws"},
		"Azure": {"annotations": {"azure-load-balancer-internal": "true"}, "spec": {}, "cloud": "azure"},
		"internal, and then from everyone": {"annotations": {"azure-load-balancer-internal": "true"}, "spec": {"loadBalancerSourceRanges": ["0.0.0.0/0"]}, "cloud": "azure"},
		"callers": {"annotations": {"azure-allowed-ip-ranges": "198.51.100.0/24"}, "spec": {}, "cloud": "azure"},
		"security groups": {"annotations": {"aws-load-balancer-security-groups": "sg-1"}, "spec": {}, "cloud": "aws"},
	}
	written := service(case.annotations, object.union({"type": "LoadBalancer"}, case.spec))
	load_balancer_sources.violation == set() with input as with_parameters(written, {"cloud": case.cloud})
	load_balancer_sources.violation == set() with input as written
	count(load_balancer_sources.unknown) == 1 with input as written
	count(load_balancer_sources.violation) == 1 with input as with_parameters(written, {"cloud": "gcp"})
}

test_unknown_cloud if {
	load_balancer_sources.unknown == {{
		"msg": "the load balancer is internal only on aws and azure; set the parameter cloud",
		"details": {"path": ["metadata", "annotations"]},
	}} with input as service({"azure-load-balancer-internal": "true", "aws-load-balancer-internal": "true"}, {"type": "LoadBalancer"})
	key := "service.beta.kubernetes.io/azure-allowed-ip-ranges"
	load_balancer_sources.unknown == {{
		"msg": sprintf("annotation %s is read only on azure; set the parameter cloud", [key]),
		"details": {"path": ["metadata", "annotations", key]},
	}} with input as service({"azure-allowed-ip-ranges": "198.51.100.0/24"}, {"type": "LoadBalancer"})
	load_balancer_sources.unknown == set() with input as with_parameters(service({"azure-allowed-ip-ranges": "198.51.100.0/24"}, {"type": "LoadBalancer"}), {"cloud": "azure"})
}

test_applies[note] if {
	some note, object in {
		"public": {"apiVersion": "v1", "kind": "Service", "spec": {"type": "LoadBalancer"}},
		"with sources": {"apiVersion": "v1", "kind": "Service", "spec": {"type": "LoadBalancer", "loadBalancerSourceRanges": ["192.0.2.0/24"]}},
	}
	load_balancer_sources.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"in the cluster": {"apiVersion": "v1", "kind": "Service", "spec": {"type": "ClusterIP"}},
		"on the nodes": {"apiVersion": "v1", "kind": "Service", "spec": {"type": "NodePort"}},
		"no type": {"apiVersion": "v1", "kind": "Service", "spec": {}},
	}
	not load_balancer_sources.applies with input as {"review": {"object": object}}
}
