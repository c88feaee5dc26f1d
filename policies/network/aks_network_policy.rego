# METADATA
# title: An AKS cluster must enforce network policies
# description: |
#   Without an engine, AKS accepts NetworkPolicy objects and nothing enforces them: every pod reaches every other, while
#   the manifests say otherwise. The engine is chosen with the cluster's network profile.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/use-network-policies
# custom:
#   severity: high
#   requirements: [NETPOL-12]
#   match: [aks_clusters]
#   remediation: Choose an engine for network policies, best cilium; the one called azure is being retired.
#   parameters:
#     engines: {type: array, items: {type: string}, description: "The engines that may enforce network policies."}
package guiderail.network.aks_network_policy

import data.lib.guiderail.aks_clusters
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"engines": ["azure", "calico", "cilium"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(aks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": policy.path, "msg": msg, "is_open": policy.is_known == false} if {
	some cluster in aks_clusters.all
	policy := cluster.facts.network_policy
	not _is_engine(policy)
	how := [cluster.title, policy.field, _how(policy.is_known), concat(" or ", parameters.engines)]
	msg := sprintf("%s: %s %s %s", how)
}

_is_engine(policy) if {
	is_string(policy.value)
	lower(policy.value) in parameters.engines
}

_how(true) := "must be"

_how(false) := "is not known, and must be"
