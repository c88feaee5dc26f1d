package lib.guiderail.internet_test

import data.lib.guiderail.internet

selector := {"app": "shop"}

test_services_that_are_a_way_in[note] if {
	some note, case in {
		"load balancer": {"spec": {"type": "LoadBalancer"}, "how": "of type LoadBalancer"},
		"from a few addresses": {"spec": {"type": "LoadBalancer", "loadBalancerSourceRanges": ["203.0.113.0/24", "10.0.0.0/8"]}, "how": "of type LoadBalancer"},
		"from no address": {"spec": {"type": "LoadBalancer", "loadBalancerSourceRanges": ["everybody"]}, "how": "of type LoadBalancer"},
		"external address": {"spec": {"externalIPs": ["192.0.2.1"], "clusterIP": "10.1.1.1"}, "how": "with externalIPs"},
		"internal load balancer with an external address": {"spec": {"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8"], "externalIPs": ["192.0.2.1"]}, "how": "with externalIPs"},
	}
	said(with_service(case.spec)) == [{"title": sprintf(`Service "shop" %s`, [case.how]), "is_node_port": false, "through": set(), "is_certain": true}]
}

test_node_port if {
	said(with_service({"type": "NodePort"})) == [{"title": `Service "shop" of type NodePort`, "is_node_port": true, "through": set(), "is_certain": true}]
}

test_services_that_are_none[note] if {
	some note, spec in {
		"cluster": {},
		"headless": {"clusterIP": "None", "externalIPs": ["192.0.2.1"]},
		"no external addresses": {"externalIPs": []},
		"external addresses of another type": {"externalIPs": 7},
		"private callers": {"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8", "fd00::/16"]},
		"external name": {"type": "ExternalName", "externalIPs": ["192.0.2.1"]},
		"no selector": {"type": "LoadBalancer", "selector": null},
		"empty selector": {"type": "LoadBalancer", "selector": {}},
		"other selector": {"type": "LoadBalancer", "selector": {"app": "till"}},
		"selector of more": {"type": "LoadBalancer", "selector": {"app": "shop", "tier": "web"}},
	}
	said(with_service(spec)) == []
}

# Each cloud reads annotations of its own, and a class names who makes the load balancer.
test_internal_load_balancer if {
	inventory := json.patch(with_service({"type": "LoadBalancer"}), [{"op": "add", "path": "/namespace/shop/v1/Service/shop/metadata/annotations", "value": {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}}])
	said(inventory) == [{
		"title": `Service "shop" of type LoadBalancer (unless its cloud makes it internal)`,
		"is_node_port": false, "through": set(), "is_certain": false,
	}]
	said(with_service({"type": "LoadBalancer", "loadBalancerClass": "service.k8s.aws/nlb"})) == []
}

test_other_namespaces if {
	ways_to("till", selector, with_service({"type": "LoadBalancer"})) == []
	said({}) == []
}

test_in_doubt[note] if {
	some note, case in {
		"selector": {"labels": selector, "selector": {"app": "{{NAME}}"}},
		"label": {"labels": {"app": "shop-${VERSION}"}, "selector": selector},
		"one of two": {"labels": {"app": "shop", "tier": "web"}, "selector": {"app": "{{NAME}}", "tier": "web"}},
	}
	ways := ways_to("shop", case.labels, with_service({"type": "LoadBalancer", "selector": case.selector}))
	ways == [{"title": `Service "shop" of type LoadBalancer (if its selector, once filled in, selects them)`, "is_node_port": false, "through": set(), "is_certain": false}]
}

test_no_doubt_of_what_is_absent_or_differs if {
	said(with_service({"type": "LoadBalancer", "selector": {"app": "{{NAME}}", "tier": "web"}})) == []
	ways_to("shop", {"app": "shop", "tier": "db"}, with_service({"type": "LoadBalancer", "selector": {"app": "{{NAME}}", "tier": "web"}})) == []
}

backend := {"rules": [{"http": {"paths": [{"backend": {"service": {"name": "shop", "port": {"number": 80}}}}]}}]}

reference := {"rules": [{"backendRefs": [{"name": "shop", "port": 80}]}], "parentRefs": [{"name": "public"}]}

