# METADATA
# title: Services that are reached from outside the cluster
# description: |
#   What a Service of the core group exposes, and to whom. Yields nothing for any other kind.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/
package lib.guiderail.service

import data.lib.guiderail.ctx

# METADATA
# description: Whether the Service is reached from outside, by a load balancer, its nodes or an external address.
is_exposed if {
	_is_service
	ctx.resource.spec.type in {"LoadBalancer", "NodePort"}
}

is_exposed if {
	_is_service
	count(_external_addresses) > 0
}

# METADATA
# description: |
#   Whether only the organisation's own network reaches the Service, by the annotations of AWS and
#   Azure. Kubernetes reads their keys letter by letter.
is_internal if {
	_is_service
	ctx.resource.spec.type == "LoadBalancer"
	_external_addresses == []
	some key, values in _internal
	ctx.resource.metadata.annotations[key] in values
	not _is_internet_facing
}

# METADATA
# description: |
#   The ports of the Service: `number`, `target` (a number or a name; the port itself where none is
#   given) and `path` (of the target).
ports := [port |
	_is_service
	some i, spec in ctx.resource.spec.ports
	is_object(spec)
	number := _number(object.get(spec, "port", null))
	port := {"number": number, "target": _target(spec, number), "path": ["spec", "ports", i, "targetPort"]}
]

_is_service if {
	ctx.group == ""
	ctx.kind == "Service"
}

_external_addresses := [address | some address in ctx.resource.spec.externalIPs]

_is_internet_facing if ctx.resource.metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"] == "internet-facing"

_internal := {
	"service.beta.kubernetes.io/aws-load-balancer-scheme": {"internal"},
	# The first releases wanted an address range here.
	"service.beta.kubernetes.io/aws-load-balancer-internal": {"true", "0.0.0.0/0"},
	"service.beta.kubernetes.io/azure-load-balancer-internal": {"true"},
}

_target(spec, number) := number if {
	object.get(spec, "targetPort", null) in {null, "", 0}
} else := _number(spec.targetPort)

_number(port) := to_number(port) if {
	is_string(port)
	regex.match(`^[0-9]{1,5}$`, port)
} else := port
