package guiderail.sidecar.exposed_ports_test

import data.guiderail.sidecar.exposed_ports

test_denied[note] if {
	some note, case in {
		"administration": {"port": {"port": 4000}, "msg": "port 4000 forwards to 4000 (administration); expose only 5500, 5577"},
		"administration behind another port": {
			"port": {"port": 443, "targetPort": 4000},
			"msg": "port 443 forwards to 4000 (administration); expose only 5500, 5577",
		},
		"target null": {"port": {"port": 8080, "targetPort": null}, "msg": "port 8080 forwards to 8080 (HTTP for information systems); expose only 5500, 5577"},
		"target as text": {"port": {"port": 443, "targetPort": "8443"}, "msg": "port 443 forwards to 8443 (HTTPS for information systems); expose only 5500, 5577"},
		"SSH": {"port": {"port": 2222, "targetPort": 22}, "msg": "port 2222 forwards to 22 (SSH to the primary); expose only 5500, 5577"},
		"health check": {"port": {"port": 5588}, "msg": "port 5588 forwards to 5588 (health check); expose only 5500, 5577"},
		"ACME without the parameter": {"port": {"port": 80}, "msg": "port 80 forwards to 80; expose only 5500, 5577"},
		"port behind an allowed one": {"port": {"port": 5500, "targetPort": 4000}, "msg": "port 5500 forwards to 4000 (administration); expose only 5500, 5577"},
		"name behind a port that gives it away": {"port": {"port": 4000, "targetPort": "ui"}, "msg": "port 4000 forwards to ui (administration); expose only 5500, 5577"},
	}
	exposed_ports.violation == {finding(case.msg, 0)} with input as service({"ports": [case.port]})
	exposed_ports.unknown == set() with input as service({"ports": [case.port]})
	exposed_ports.applies with input as service({"ports": [case.port]})
}

test_allowed[note] if {
	some note, port in {
		"messaging": {"port": 5500},
		"OCSP": {"port": 5577, "targetPort": 5577},
		"messaging by name": {"port": 5500, "targetPort": "messaging"},
		"OCSP by name": {"port": 443, "targetPort": "ocsp"},
		"port that forwards to messaging": {"port": 8443, "targetPort": 5500},
		"no port": {},
		"no object": "5500",
	}
	exposed_ports.violation == set() with input as service({"ports": [port]})
	exposed_ports.unknown == set() with input as service({"ports": [port]})
}

test_unknown[target] if {
	some target in ["proxy", "{{PORT}}"]
	exposed_ports.violation == set() with input as service({"ports": [{"port": 5500, "targetPort": target}]})
	exposed_ports.unknown == {finding(
		sprintf("port 5500: which port %s refers to is not known", [target]),
		0,
	)} with input as service({"ports": [{"port": 5500, "targetPort": target}]})
}

test_every_way_out[note] if {
	some note, spec in {
		"load balancer": {"type": "LoadBalancer"},
		"node port": {"type": "NodePort"},
		"external address": {"type": "ClusterIP", "externalIPs": ["192.0.2.1"]},
		"external address, type absent": {"type": null, "externalIPs": ["192.0.2.1"]},
	}
	review := service(object.union(spec, {"ports": [{"port": 5500}, {"port": 4000}]}))
	exposed_ports.violation == {finding("port 4000 forwards to 4000 (administration); expose only 5500, 5577", 1)} with input as review
}

test_told_by[note] if {
	some note, object in {
		"name": {"metadata": {"name": "security-server-sidecar-ui"}, "spec": {"type": "NodePort", "ports": [{"port": 4000}]}},
		"selector": {"metadata": {"name": "ui"}, "spec": {"type": "NodePort", "selector": {"run": "security-server-sidecar"}, "ports": [{"port": 4000}]}},
		"ports": {"metadata": {"name": 7}, "spec": {"type": "NodePort", "selector": {"a": 7}, "ports": [{"port": 4000}, {"port": 1, "targetPort": 5577}]}},
	}
	review := {"review": {"object": object_of("v1", "Service", object)}}
	exposed_ports.violation == {finding("port 4000 forwards to 4000 (administration); expose only 5500, 5577", 0)} with input as review
}

test_not_applicable[note] if {
	some note, object in {
		"ClusterIP": object_of("v1", "Service", {"metadata": {"name": "security-server-sidecar"}, "spec": {"ports": [{"port": 4000}]}}),
		"no addresses": object_of("v1", "Service", {"metadata": {"name": "security-server-sidecar"}, "spec": {"externalIPs": [], "ports": [{"port": 4000}]}}),
		"another Service": object_of("v1", "Service", {"metadata": {"name": "shop"}, "spec": {"type": "LoadBalancer", "ports": [{"port": 8080}, 7]}}),
		"a Service of another group": object_of("serving.knative.dev/v1", "Service", {"metadata": {"name": "security-server-sidecar"}, "spec": {"type": "NodePort", "ports": [{"port": 4000}]}}),
		"another pod": object_of("v1", "Pod", {"spec": {"containers": [{"name": "app", "image": "nginx:1.29", "ports": [{"containerPort": 80, "hostPort": 80}]}]}}),
		"no spec": object_of("v1", "Service", {"metadata": {"name": "security-server-sidecar"}}),
	}
	exposed_ports.violation == set() with input as {"review": {"object": object}}
	exposed_ports.unknown == set() with input as {"review": {"object": object}}
	not exposed_ports.applies with input as {"review": {"object": object}}
}

