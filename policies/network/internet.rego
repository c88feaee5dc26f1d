# METADATA
# title: Ways from the internet to pods
# description: |
#   What opens the pods under review to the internet, as far as a run holds it: Services that a load
#   balancer, the nodes or an external address offer, and routes to Services. A Service without a
#   selector and one of type ExternalName lead to no pod that is known. What a cloud or a gateway offers
#   to the organisation's own network alone is no way in, where its annotations say so. Routes of other
#   namespaces count where a ReferenceGrant lets them in; Istio and Traefik ask for none, and of theirs
#   those of the pods' own namespace count. Yields nothing for what makes no pods.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
#   - https://kubernetes.io/docs/concepts/services-networking/ingress/
#   - https://gateway-api.sigs.k8s.io/api-types/referencegrant/
package lib.guiderail.internet

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods
import data.lib.guiderail.route
import data.lib.guiderail.service

# METADATA
# description: |
#   The ways to the pods on a cloud, "" where it is not known: `pod` (the index in `workload.pods` of the one it
#   leads to), `title`, `is_node_port`, `through` (the IngressClass, or the gateways with their
#   namespaces, that the way leads through) and `is_certain` (false when something that is not in the run,
#   or still to be filled in, decides).
ways(cloud) := array.concat(_direct(cloud), _routed)

_direct(cloud) := [way |
	some n, labels in _labels
	some [condition, services] in [["", _services(labels)], [" (if its selector, filled in, selects them)", _candidates(labels)]]
	some written in services
	opening := _opening(written, cloud)
	way := {
		"pod": n,
		"title": sprintf("Service %q %s%s", [written.metadata.name, opening.how, condition]),
		"is_node_port": opening.is_node_port,
		"through": set(),
		"is_certain": count([doubt | some doubt in [condition, opening.doubt]; doubt != ""]) == 0,
	}
]

# The Services that pick the pods.
_services(labels) := [written |
	some written in data.inventory.namespace[_namespace].v1.Service
	selector := written.spec.selector
	is_object(selector)
	object.subset(labels, selector)
	count(selector) > 0
	object.get(written.spec, "type", null) != "ExternalName"
]

_names := {written.metadata.name | some labels in _labels; some written in _services(labels)}

# The Services that may pick them when what is still to be filled in is known.
_candidates(labels) := [written |
	some written in data.inventory.namespace[_namespace].v1.Service
	written.spec.type in {"LoadBalancer", "NodePort"}
	selector := written.spec.selector
	is_object(selector)
	not object.subset(labels, selector)
	every key, value in selector {
		_may_equal(labels[key], value)
	}
]

_may_equal(label, value) if label == value

_may_equal(label, value) if placeholder.is_in(sprintf("%v %v", [label, value]))

_labels := pods.labels_of(ctx.resource)

_namespace := ctx.namespace if {
	is_string(ctx.namespace)
} else := "default"

_opening(written, cloud) := {"how": sprintf("of type LoadBalancer%s", [doubt]), "is_node_port": false, "doubt": doubt} if {
	written.spec.type == "LoadBalancer"
	not _has_private_callers(written, {"", cloud})
	doubt := _doubts_by_reach[_reach(written, cloud)]
} else := {"how": "of type NodePort", "is_node_port": true, "doubt": ""} if {
	written.spec.type == "NodePort"
} else := {"how": "with externalIPs", "is_node_port": false, "doubt": ""} if {
	some _ in written.spec.externalIPs

	# No address of a headless Service is looked after.
	object.get(written.spec, "clusterIP", null) != "None"
}

# Each cloud reads annotations of its own.
_reach(written, cloud) := "unknown" if {
	cloud == ""
	_has_private_callers(written, {"", "azure"})
} else := service.reach_of(written, cloud)

_doubts_by_reach := {"public": "", "unknown": " (unless its cloud makes it internal)"}