test_routes_that_are_a_way_in[note] if {
	some note, case in {
		"ingress": {"version": "networking.k8s.io/v1", "kind": "Ingress", "spec": backend, "through": set()},
		"ingress of a class": {"version": "networking.k8s.io/v1", "kind": "Ingress", "spec": object.union(backend, {"ingressClassName": "nginx"}), "through": {"nginx"}},
		"default backend": {"version": "networking.k8s.io/v1", "kind": "Ingress", "spec": {"defaultBackend": {"service": {"name": "shop"}}, "ingressClassName": 7}, "through": set()},
		"HTTP": {"version": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "spec": reference, "through": {"shop/public"}},
		"HTTP of old": {"version": "gateway.networking.k8s.io/v1beta1", "kind": "HTTPRoute", "spec": object.union(reference, {"parentRefs": [{"name": "public", "namespace": "gate"}, "wrong"]}), "through": {"gate/public"}},
		"gRPC": {"version": "gateway.networking.k8s.io/v1", "kind": "GRPCRoute", "spec": reference, "through": {"shop/public"}},
		"TLS": {"version": "gateway.networking.k8s.io/v1", "kind": "TLSRoute", "spec": reference, "through": {"shop/public"}},
		"TLS of old": {"version": "gateway.networking.k8s.io/v1alpha2", "kind": "TLSRoute", "spec": reference, "through": {"shop/public"}},
		"TCP": {"version": "gateway.networking.k8s.io/v1alpha2", "kind": "TCPRoute", "spec": reference, "through": {"shop/public"}},
		"Istio": {"version": "networking.istio.io/v1", "kind": "VirtualService", "spec": {"gateways": ["public", "gate/public", "mesh", 7], "http": [{"route": [{"destination": {"host": "shop"}}]}]}, "through": {"shop/public", "gate/public"}},
		"Istio of old": {"version": "networking.istio.io/v1beta1", "kind": "VirtualService", "spec": {"gateways": ["public"], "http": [{"route": [{"destination": {"host": "shop.shop.svc.cluster.local"}}]}]}, "through": {"shop/public"}},
		"Traefik": {"version": "traefik.io/v1alpha1", "kind": "IngressRoute", "spec": {"routes": [{"services": [{"name": "shop"}]}]}, "through": set()},
		"Traefik's TCP": {"version": "traefik.io/v1alpha1", "kind": "IngressRouteTCP", "spec": {"routes": [{"services": [{"name": "shop"}]}]}, "through": set()},
		"Contour": {"version": "projectcontour.io/v1", "kind": "HTTPProxy", "spec": {"routes": [{"services": [{"name": "shop"}]}]}, "through": set()},
		"OpenShift": {"version": "route.openshift.io/v1", "kind": "Route", "spec": {"to": {"kind": "Service", "name": "shop"}}, "through": set()},
	}
	said(with_route(case.version, case.kind, {}, case.spec)) == [{"title": sprintf(`%s "door" to Service "shop"`, [case.kind]), "is_node_port": false, "through": case.through, "is_certain": true}]
}

test_class_as_annotation if {
	inventory := with_route("networking.k8s.io/v1", "Ingress", {"kubernetes.io/ingress.class": "nginx"}, backend)
	said(inventory)[0].through == {"nginx"}
}

test_route_in_doubt[note] if {
	some note, case in {
		"class": {"annotations": {}, "want": false},
		"told": {"annotations": {"alb.ingress.kubernetes.io/scheme": "internet-facing"}, "want": true},
	}
	[way] := said(with_route("networking.k8s.io/v1", "Ingress", case.annotations, object.union(backend, {"ingressClassName": "alb"})))
	way.is_certain == case.want
	contains(way.title, "(unless its class alb is internal)") == case.want == false
}

# An annotation that the controller does not read makes nothing internal, nor does one on another kind.
test_annotations_of_another_controller[note] if {
	some note, case in {
		"class of nginx": {"annotations": {"alb.ingress.kubernetes.io/scheme": "internal"}, "class": "nginx-public"},
		"class of the other": {"annotations": {"appgw.ingress.kubernetes.io/use-private-ip": "true"}, "class": "gce"},
	}
	[way] := said(with_route("networking.k8s.io/v1", "Ingress", case.annotations, object.union(backend, {"ingressClassName": case.class})))
	way.is_certain
}

