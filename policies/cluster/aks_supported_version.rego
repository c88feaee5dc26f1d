# METADATA
# title: An AKS cluster must run a version of Kubernetes that is supported
# description: |
#   Azure supports a version for about a year, or two with long-term support. After that nobody fixes its flaws, and the
#   cluster may be upgraded at a time that nobody chose. Every version that Azure supports has the Pod Security
#   admission plug-in, and it is on.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/supported-kubernetes-versions
#   - https://learn.microsoft.com/en-us/azure/aks/long-term-support
# custom:
#   severity: medium
#   requirements: [HOST-13, PSA-04]
#   match: [aks_clusters]
#   remediation: Upgrade the cluster, one minor version at a time, and choose a channel for automatic upgrades.
#   parameters:
#     oldest: {type: string, description: "The oldest version that is supported, such as 1.35."}
#     oldest_long_term: {type: string, description: "The oldest version with long-term support."}
package guiderail.cluster.aks_supported_version

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

# By Azure's calendar of 5 August 2026, read on 30 November 2026: both the support of 1.34 and the long-term support of
# 1.31 end with November 2026, those of 1.35 and 1.32 with March 2027.
defaults := {"oldest": "1.35", "oldest_long_term": "1.32"}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(aks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": version.path, "msg": msg, "is_open": false} if {
	some cluster in aks_clusters.all
	version := cluster.facts.version
	oldest := _oldest(cluster.facts.support_plan)
	_minor(version.value) < _minor(oldest)
	msg := sprintf("%s: %s is %s, and must be %s or later", [cluster.title, version.field, version.value, oldest])
}

_offences contains {"path": version.path, "msg": msg, "is_open": true} if {
	some cluster in aks_clusters.all
	version := cluster.facts.version
	not _is_told(version)
	oldest := _oldest(cluster.facts.support_plan)
	msg := sprintf("%s: %s is not known, and must be %s or later", [cluster.title, version.field, oldest])
}

_offences contains {"path": plan.path, "msg": msg, "is_open": true} if {
	some cluster in aks_clusters.all
	plan := cluster.facts.support_plan
	plan.is_known == false
	version := cluster.facts.version
	_minor(version.value) < _minor(parameters.oldest)
	_minor(version.value) >= _minor(parameters.oldest_long_term)
	msg := sprintf("%s: whether %s supports %s is not known", [cluster.title, plan.field, version.value])
}

# Azure chooses a supported version for whoever leaves it out.
_is_told(version) if {
	version.is_known
	version.value == null
}

_is_told(version) if _minor(version.value)

_oldest(plan) := parameters.oldest_long_term if {
	is_string(plan.value)
	lower(plan.value) == "akslongtermsupport"
} else := parameters.oldest_long_term if {
	plan.is_known == false
} else := parameters.oldest

# The version 1.30 without quotes is the number 1.3.
_minor(version) := to_number(parts[0][1]) if {
	is_string(version)
	parts := regex.find_all_string_submatch_n(`^v?1\.([0-9]+)(\.[0-9]+)?$`, version, 1)
}
