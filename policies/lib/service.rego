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
# description: Whether the Service asks the cloud for a load balancer.
is_load_balancer if {
	_is_service
	ctx.resource.spec.type == "LoadBalancer"
}

# METADATA
# description: |
#   Whether only the organisation's own network reaches the Service, by what AWS, Azure and Google read.
#   The keys of annotations are read letter by letter.
is_internal if {
	is_load_balancer
	_external_addresses == []
	_is_internal
	not _is_internet_facing
}

# METADATA
# description: |
#   The blocks whose addresses alone reach the load balancer, as written: `title`, `path` and `block`.
#   Kubernetes reads the annotation only where the field lists none.
source_ranges := _listed_ranges if {
	count(_listed_ranges) > 0
} else := [range |
	some key in ["service.beta.kubernetes.io/load-balancer-source-ranges", "service.beta.kubernetes.io/azure-allowed-ip-ranges"]
	is_string(annotations[key])
	some written in split(annotations[key], ",")
	block := trim_space(written)
	block != ""
	range := {"title": sprintf("annotation %s", [key]), "path": ["metadata", "annotations", key], "block": block}
]

# METADATA
# description: The annotations of the Service; empty for another kind.
annotations := written if {
	_is_service
	written := ctx.resource.metadata.annotations
	is_object(written)
} else := {}

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

_listed_ranges := [range |
	is_load_balancer
	some i, block in ctx.resource.spec.loadBalancerSourceRanges
	range := {
		"title": sprintf("loadBalancerSourceRanges[%d]", [i]),
		"path": ["spec", "loadBalancerSourceRanges", i],
		"block": block,
	}
]

_is_internal if {
	some key, values in _internal
	annotations[key] in values
}

# The AWS Load Balancer Controller makes internal what names no scheme.
_is_internal if {
	_has_aws_controller
	every key in ["scheme", "internal"] {
		not annotations[sprintf("service.beta.kubernetes.io/aws-load-balancer-%s", [key])]
	}
}

_has_aws_controller if annotations["service.beta.kubernetes.io/aws-load-balancer-type"] in {"external", "nlb-ip"}

_has_aws_controller if ctx.resource.spec.loadBalancerClass in {"service.k8s.aws/nlb", "eks.amazonaws.com/nlb"}

_is_internet_facing if annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"] == "internet-facing"

_internal := {
	"service.beta.kubernetes.io/aws-load-balancer-scheme": {"internal"},
	# The first releases wanted an address range here.
	"service.beta.kubernetes.io/aws-load-balancer-internal": {"true", "0.0.0.0/0"},
	"service.beta.kubernetes.io/azure-load-balancer-internal": {"true"},
	"networking.gke.io/load-balancer-type": {"Internal"},
	"cloud.google.com/load-balancer-type": {"Internal"},
}

_target(spec, number) := number if {
	object.get(spec, "targetPort", null) in {null, "", 0}
} else := _number(spec.targetPort)

_number(port) := to_number(port) if {
	is_string(port)
	regex.match(`^[0-9]{1,5}$`, port)
} else := port