test_annotations_on_other_kinds[note] if {
	some note, annotations in {
		"AWS": {"alb.ingress.kubernetes.io/scheme": "internal"},
		"Azure": {"appgw.ingress.kubernetes.io/use-private-ip": "true"},
		"Google": {"kubernetes.io/ingress.class": "gce-internal"},
	}
	[way] := said(with_route("gateway.networking.k8s.io/v1", "HTTPRoute", annotations, reference))
	way.is_certain
}

test_controller_in_doubt[note] if {
	some note, case in {
		"no class": {"annotation": "alb.ingress.kubernetes.io/scheme", "value": "internal", "spec": backend},
		"class of one's own": {"annotation": "alb.ingress.kubernetes.io/scheme", "value": "internal", "spec": object.union(backend, {"ingressClassName": "intranet"})},
		"Azure": {"annotation": "appgw.ingress.kubernetes.io/use-private-ip", "value": "true", "spec": backend},
	}
	[way] := said(with_route("networking.k8s.io/v1", "Ingress", {case.annotation: case.value}, case.spec))
	not way.is_certain
	endswith(way.title, sprintf(" (unless a controller that reads annotation %s serves it)", [case.annotation]))
}

test_load_balancer_on_a_cloud[note] if {
	some note, case in {"its own": {"cloud": "aws", "want": []}, "another": {"cloud": "azure", "want": [true]}, "not known": {"cloud": "", "want": [false]}}
	inventory := json.patch(with_service({"type": "LoadBalancer"}), [{"op": "add", "path": "/namespace/shop/v1/Service/shop/metadata/annotations", "value": {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}}])
	subject := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "shop", "labels": selector}, "spec": {}}
	ways := internet.ways(case.cloud) with input as subject with data.inventory as inventory
	[way.is_certain | some way in ways] == case.want
}

test_callers_that_one_cloud_reads[note] if {
	some note, case in {"its own": {"cloud": "azure", "want": []}, "another": {"cloud": "aws", "want": [true]}, "not known": {"cloud": "", "want": [false]}}
	inventory := json.patch(with_service({"type": "LoadBalancer"}), [{"op": "add", "path": "/namespace/shop/v1/Service/shop/metadata/annotations", "value": {"service.beta.kubernetes.io/azure-allowed-ip-ranges": "10.0.0.0/8"}}])
	subject := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "shop", "labels": selector}, "spec": {}}
	ways := internet.ways(case.cloud) with input as subject with data.inventory as inventory
	[way.is_certain | some way in ways] == case.want
}

test_no_doubt_of_services_that_only_routes_lead_to if {
	inventory := json.patch(with_route("networking.k8s.io/v1", "Ingress", {}, backend), [{"op": "add", "path": "/namespace/shop/v1/Service/shop/spec/selector", "value": {"app": "{{NAME}}"}}])
	said(inventory) == []
}

test_nothing_for_other_kinds if {
	subject := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "namespace": "shop", "labels": selector}}
	internet.ways("") == [] with input as subject with data.inventory as with_service({"type": "LoadBalancer"})
}

test_routes_that_are_none[note] if {
	some note, case in {
		"to another Service": {"version": "networking.k8s.io/v1", "kind": "Ingress", "annotations": {}, "spec": {"defaultBackend": {"service": {"name": "shopper"}}}},
		"to a resource": {"version": "networking.k8s.io/v1", "kind": "Ingress", "annotations": {}, "spec": {"defaultBackend": {"resource": {"kind": "Bucket", "name": "shop"}}}},
		"internal on AWS": {"version": "networking.k8s.io/v1", "kind": "Ingress", "annotations": {"alb.ingress.kubernetes.io/scheme": "internal"}, "spec": object.union(backend, {"ingressClassName": "alb"})},
		"internal on Azure": {"version": "networking.k8s.io/v1", "kind": "Ingress", "annotations": {"appgw.ingress.kubernetes.io/use-private-ip": "true", "kubernetes.io/ingress.class": "azure/application-gateway"}, "spec": backend},
		"internal on Google": {"version": "networking.k8s.io/v1", "kind": "Ingress", "annotations": {"kubernetes.io/ingress.class": "gce-internal"}, "spec": backend},
		"without a gateway": {"version": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "annotations": {}, "spec": {"rules": reference.rules}},
		"in the mesh": {"version": "networking.istio.io/v1", "kind": "VirtualService", "annotations": {}, "spec": {"http": [{"route": [{"destination": {"host": "shop"}}]}]}},
		"to another namespace": {"version": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "annotations": {}, "spec": object.union(reference, {"rules": [{"backendRefs": [{"name": "shop", "namespace": "till"}]}]})},
		"without spec": {"version": "networking.k8s.io/v1", "kind": "Ingress", "annotations": {}, "spec": null},
	}
	said(with_route(case.version, case.kind, case.annotations, case.spec)) == []
}

