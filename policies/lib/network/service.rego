# METADATA
# title: Services that are reached from outside the cluster
# description: |
#   What a Service of the core group exposes, and to whom. Yields nothing for any other kind.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/
package lib.guiderail.service

import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: Whether the Service is reached from outside, by a load balancer, its nodes or an external address.
is_exposed if {
	_is_service
	ctx.resource.spec.type in {"LoadBalancer", "NodePort"}
}

is_exposed if {
	_is_service
	count(_addresses(ctx.resource.spec)) > 0
}

# METADATA
# description: Whether the Service asks the cloud for a load balancer.
is_load_balancer if {
	_is_service
	ctx.resource.spec.type == "LoadBalancer"
}

# METADATA
# description: |
#   Who reaches the load balancer under review, on a cloud: `public`, `internal` for the organisation's own
#   network alone, or `unknown` where no cloud is named ("") and one of them would make it internal.
reach(cloud) := reach_of(_load_balancer, cloud)

# METADATA
# description: The same for another Service of type LoadBalancer.
reach_of(written, cloud) := "internal" if {
	"" in internal_clouds(written)
} else := "internal" if {
	cloud in internal_clouds(written)
} else := "unknown" if {
	cloud == ""
	count(internal_clouds(written)) > 0
} else := "public"

# METADATA
# description: |
#   The clouds that make a load balancer internal: each reads annotations of its own, letter by letter,
#   and none those of another. Among them is "" where the class alone names who makes it.
internal_clouds(written) := set() if {
	some _ in written.spec.externalIPs
} else := {"" | _is_internal_on(written, "aws")} if {
	written.spec.loadBalancerClass in _aws_classes
} else := {cloud |
	some cloud in ["aws", "azure", "gcp", "openstack", "alibaba", "oracle", "ibm", "digitalocean"]
	_is_internal_on(written, cloud)
}

# METADATA
# scope: document
# description: |
#   The blocks whose addresses alone reach the load balancer, as written: `title`, `path` and `block`, and
#   the one `cloud` that reads them, if it is one. Kubernetes reads the annotation only where the field
#   lists none.
default source_ranges := []

source_ranges := source_ranges_of(_load_balancer)

_load_balancer := ctx.resource if is_load_balancer

# METADATA
# description: The same for another Service of type LoadBalancer.
source_ranges_of(written) := _listed_ranges(written) if {
	count(_listed_ranges(written)) > 0
} else := [range |
	some key, cloud in {
		"service.beta.kubernetes.io/load-balancer-source-ranges": "",
		"service.beta.kubernetes.io/azure-allowed-ip-ranges": "azure",
	}
	is_string(written.metadata.annotations[key])
	some part in split(written.metadata.annotations[key], ",")
	block := trim_space(part)
	block != ""
	range := {
		"title": sprintf("annotation %s", [key]), "path": [
			"metadata", "annotations", key,
		],
		"block": block, "cloud": cloud,
	}
]

# METADATA
# scope: document
# description: The annotations of the Service; empty for another kind.
default annotations := {}

annotations := written if {
	_is_service
	written := ctx.resource.metadata.annotations
	is_object(written)
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

_addresses(spec) := [address | some address in spec.externalIPs]

# An API server takes blocks with spaces around them, as those of the annotation once could have.
_listed_ranges(written) := [range |
	some i, listed in written.spec.loadBalancerSourceRanges
	block := _trimmed(listed)
	range := {
		"title": sprintf("loadBalancerSourceRanges[%d]", [i]),
		"path": ["spec", "loadBalancerSourceRanges", i],
		"block": block,
		"cloud": "",
	}
]

_trimmed(value) := trim_space(value) if {
	is_string(value)
} else := value

_is_internal_on(written, cloud) if {
	not _is_internet_facing(written, cloud)
	some key, values in _internal[cloud]
	written.metadata.annotations[key] in values
}

# The AWS Load Balancer Controller makes internal what names no scheme.
_is_internal_on(written, "aws") if {
	_has_aws_controller(written)
	every key in ["scheme", "internal"] {
		not written.metadata.annotations[sprintf("service.beta.kubernetes.io/aws-load-balancer-%s", [key])]
	}
}

_has_aws_controller(written) if {
	written.metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-type"] in {"external", "nlb-ip"}
}

_has_aws_controller(written) if written.spec.loadBalancerClass in _aws_classes

_aws_classes := {"service.k8s.aws/nlb", "eks.amazonaws.com/nlb"}

_is_internet_facing(written, "aws") if {
	written.metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"] == "internet-facing"
}

_internal := {
	"aws": {
		"service.beta.kubernetes.io/aws-load-balancer-scheme": {"internal"},
		# The first releases wanted an address range here.
		"service.beta.kubernetes.io/aws-load-balancer-internal": {"true", "0.0.0.0/0"},
	},
	"azure": {"service.beta.kubernetes.io/azure-load-balancer-internal": {"true"}},
	"gcp": {
		"networking.gke.io/load-balancer-type": {"Internal"},
		"cloud.google.com/load-balancer-type": {"Internal"},
	},
	"openstack": {"service.beta.kubernetes.io/openstack-internal-load-balancer": {"true"}},
	"alibaba": {"service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": {"intranet"}},
	"oracle": {"service.beta.kubernetes.io/oci-load-balancer-internal": {"true"}},
	"ibm": {"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": {"private"}},
	"digitalocean": {"service.beta.kubernetes.io/do-loadbalancer-network": {"INTERNAL"}},
}

_target(spec, number) := number if {
	object.get(spec, "targetPort", null) in {null, "", 0}
} else := _number(spec.targetPort)

_number(port) := to_number(port) if {
	is_string(port)
	regex.match(`^[0-9]{1,5}$`, port)
} else := port
