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
services := services_of(ctx.resource, ctx.namespace_or_none)

# METADATA
# description: The same for any object, `own` being its namespace.
services_of(written, own) := {service |
	written.kind in _kinds[ctx.group_of(written)]
	not _is_in_the_mesh(written)
	walk(written.spec, [path, value])
	found := _reference(path, value, own)
	service := {
		"name": found.name,
		"namespace": found.namespace,
		"path": array.concat(["spec"], array.concat(path, found.field)),
	}
}

_reference(path, value, own) := {"name": parts[0], "namespace": _second(parts, own), "field": ["host"]} if {
	path[count(path) - 1] == "destination"
	is_string(value.host)
	parts := split(value.host, ".")
} else := {"name": value.serviceName, "namespace": own, "field": ["serviceName"]} if {
	is_string(value.serviceName)
} else := {"name": value.name, "namespace": _given(value, own), "field": ["name"]} if {
	_is_place(path)
	is_string(value.name)
	object.get(value, "kind", "Service") == "Service"
}

# The last steps to the places where Services are named: an Ingress' backend, OpenShift's to, lists.
_is_place(path) if path[count(path) - 1] in {"service", "to"}

_is_place(path) if path[count(path) - 2] in {"backendRefs", "services", "alternateBackends"}

_second([_], own) := own

_second(parts, _) := parts[1] if count(parts) > 1

_given(value, own) := value.namespace if {
	is_string(value.namespace)
} else := own

_is_in_the_mesh(written) if {
	written.kind == "VirtualService"
	every gateway in object.get(written, ["spec", "gateways"], []) {
		gateway == "mesh"
	}
}

_is_in_the_mesh(written) if {
	ctx.group_of(written) == "gateway.networking.k8s.io"
	is_object(written.spec.parentRefs[0])
	every parent in written.spec.parentRefs {
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