test_routes_of_another_namespace_need_a_grant[note] if {
	some note, case in {
		"none": {"grants": {}, "want": 0},
		"of today": {"grants": {"gateway.networking.k8s.io/v1": {"ReferenceGrant": {"g": grant("gate")}}}, "want": 1},
		"of old": {"grants": {"gateway.networking.k8s.io/v1beta1": {"ReferenceGrant": {"g": grant("gate")}}}, "want": 1},
		"to others": {"grants": {"gateway.networking.k8s.io/v1": {"ReferenceGrant": {"g": grant("web")}}}, "want": 0},
	}
	route := {
		"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "door", "namespace": "gate"},
		"spec": {"rules": [{"backendRefs": [{"name": "shop", "namespace": "shop"}]}], "parentRefs": [{"name": "public"}]},
	}
	own := object.union(with_service({}).namespace.shop, case.grants)
	inventory := {"namespace": {"shop": own, "gate": {"gateway.networking.k8s.io/v1": {"HTTPRoute": {"door": route}}}}}
	count(said(inventory)) == case.want
}

test_in_the_namespace_default if {
	service := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}, "spec": {"selector": selector}}
	route := {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "door"}, "spec": backend}
	inventory := {"namespace": {"default": {"v1": {"Service": {"shop": service}}, "networking.k8s.io/v1": {"Ingress": {"door": route}}}}}
	count(ways_to("", selector, inventory)) == 1

	# What YAML makes of a namespace called n.
	count(ways_to(false, selector, inventory)) == 1
}

grant(namespace) := {"spec": {"from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": namespace}], "to": [{"group": "", "kind": "Service"}]}}

with_route(version, kind, annotations, spec) := object.union(with_service({}), {"namespace": {"shop": {version: {kind: {"door": {
	"apiVersion": version, "kind": kind,
	"metadata": {"name": "door", "namespace": "shop", "annotations": annotations},
	"spec": spec,
}}}}}})

with_service(spec) := {"namespace": {"shop": {"v1": {"Service": {"shop": {
	"apiVersion": "v1", "kind": "Service",
	"metadata": {"name": "shop", "namespace": "shop"},
	"spec": object.union(object.remove({"selector": selector}, object.keys(spec)), spec),
}}}}}}

said(inventory) := ways_to("shop", selector, inventory)

ways_to(namespace, labels, inventory) := ways if {
	subject := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": namespace, "labels": labels}, "spec": {}}
	found := internet.ways("") with input as subject with data.inventory as inventory
	ways := [object.remove(way, ["pod"]) | some way in found; way.pod == 0]
	count(ways) == count(found)
}

test_each_pod_has_its_own_ways if {
	templates := [{"metadata": {"labels": labels}, "spec": {}} | some labels in [{}, {"app": "till"}, {"app": "{{ app }}"}, selector]]
	subject := {
		"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "Job", "metadata": {"name": "p", "namespace": "shop"},
		"spec": {"tasks": [{"template": template} | some template in templates]},
	}
	ingress := {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "i", "namespace": "shop"}, "spec": backend}
	inventory := object.union(with_service({"type": "LoadBalancer"}), {"namespace": {"shop": {"networking.k8s.io/v1": {"Ingress": {"i": ingress}}}}})
	found := internet.ways("") with input as subject with data.inventory as inventory
	[[way.pod, way.is_certain] | some way in found] == [[2, false], [3, true], [3, true]]
}
