# METADATA
# title: Ways from the internet to Services by routes
# description: |
#   The routes that lead from outside the cluster to Services. A gateway that is exposed only to the
#   organization's own network, according to its annotations, does not count. Routes of other namespaces
#   count if a ReferenceGrant allows them. Istio and Traefik do not require one, and of theirs only
#   those in the namespace of the Services count.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/ingress/
#   - https://gateway-api.sigs.k8s.io/api-types/referencegrant/
package lib.guiderail.internet_route

import data.lib.guiderail.route

# METADATA
# description: |
#   The ways to Services of a namespace, by their names: `name` (of the Service), `title`, `through` (the IngressClass,
#   or the gateways with their namespaces, that the way leads through) and `is_certain` (false when something that is
#   not in the run decides).
ways(namespace, names) := [way |
	some [from, written, name] in _routes(namespace, names)
	through := _through(written, from)
	not _is_closed(written, through)
	some target in route.services_of(written, from)
	target.name == name
	target.namespace == namespace
	doubt := _doubt(written, through)
	way := {
		"name": name,
		"title": sprintf("%s %q to Service %q%s", [written.kind, written.metadata.name, name, doubt]),
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
		{"key": "appgw.ingress.kubernetes.io/use-private-ip", "value": "true", "classes": {
			"azure/application-gateway", "azure-application-gateway",
		}},
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

# The routes that mention a Service, each with its namespace and the Service's name. To look first where
# names stand, or at the text, spares the walk through all others.
_routes(namespace, names) := ({[namespace, written, name] |
	some [written, name] in _of_ingresses(namespace, names)
} | {[from, written, name] |
	some from in _origins(namespace)
	some written in _of_gateways[from]
	some name in names
	written.spec.rules[_].backendRefs[_].name == name
}) | {[namespace, written, name] |
	some written in _of_others[namespace]
	text := json.marshal(written.spec)
	some name in names
	contains(text, name)
} if {
	count(names) > 0
} else := set()

_of_ingresses(namespace, names) := {[written, name] |
	some written in data.inventory.namespace[namespace]["networking.k8s.io/v1"].Ingress
	some name in names
	written.spec.rules[_].http.paths[_].backend.service.name == name
} | {[written, name] |
	some written in data.inventory.namespace[namespace]["networking.k8s.io/v1"].Ingress
	some name in names
	written.spec.defaultBackend.service.name == name
}

# The namespaces whose routes may lead to Services of this one.
_origins(namespace) := {namespace} | {from.namespace |
	some grant in _grants[namespace]
	some from in grant.spec.from
	from.group == "gateway.networking.k8s.io"
}

# Routes and grants by their namespace. What of the inventory is read has to be written out.
_of_gateways[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1"].HTTPRoute[_]
_of_gateways[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1beta1"].HTTPRoute[_]
_of_gateways[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1"].GRPCRoute[_]
_of_gateways[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1"].TLSRoute[_]
_of_gateways[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1alpha2"].TLSRoute[_]
_of_gateways[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1alpha2"].TCPRoute[_]

_of_others[namespace] contains written if written := data.inventory.namespace[namespace]["networking.istio.io/v1"].VirtualService[_]
_of_others[namespace] contains written if written := data.inventory.namespace[namespace]["networking.istio.io/v1beta1"].VirtualService[_]
_of_others[namespace] contains written if written := data.inventory.namespace[namespace]["traefik.io/v1alpha1"].IngressRoute[_]
_of_others[namespace] contains written if written := data.inventory.namespace[namespace]["traefik.io/v1alpha1"].IngressRouteTCP[_]
_of_others[namespace] contains written if written := data.inventory.namespace[namespace]["projectcontour.io/v1"].HTTPProxy[_]
_of_others[namespace] contains written if written := data.inventory.namespace[namespace]["route.openshift.io/v1"].Route[_]

_grants[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1"].ReferenceGrant[_]
_grants[namespace] contains written if written := data.inventory.namespace[namespace]["gateway.networking.k8s.io/v1beta1"].ReferenceGrant[_]
