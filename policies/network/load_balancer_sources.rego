# METADATA
# title: Load balancers must be reachable only from the networks of their callers
# description: |
#   A Service of type LoadBalancer is on the internet as soon as the cloud has created the load
#   balancer, unless it lists the allowed sources or is declared internal. An annotation with one wrong
#   letter is silently ignored, and a load balancer that was meant to be internal is public.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
#   - https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
#   - https://learn.microsoft.com/en-us/azure/aks/internal-lb
# custom:
#   severity: medium
#   requirements: [NETPOL-13]
#   match: [{groups: [""], kinds: [Service]}]
#   remediation: List the callers' networks in spec.loadBalancerSourceRanges, or make the load balancer internal with
#     the annotation of your cloud.
#   parameters:
#     cloud: {type: string, enum: ["", aws, azure, gcp, openstack, alibaba, oracle, ibm, digitalocean], description:
#       "The cloud whose annotations are read. If it is empty and an annotation of any cloud would make the load
#       balancer internal, the verdict is unknown."}
#     public_ports: {type: array, items: {type: integer}, description: "Ports that everyone may reach. A load balancer
#       that exposes only these needs no source ranges."}
#     public_services: {type: array, items: {type: string}, description: "Services whose load balancer everyone may
#       reach, as namespace/name, or the name alone if the manifest sets no namespace."}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.load_balancer_sources

import data.lib.guiderail.balancer
import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.identity
import data.lib.guiderail.service

defaults := {"cloud": "", "public_ports": [], "public_services": [], "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

applies if service.is_load_balancer

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ["spec", "loadBalancerSourceRanges"], "msg": msg, "is_open": false} if {
	_is_open
	count(_ranges) == 0
	what := "loadBalancerSourceRanges is not set, so everyone can reach the load balancer"
	msg := sprintf("%s; list the callers' networks or make it internal", [what])
}

_offences contains {"path": range.path, "msg": msg, "is_open": false} if {
	_is_open
	some range in _ranges
	msg := sprintf("%s %s", [range.title, balancer.defect(range.block, cidr.bounds(parameters))])
}

_offences contains {"path": range.path, "msg": msg, "is_open": true} if {
	_is_open
	some range in _ranges
	some doubt in balancer.doubts(range, parameters.cloud)
	msg := sprintf("%s %s", [range.title, doubt])
}

_offences contains {"path": ["metadata", "annotations", key], "msg": msg, "is_open": false} if {
	service.is_load_balancer
	some key, _ in service.annotations
	startswith(lower(key), "service.beta.kubernetes.io/")
	key != lower(key)
	msg := sprintf("annotation %s is ignored because annotation keys are case-sensitive; write %s", [key, lower(key)])
}

_offences contains {"path": ["metadata", "annotations", _decider], "msg": msg, "is_open": true} if {
	_reach == "public"
	msg := sprintf("annotation %s, not this Service, decides who can reach the load balancer", [_decider])
}

_offences contains {"path": ["metadata", "annotations"], "msg": msg, "is_open": true} if {
	_reach == "unknown"
	clouds := concat(" and ", sort(service.internal_clouds(ctx.resource)))
	msg := sprintf("the load balancer is internal only on %s; set the parameter cloud", [clouds])
}

_is_open if {
	_reach == "public"
	not _decider
}

_reach := service.reach(parameters.cloud) if not _may_be_public

_may_be_public if identity.name in parameters.public_services

_may_be_public if {
	service.is_load_balancer
	count(service.ports) > 0
	every port in service.ports {
		port.number in parameters.public_ports
	}
}

_ranges := balancer.ranges(parameters.cloud)

_decider := balancer.decider(parameters.cloud)
