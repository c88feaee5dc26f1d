package guiderail.network.service_exposure_test

import data.guiderail.network.service_exposure

test_denied_node_port if {
	service_exposure.violation == {{
		"msg": "type NodePort opens the Service on every node; use ClusterIP, or a load balancer with source ranges",
		"details": {"path": ["spec", "type"]},
	}} with input as service({"type": "NodePort"})
}

test_denied_external_address if {
	service_exposure.violation == {{
		"msg": "externalIPs[1] 192.0.2.2 intercepts traffic to that address; remove it",
		"details": {"path": ["spec", "externalIPs", 1]},
	}} with input as with_parameters(service({"externalIPs": ["192.0.2.1", "192.0.2.2"]}), {"allowed_external_ips": ["192.0.2.1"]})
}

test_denied_by_stricter_parameters[note] if {
	some note, fields in {
		"absent": {},
		"set otherwise": {"externalTrafficPolicy": "Cluster", "allocateLoadBalancerNodePorts": true},
	}
	spec := object.union({"type": "LoadBalancer", "loadBalancerSourceRanges": ["192.0.2.0/24"]}, fields)
	service_exposure.violation == {
		{"msg": "externalTrafficPolicy is not Local; set it", "details": {"path": ["spec", "externalTrafficPolicy"]}},
		{
			"msg": "allocateLoadBalancerNodePorts is not false, so every node exposes the Service; set it to false",
			"details": {"path": ["spec", "allocateLoadBalancerNodePorts"]},
		},
	} with input as with_parameters(service(spec), strict)
}

strict := {"external_traffic_policy": "Local", "allow_allocated_node_ports": false}

test_allowed[note] if {
	some note, written in {
		"type absent": service({}),
		"headless": service({"type": "ClusterIP", "clusterIP": "None"}),
		"another name": service({"type": "ExternalName", "externalName": "db.example.org"}),
		"load balancer": service({"type": "LoadBalancer"}),
		"null": service({"type": null, "externalIPs": null}),
		"no spec": {"apiVersion": "v1", "kind": "Service"},
		"another group": {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "spec": {"type": "NodePort", "externalIPs": ["192.0.2.1"]}},
	}
	service_exposure.violation == set() with input as written
}

test_allowed_by_parameters[note] if {
	some note, case in {
		"node port": {"spec": {"type": "NodePort"}, "parameters": {"allow_node_port": true}},
		"stricter fields": {
			"spec": {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "allocateLoadBalancerNodePorts": false},
			"parameters": strict,
		},
	}
	service_exposure.violation == set() with input as with_parameters(service(case.spec), case.parameters)
}

with_parameters(review, parameters) := object.union(review, {"parameters": parameters})

service(spec) := {"review": {"object": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": spec}}}
