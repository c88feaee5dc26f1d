package guiderail.dashboard.external_exposure_test

import data.guiderail.dashboard.external_exposure

test_denied_service[note] if {
	some note, case in {
		"load balancer": {
			"written": service({"name": "kubernetes-dashboard"}, {"type": "LoadBalancer"}),
			"msg": "type LoadBalancer exposes the Kubernetes Dashboard outside the cluster; use ClusterIP and kubectl port-forward", "path": ["spec", "type"],
		},
		"load balancer inside the organisation": {
			"written": service(
				{"name": "kubernetes-dashboard", "annotations": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}},
				{"type": "LoadBalancer"},
			),
			"msg": "type LoadBalancer exposes the Kubernetes Dashboard outside the cluster; use ClusterIP and kubectl port-forward", "path": ["spec", "type"],
		},
		"the chart's proxy": {
			"written": service({"name": "kubernetes-dashboard-kong-proxy", "labels": {"app.kubernetes.io/name": "kong"}}, {"type": "NodePort"}),
			"msg": "type NodePort exposes the Kubernetes Dashboard outside the cluster; use ClusterIP and kubectl port-forward", "path": ["spec", "type"],
		},
		"anything of its namespace": {
			"written": service({"name": "proxy", "namespace": "kubernetes-dashboard"}, {"type": "NodePort"}),
			"msg": "type NodePort exposes the Kubernetes Dashboard outside the cluster; use ClusterIP and kubectl port-forward", "path": ["spec", "type"],
		},
		"by its selector": {
			"written": service({"name": "ui"}, {"externalIPs": ["192.0.2.1"], "selector": {"k8s-app": "kubernetes-dashboard"}}),
			"msg": "externalIPs exposes the Kubernetes Dashboard outside the cluster; remove it and use kubectl port-forward", "path": ["spec", "externalIPs"],
		},
		"by its labels, without a name": {
			"written": service({"labels": {"app.kubernetes.io/part-of": "kubernetes-dashboard"}}, {"type": "NodePort"}),
			"msg": "type NodePort exposes the Kubernetes Dashboard outside the cluster; use ClusterIP and kubectl port-forward", "path": ["spec", "type"],
		},
	}
	external_exposure.violation == {{"msg": case.msg, "details": {"path": case.path}}} with input as case.written
}

test_denied_route[note] if {
	some note, case in {
		"by the Service": {"metadata": {"name": "r"}, "service": "kubernetes-dashboard-kong-proxy"},
		"by the namespace": {"metadata": {"name": "r", "namespace": "kubernetes-dashboard"}, "service": "proxy"},
		"by the labels of the chart": {"metadata": {"name": "r", "labels": {"app.kubernetes.io/part-of": "kubernetes-dashboard"}}, "service": "ui-kong-proxy"},
	}
	external_exposure.violation == {{
		"msg": sprintf("Ingress exposes the Kubernetes Dashboard (Service %s) outside the cluster; delete it and use kubectl port-forward", [case.service]),
		"details": {"path": ["spec", "rules", 0, "http", "paths", 0, "backend", "service", "name"]},
	}} with input as ingress(case.metadata, case.service)
}

test_denied_route_from_another_namespace if {
	external_exposure.violation == {{
		"msg": "VirtualService exposes the Kubernetes Dashboard (Service proxy) outside the cluster; delete it and use kubectl port-forward",
		"details": {"path": ["spec", "http", 0, "route", 0, "destination", "host"]},
	}} with input as {
		"apiVersion": "networking.istio.io/v1beta1", "kind": "VirtualService", "metadata": {"name": "r", "namespace": "web"},
		"spec": {"gateways": ["public"], "http": [{"route": [{"destination": {"host": "proxy.kubernetes-dashboard.svc.cluster.local"}}]}]},
	}
}

test_allowed[note] if {
	some note, written in {
		"inside the cluster": service({"name": "kubernetes-dashboard"}, {"type": "ClusterIP", "externalIPs": []}),
		"type left to its default": service({"name": "kubernetes-dashboard"}, {}),
		"another service": service({"name": "grafana-dashboard"}, {"type": "LoadBalancer", "selector": {"app": "grafana"}}),
		"no metadata": service(null, {"type": "LoadBalancer"}),
		"route to another": ingress({"name": "kubernetes-dashboard"}, "grafana"),
		"another kind": {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "kubernetes-dashboard"}, "spec": {"type": "LoadBalancer"}},
	}
	external_exposure.violation == set() with input as written
}

service(metadata, spec) := {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}

ingress(metadata, name) := {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": metadata, "spec": {"rules": [{"http": {"paths": [{"backend": {"service": {"name": name}}}]}}]}}
