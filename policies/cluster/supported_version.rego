# METADATA
# title: An EKS cluster must run a version of Kubernetes that is supported
# description: |
#   AWS patches a minor version of Kubernetes for 14 months, and for another 12 months at a price. After that, flaws in
#   the control plane stay, until AWS updates the cluster at a time that you did not choose. Before version 1.23, the
#   Pod Security admission plug-in is not there or not on.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
# custom:
#   severity: medium
#   requirements: [HOST-13, PSA-04]
#   match: [eks_clusters]
#   remediation: Update the cluster, one minor version at a time, to a version that AWS supports.
#   parameters:
#     versions: {type: array, items: {type: string}, description: "The versions that AWS supports, extended support
#       included. Versions after the last of them are not reported."}
package guiderail.cluster.supported_version

import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding

# By AWS's calendar, read on 30 November 2026: extended support of 1.31 ended on 26 November 2026, and that of 1.32 ends
# on 23 March 2027.
defaults := {"versions": ["1.32", "1.33", "1.34", "1.35", "1.36"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(eks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": version.path, "msg": msg, "is_open": false} if {
	some cluster in eks_clusters.all
	version := cluster.version
	some newer in parameters.versions
	eks_clusters.is_before(version.value, newer)
	not sprintf("%v", [version.value]) in parameters.versions
	msg := sprintf("%s: %s is %v, which AWS no longer supports%s; update it%s", [
		cluster.title,
		version.field,
		version.value,
		_consequence(version.value),
		_hint(version.value),
	])
}

# A cluster whose version is not written gets a recent one.
_offences contains {"path": version.path, "msg": msg, "is_open": true} if {
	some cluster in eks_clusters.all
	version := cluster.version
	_is_unclear(version)
	msg := sprintf("%s: whether AWS supports the version in %s is not known", [cluster.title, version.field])
}

_is_unclear(version) if not version.is_known

_is_unclear(version) if {
	version.value != null
	not eks_clusters.is_version(version.value)
}

_consequence(version) := " and where Pod Security admission is not on" if {
	is_string(version)
	eks_clusters.is_before(version, "1.23")
} else := ""

# YAML reads 1.30 without quotes as 1.3.
_hint(version) := ", and write the version in quotes" if {
	is_number(version)
} else := ""