_has_private_callers(written, clouds) if {
	ranges := [range | some range in service.source_ranges_of(written); range.cloud in clouds]
	count(ranges) > 0
	every range in ranges {
		_is_private(range.block)
	}
}

_is_private(block) if {
	net.cidr_is_valid(block)
	some private in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]
	net.cidr_contains(private, block)
}

_routed := [way |
	some n, labels in _labels
	names := {selecting.metadata.name | some selecting in _services(labels)}
	some [from, written, name] in _routes
	name in names
	through := _through(written, from)
	not _is_closed(written, through)
	some target in route.services_of(written, from)
	target.name == name
	target.namespace == _namespace

	doubt := _doubt(written, through)
	way := {
		"pod": n,
		"title": sprintf("%s %q to Service %q%s", [written.kind, written.metadata.name, name, doubt]),
		"is_node_port": false,
		"through": through,
		"is_certain": doubt == "",
	}
]

# Only the network of the organisation gets in, or nobody where a route is attached to no gateway.
_is_closed(_, {"gce-internal"})

_is_closed(written, through) if {
	count(through) > 0
	some setting in _private_by(written)
	every class in through {
		class in setting.classes
	}
}

_is_closed(written, _) if {
	startswith(written.apiVersion, "gateway.networking.k8s.io/")
	not written.spec.parentRefs[0]
}

# The AWS Load Balancer Controller makes internal what names no scheme, but its class may name one.
_doubt(written, through) := " (unless its class alb is internal)" if {
	"alb" in through
	_annotation(written, "alb.ingress.kubernetes.io/scheme") == ""
} else := sprintf(" (unless a controller that reads annotation %s serves it)", [setting.key]) if {
	setting := _private_by(written)[0]
	every class in through {
		not regex.match(_classes_of_others, class)
	}
} else := ""

# Each controller reads annotations of its own, and those of an Ingress that is its own.
_private_by(written) := [setting |
	written.kind == "Ingress"
	some setting in [
		{"key": "alb.ingress.kubernetes.io/scheme", "value": "internal", "classes": {"alb"}},
		{"key": "appgw.ingress.kubernetes.io/use-private-ip", "value": "true", "classes": {"azure/application-gateway", "azure-application-gateway"}},
	]
	_annotation(written, setting.key) == setting.value
]

# What the classes of controllers are called that read neither; any other may be one of these two.
_classes_of_others := `(?i)nginx|traefik|haproxy|kong|contour|istio|gce|ambassador|emissary|apisix|cilium|openshift|webapprouting|voyager|tyk|skipper|envoy`

_through(written, _) := {class |
	some class in [object.get(written.spec, "ingressClassName", null), _annotation(written, _class)]
	is_string(class)
	class != ""
} if {
	written.kind == "Ingress"
}

_through(written, from) := {sprintf("%s/%s", [object.get(parent, "namespace", from), parent.name]) |
	some parent in object.get(written.spec, "parentRefs", [])
	is_object(parent)
} | {_qualified(gateway, from) |
	some gateway in object.get(written.spec, "gateways", [])
	is_string(gateway)
	gateway != "mesh"
} if {
	written.kind != "Ingress"
}

_qualified(gateway, _) := gateway if contains(gateway, "/")

_qualified(gateway, from) := sprintf("%s/%s", [from, gateway]) if not contains(gateway, "/")

_class := "kubernetes.io/ingress.class"

_annotation(written, key) := object.get(written, ["metadata", "annotations", key], "")

# The namespaces whose routes may lead to Services of this one.
_origins := {_namespace} | {from.namespace |
	some grant in _grants
	some from in grant.spec.from
	from.group == "gateway.networking.k8s.io"
}

_grants contains grant if {
	grant := data.inventory.namespace[_namespace]["gateway.networking.k8s.io/v1"].ReferenceGrant[_]
}

_grants contains grant if {
	grant := data.inventory.namespace[_namespace]["gateway.networking.k8s.io/v1beta1"].ReferenceGrant[_]
}

