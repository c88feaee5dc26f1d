# METADATA
# title: Ways from outside the cluster to its Services
# description: |
#   The Services that an Ingress, a route of the Gateway API or one of the common gateways leads to.
#   Yields nothing for other kinds, nor for routes that count only among the pods of a mesh.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/ingress/
#   - https://gateway-api.sigs.k8s.io/
# custom:
#   match:
#     - groups: [networking.k8s.io, extensions]
#       kinds: [Ingress]
#     - groups: [gateway.networking.k8s.io]
#       kinds: [HTTPRoute, GRPCRoute, TLSRoute, TCPRoute]
#     - groups: [networking.istio.io]
#       kinds: [VirtualService]
#     - groups: [traefik.io, traefik.containo.us]
#       kinds: [IngressRoute, IngressRouteTCP]
#     - groups: [projectcontour.io]
#       kinds: [HTTPProxy]
#     - groups: [route.openshift.io]
#       kinds: [Route]
package lib.guiderail.route

import data.lib.guiderail.ctx

# METADATA
# description: |
#   The Services: `name`, `namespace` ("" when unknown) and the `path` of the name.
services contains service if {
	ctx.kind in _kinds[ctx.group]
	not _is_in_the_mesh
	walk(ctx.resource.spec, [path, value])
	found := _reference(path, value)
	service := {
		"name": found.name,
		"namespace": found.namespace,
		"path": array.concat(["spec"], array.concat(path, found.field)),
	}
}

_reference(path, value) := {"name": parts[0], "namespace": _second(parts), "field": ["host"]} if {
	path[count(path) - 1] == "destination"
	is_string(value.host)
	parts := split(value.host, ".")
} else := {"name": value.serviceName, "namespace": _own, "field": ["serviceName"]} if {
	is_string(value.serviceName)
} else := {"name": value.name, "namespace": _given(value), "field": ["name"]} if {
	_is_place(path)
	is_string(value.name)
	object.get(value, "kind", "Service") == "Service"
}

# The last steps to the places where Services are named: an Ingress' backend, OpenShift's to, lists.
_is_place(path) if path[count(path) - 1] in {"service", "to"}

_is_place(path) if path[count(path) - 2] in {"backendRefs", "services", "alternateBackends"}

_second([_]) := _own

_second(parts) := parts[1] if count(parts) > 1

_given(value) := value.namespace if {
	is_string(value.namespace)
} else := _own

_own := ctx.namespace if {
	is_string(ctx.namespace)
} else := ""

_is_in_the_mesh if {
	ctx.kind == "VirtualService"
	every gateway in object.get(ctx.resource, ["spec", "gateways"], []) {
		gateway == "mesh"
	}
}

_is_in_the_mesh if {
	ctx.group == "gateway.networking.k8s.io"
	is_object(ctx.resource.spec.parentRefs[0])
	every parent in ctx.resource.spec.parentRefs {
		parent.kind == "Service"
	}
}

_kinds := {
	"networking.k8s.io": {"Ingress"},
	"extensions": {"Ingress"},
	"gateway.networking.k8s.io": {"HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"},
	"networking.istio.io": {"VirtualService"},
	"traefik.io": {"IngressRoute", "IngressRouteTCP"},
	"traefik.containo.us": {"IngressRoute", "IngressRouteTCP"},
	"projectcontour.io": {"HTTPProxy"},
	"route.openshift.io": {"Route"},
}
