# METADATA
# title: An EKS cluster must keep the logs of its control plane
# description: |
#   EKS keeps none of its control plane's logs by default. Without the audit log nobody can tell afterwards
#   who read a Secret or changed a role, and the authenticator's log is the only one that shows which IAM
#   identity logged in as which user.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
# custom:
#   severity: high
#   requirements: [MON-01]
#   match: [eks_clusters]
#   remediation: Have the cluster send the log types api, audit and authenticator to CloudWatch.
#   parameters:
#     log_types: {type: array, items: {type: string}, description: "The types of logs that have to be kept."}
package guiderail.monitoring.control_plane_logs

import data.lib.guiderail.ctx
import data.lib.guiderail.eks_clusters
import data.lib.guiderail.finding

defaults := {"log_types": ["api", "audit", "authenticator"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(eks_clusters.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": cluster.logs.path, "msg": msg, "is_open": cluster.logs.is_known == false} if {
	some cluster in eks_clusters.all
	kept := cluster.logs.value
	missing := [type | some type in parameters.log_types; not type in kept]
	count(missing) > 0
	msg := sprintf("%s: %s", [cluster.title, _how(cluster.logs, missing)])
}

_how(logs, missing) := sprintf("%s must have the log types that are missing: %s", [logs.field, types]) if {
	logs.is_known
	types := concat(", ", missing)
} else := sprintf("whether %s has the logs that must be kept is not known", [logs.field])