# The routes that mention a Service, each with its namespace and the Service's name. To look first where
# names stand, or at the text, spares the walk through all others.
_routes contains [_namespace, written, name] if {
	some name in _names
	some i
	data.inventory.namespace[_namespace]["networking.k8s.io/v1"].Ingress[i].spec.rules[_].http.paths[_].backend.service.name == name
	written := data.inventory.namespace[_namespace]["networking.k8s.io/v1"].Ingress[i]
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some i
	data.inventory.namespace[_namespace]["networking.k8s.io/v1"].Ingress[i].spec.defaultBackend.service.name == name
	written := data.inventory.namespace[_namespace]["networking.k8s.io/v1"].Ingress[i]
}

_routes contains [from, written, name] if {
	some name in _names
	some from in _origins
	some i
	data.inventory.namespace[from]["gateway.networking.k8s.io/v1"].HTTPRoute[i].spec.rules[_].backendRefs[_].name == name
	written := data.inventory.namespace[from]["gateway.networking.k8s.io/v1"].HTTPRoute[i]
}

_routes contains [from, written, name] if {
	some name in _names
	some from in _origins
	some i
	data.inventory.namespace[from]["gateway.networking.k8s.io/v1beta1"].HTTPRoute[i].spec.rules[_].backendRefs[_].name == name
	written := data.inventory.namespace[from]["gateway.networking.k8s.io/v1beta1"].HTTPRoute[i]
}

_routes contains [from, written, name] if {
	some name in _names
	some from in _origins
	some i
	data.inventory.namespace[from]["gateway.networking.k8s.io/v1"].GRPCRoute[i].spec.rules[_].backendRefs[_].name == name
	written := data.inventory.namespace[from]["gateway.networking.k8s.io/v1"].GRPCRoute[i]
}

_routes contains [from, written, name] if {
	some name in _names
	some from in _origins
	some i
	data.inventory.namespace[from]["gateway.networking.k8s.io/v1"].TLSRoute[i].spec.rules[_].backendRefs[_].name == name
	written := data.inventory.namespace[from]["gateway.networking.k8s.io/v1"].TLSRoute[i]
}

_routes contains [from, written, name] if {
	some name in _names
	some from in _origins
	some i
	data.inventory.namespace[from]["gateway.networking.k8s.io/v1alpha2"].TLSRoute[i].spec.rules[_].backendRefs[_].name == name
	written := data.inventory.namespace[from]["gateway.networking.k8s.io/v1alpha2"].TLSRoute[i]
}

_routes contains [from, written, name] if {
	some name in _names
	some from in _origins
	some i
	data.inventory.namespace[from]["gateway.networking.k8s.io/v1alpha2"].TCPRoute[i].spec.rules[_].backendRefs[_].name == name
	written := data.inventory.namespace[from]["gateway.networking.k8s.io/v1alpha2"].TCPRoute[i]
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some written in data.inventory.namespace[_namespace]["networking.istio.io/v1"].VirtualService
	contains(json.marshal(written.spec), name)
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some written in data.inventory.namespace[_namespace]["networking.istio.io/v1beta1"].VirtualService
	contains(json.marshal(written.spec), name)
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some written in data.inventory.namespace[_namespace]["traefik.io/v1alpha1"].IngressRoute
	contains(json.marshal(written.spec), name)
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some written in data.inventory.namespace[_namespace]["traefik.io/v1alpha1"].IngressRouteTCP
	contains(json.marshal(written.spec), name)
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some written in data.inventory.namespace[_namespace]["projectcontour.io/v1"].HTTPProxy
	contains(json.marshal(written.spec), name)
}

_routes contains [_namespace, written, name] if {
	some name in _names
	some written in data.inventory.namespace[_namespace]["route.openshift.io/v1"].Route
	contains(json.marshal(written.spec), name)
}
