# METADATA
# title: The API server of an AKS cluster must not be reachable from everywhere
# description: |
#   By default everybody on the internet reaches the API server of an AKS cluster, and a stolen token or a flaw in it is
#   all that an attack takes. A private cluster has no public address, and authorized ranges leave it open to known
#   networks only.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/api-server-authorized-ip-ranges
#   - https://learn.microsoft.com/en-us/azure/aks/private-clusters
# custom:
#   severity: high
#   requirements: [HOST-12]
#   match: [aks_clusters]
#   remediation: Make the cluster private, or list the ranges that may reach its API server. The range 0.0.0.0/32 lets
#     nobody in but the cluster itself.
#   parameters:
#     min_prefix_ipv4: {type: integer, description: "The shortest prefix that a range may have."}
package guiderail.cluster.aks_api_server_access

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.resources

# There is no organisation with a larger network.
defaults := {"min_prefix_ipv4": 8}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(aks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ranges.path, "msg": msg, "is_open": is_open} if {
	some cluster in aks_clusters.all
	ranges := cluster.facts.ranges
	private := cluster.facts.private
	not _is_true(private)
	wrong := _wrong(ranges)
	is_open := count([known | some known in [ranges.is_known, private.is_known]; known == false]) > 0
	msg := sprintf("%s: %s", [cluster.title, _how(ranges.field, wrong, is_open)])
}

_is_true(fact) if resources.is_true(fact.value)

_wrong(ranges) := "must list the networks that may reach the API server, or the cluster be private" if {
	not _has_ranges(ranges)
} else := sprintf("must not have %s, which is nearly everybody", [concat(", ", wide)]) if {
	wide := [range | some range in ranges.value; _is_wide(range)]
	count(wide) > 0
}

_has_ranges(ranges) if {
	some range in ranges.value
	is_string(range)
}

_is_wide(range) if {
	is_string(range)
	regex.match(`/[0-9]+$`, range)
	to_number(split(range, "/")[1]) < parameters.min_prefix_ipv4
}

_how(field, wrong, false) := concat(" ", [field, wrong])

_how(field, _, true) := sprintf("whether %s keeps the API server from everybody's reach is not known", [field])
