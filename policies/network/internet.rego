# METADATA
# title: Ways from the internet to pods
# description: |
#   What exposes the pods under review to the internet, as far as the supplied objects show it. That is
#   Services exposed by a load balancer, the nodes or an external IP, and routes to Services. A Service
#   without a selector or of type ExternalName leads to no known pod. Exposure to the organization's own
#   network only, according to a cloud's annotations, does not count. Empty for kinds that do not create
#   pods.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
package lib.guiderail.internet

import data.lib.guiderail.ctx
import data.lib.guiderail.internet_route
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods
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
	some [condition, services] in [["", _services(labels)], [
		" (if its selector, once filled in, selects them)", _candidates(labels),
	]]
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
	some written in data.inventory.namespace[ctx.namespace_or_default].v1.Service
	selector := written.spec.selector
	is_object(selector)
	object.subset(labels, selector)
	count(selector) > 0
	object.get(written.spec, "type", null) != "ExternalName"
]

# The Services that may pick them when what is still to be filled in is known.
_candidates(labels) := [written |
	some written in data.inventory.namespace[ctx.namespace_or_default].v1.Service
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

_labels := [seen.labels | some seen in pods.labels_of(ctx.resource)]

_opening(written, cloud) := {
	"how": sprintf("of type LoadBalancer%s", [doubt]), "is_node_port": false, "doubt": doubt,
} if {
	written.spec.type == "LoadBalancer"
	not _has_private_callers(written, {"", cloud})
	doubt := _doubts_by_reach[_reach(written, cloud)]
} else := {"how": "of type NodePort", "is_node_port": true, "doubt": ""} if {
	written.spec.type == "NodePort"
} else := {"how": "with externalIPs", "is_node_port": false, "doubt": ""} if {
	# No address of a headless Service is looked after.
	object.get(written.spec, "clusterIP", null) != "None"
	some _ in written.spec.externalIPs
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
	some found in _routes
	found.name in names
	way := object.union(object.remove(found, ["name"]), {"pod": n, "is_node_port": false})
]

_routes := internet_route.ways(ctx.namespace_or_default, {written.metadata.name |
	some labels in _labels
	some written in _services(labels)
})
