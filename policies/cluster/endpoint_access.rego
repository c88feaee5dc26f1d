# METADATA
# title: The API server of an EKS cluster must not be open to everyone
# description: |
#   The public endpoint of an EKS cluster answers the whole internet by default. Then a leaked token, or a flaw in the
#   API server, is enough to act in the cluster from anywhere. The private endpoint, or a list of the networks that need
#   access, leaves fewer who can try.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
# custom:
#   severity: high
#   requirements: [HOST-12]
#   match: [eks_clusters]
#   remediation: Turn the public endpoint off and the private one on, or list the networks from which the public
#     endpoint may be reached.
#   parameters:
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet."}
package guiderail.cluster.endpoint_access

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding

defaults := {"min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(eks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# What is known to be open is open, whatever else may be listed.
_offences contains {"path": listed.path, "msg": msg, "is_open": endpoint.is_known == false} if {
	some cluster in eks_clusters.all
	endpoint := cluster.public_endpoint
	endpoint.value == true
	listed := cluster.public_cidrs
	what := _openness(listed)
	how := sprintf("list the networks that need access, or set %s to false", [endpoint.field])
	msg := sprintf("%s: %s %s, so %s; %s", [cluster.title, listed.field, what, _reach(endpoint), how])
}

_offences contains {"path": listed.path, "msg": msg, "is_open": true} if {
	some cluster in eks_clusters.all
	cluster.public_endpoint.value == true
	listed := cluster.public_cidrs
	not _openness(listed)
	not _all_are_known(listed)
	msg := sprintf("%s: whether %s lets everyone reach the API server is not known", [cluster.title, listed.field])
}

_openness(listed) := "lists no network" if {
	listed.is_known
	count(listed.value) == 0
} else := sprintf("has %s", [concat(" and ", wide)]) if {
	wide := [block | some block in listed.value; cidr.is_wide(block, cidr.bounds(parameters))]
	count(wide) > 0
} else := sprintf("has %s", [concat(", ", listed.value)]) if {
	cidr.are_wide([{"cidr": block} | some block in listed.value], cidr.bounds(parameters))
}

_all_are_known(listed) if {
	listed.is_known
	every block in listed.value {
		cidr.is_valid(block)
	}
}

_reach(endpoint) := "everyone can reach the API server" if {
	endpoint.is_known
} else := sprintf("everyone can reach the API server unless %s turns out to be false", [endpoint.field])
