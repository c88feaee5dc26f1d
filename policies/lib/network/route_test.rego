package lib.guiderail.route_test

import data.lib.guiderail.route

test_services[note] if {
	some note, case in {
		"Ingress": {
			"written": route_of("networking.k8s.io/v1", "Ingress", {
				"defaultBackend": {"service": {"name": "a", "port": {"number": 80}}},
				"rules": [{"http": {"paths": [{"backend": {"service": {"name": "b"}}}, {"backend": {"resource": {"kind": "Bucket", "name": "x"}}}]}}],
			}),
			"want": {
				found("a", "shop", ["spec", "defaultBackend", "service", "name"]),
				found("b", "shop", ["spec", "rules", 0, "http", "paths", 0, "backend", "service", "name"]),
			},
		},
		"old Ingress": {
			"written": route_of("extensions/v1beta1", "Ingress", {"backend": {"serviceName": "a", "servicePort": 80}}),
			"want": {found("a", "shop", ["spec", "backend", "serviceName"])},
		},
		"Gateway API": {
			"written": route_of("gateway.networking.k8s.io/v1", "HTTPRoute", {
				"parentRefs": [{"name": "public"}],
				"rules": [{"backendRefs": [{"name": "a", "port": 80}, {"name": "b", "namespace": "web"}, {"name": "c", "kind": "ServiceImport"}, "d"]}],
			}),
			"want": {
				found("a", "shop", ["spec", "rules", 0, "backendRefs", 0, "name"]),
				found("b", "web", ["spec", "rules", 0, "backendRefs", 1, "name"]),
			},
		},
		"Istio": {
			"written": route_of("networking.istio.io/v1", "VirtualService", {
				"gateways": ["mesh", "istio-system/public"],
				"http": [{"route": [{"destination": {"host": "a.web.svc.cluster.local"}}, {"destination": {"host": "b"}}, {"destination": {}}]}],
			}),
			"want": {
				found("a", "web", ["spec", "http", 0, "route", 0, "destination", "host"]),
				found("b", "shop", ["spec", "http", 0, "route", 1, "destination", "host"]),
			},
		},
		"Traefik": {
			"written": route_of("traefik.io/v1alpha1", "IngressRoute", {"routes": [{"services": [{"name": "a", "namespace": "web"}]}]}),
			"want": {found("a", "web", ["spec", "routes", 0, "services", 0, "name"])},
		},
		"Contour": {
			"written": route_of("projectcontour.io/v1", "HTTPProxy", {"routes": [{"services": [{"name": "a"}]}]}),
			"want": {found("a", "shop", ["spec", "routes", 0, "services", 0, "name"])},
		},
		"OpenShift": {
			"written": route_of("route.openshift.io/v1", "Route", {"to": {"kind": "Service", "name": "a"}, "alternateBackends": [{"kind": "Service", "name": "b"}]}),
			"want": {found("a", "shop", ["spec", "to", "name"]), found("b", "shop", ["spec", "alternateBackends", 0, "name"])},
		},
	}
	route.services == case.want with input as case.written
}

test_services_without_namespace if {
	route.services == {found("a", "", ["spec", "defaultBackend", "service", "name"])} with input as {
		"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
		"spec": {"defaultBackend": {"service": {"name": "a", "namespace": null}}},
	}
}

test_nothing_for[note] if {
	some note, written in {
		"another kind": route_of("v1", "Service", {"to": {"name": "a"}}),
		"another group": route_of("example.org/v1", "Ingress", {"defaultBackend": {"service": {"name": "a"}}}),
		"no specification": route_of("networking.k8s.io/v1", "Ingress", null),
		"a text": route_of("networking.istio.io/v1", "VirtualService", "a"),
		"names that are not texts": route_of("networking.k8s.io/v1", "Ingress", {"defaultBackend": {"service": {"name": 7}}}),
		"the mesh by itself": route_of("networking.istio.io/v1", "VirtualService", {"http": [{"route": [{"destination": {"host": "a"}}]}]}),
		"the mesh by its name": route_of("networking.istio.io/v1", "VirtualService", {"gateways": ["mesh"], "http": [{"route": [{"destination": {"host": "a"}}]}]}),
		"gateways that are none": route_of("networking.istio.io/v1", "VirtualService", {"gateways": [], "http": [{"route": [{"destination": {"host": "a"}}]}]}),
		"the mesh of the Gateway API": route_of("gateway.networking.k8s.io/v1", "HTTPRoute", {
			"parentRefs": [{"kind": "Service", "name": "a"}],
			"rules": [{"backendRefs": [{"name": "a"}]}],
		}),
	}
	route.services == set() with input as written
}

test_services_of_routes_that_no_gateway_takes[note] if {
	some note, parents in {"absent": {}, "null": {"parentRefs": null}, "none": {"parentRefs": []}, "number": {"parentRefs": 7}}
	spec := object.union(parents, {"rules": [{"backendRefs": [{"name": "a"}]}]})
	route.services == {found("a", "shop", ["spec", "rules", 0, "backendRefs", 0, "name"])} with input as route_of("gateway.networking.k8s.io/v1", "HTTPRoute", spec)
}

found(name, namespace, path) := {"name": name, "namespace": namespace, "path": path}

route_of(version, kind, spec) := {"apiVersion": version, "kind": kind, "metadata": {"name": "r", "namespace": "shop"}, "spec": spec}