test_internal_load_balancer[note] if {
	some note, annotations in {
		"AWS scheme": {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"},
		"AWS": {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"},
		"Azure": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
	}
	review := annotated(annotations, {"ports": [{"port": 443, "targetPort": 8443}, {"port": 4000}, {"port": 5588}]})
	exposed_ports.violation == {finding("port 5588 forwards to 5588 (health check); expose only 5500, 5577, 8443, 4000", 2)} with input as review
	cloud := {true: "azure", false: "aws"}[note == "Azure"]
	{detail.msg | some detail in exposed_ports.unknown} == {
		sprintf("port 4000 forwards to 4000, and the load balancer is internal only on %s; set the parameter cloud", [cloud]),
		sprintf("port 443 forwards to 8443, and the load balancer is internal only on %s; set the parameter cloud", [cloud]),
	} with input as review
	exposed_ports.unknown == set() with input as object.union(review, {"parameters": {"cloud": cloud}})
	count(exposed_ports.violation) == 3 with input as object.union(review, {"parameters": {"cloud": "gcp"}})
}

test_unknown_name_behind_an_internal_load_balancer if {
	review := annotated({"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}, {"ports": [{"port": 4000, "targetPort": "ui"}]})
	exposed_ports.violation == set() with input as review
	exposed_ports.unknown == {finding("port 4000: which port ui refers to is not known", 0)} with input as review
}

test_not_internal[note] if {
	some note, case in {
		"key in other letters": {"annotations": {"service.beta.Kubernetes.io/aws-load-balancer-internal": "true"}, "spec": {}},
		"switched off": {"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "false"}, "spec": {}},
		"the scheme outweighs": {
			"annotations": {
				"service.beta.kubernetes.io/aws-load-balancer-internal": "true",
				"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
			},
			"spec": {},
		},
		"node port": {"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}, "spec": {"type": "NodePort"}},
		"external address": {
			"annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
			"spec": {"externalIPs": ["192.0.2.1"]},
		},
		"null": {"annotations": null, "spec": {}},
	}
	review := annotated(case.annotations, object.union(case.spec, {"ports": [{"port": 4000}]}))
	exposed_ports.violation == {finding("port 4000 forwards to 4000 (administration); expose only 5500, 5577", 0)} with input as review
}

test_host_ports if {
	ports := [
		{"containerPort": 4000, "hostPort": 443},
		{"containerPort": 5500, "hostPort": 5500},
		{"containerPort": 8080},
		{"containerPort": 8443, "hostPort": 0},
		{"containerPort": 5588, "hostPort": null},
		"22",
	]
	shipper := {"name": "log-shipper", "image": "fluent/fluent-bit:4.0", "ports": [{"containerPort": 24224, "hostPort": 24224}]}
	server := {"name": "server", "image": "niis/xroad-security-server-sidecar:7.8.1", "ports": ports}
	pod := {"review": {"object": object_of("v1", "Pod", {"spec": {"containers": [shipper, server]}})}}
	exposed_ports.violation == {{
		"msg": `container "server": hostPort 443 forwards to 4000 (administration); expose only 5500, 5577`,
		"details": {"path": ["spec", "containers", 1, "ports", 0, "hostPort"]},
	}} with input as pod
	exposed_ports.applies with input as pod
}

test_parameters[note] if {
	some note, case in {
		"ACME": {"parameters": {"ports": [5500, 5577, 80]}, "port": {"port": 80}},
		"name": {"parameters": {"port_names": ["proxy"]}, "port": {"port": 5500, "targetPort": "proxy"}},
	}
	review := object.union(service({"ports": [case.port]}), {"parameters": case.parameters})
	exposed_ports.violation == set() with input as review
	exposed_ports.unknown == set() with input as review
}

finding(msg, i) := {"msg": msg, "details": {"path": ["spec", "ports", i, "targetPort"]}}

service(spec) := annotated({}, spec)

annotated(annotations, spec) := {"review": {"object": object_of("v1", "Service", {
	"metadata": {"name": "balancer-security-server-sidecar", "annotations": annotations},
	"spec": object.union({"type": "LoadBalancer"}, spec),
})}}

object_of(version, kind, fields) := object.union({"apiVersion": version, "kind": kind}, fields)
