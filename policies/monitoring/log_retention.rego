# METADATA
# title: EKS control plane logs must be kept long, under a KMS key of your own
# description: |
#   An attack is often noticed only months later, and what the log group no longer has cannot be investigated. The audit
#   log also shows who may do what, so that whoever reads it knows where to attack. With a KMS key of your own, reading
#   needs the permission to decrypt as well.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
# custom:
#   severity: medium
#   requirements: [MON-03]
#   match: [log_groups]
#   remediation: Make the log group /aws/eks/CLUSTER/cluster before the cluster, keep the logs for min_days or for ever,
#     and name a KMS key whose policy lets CloudWatch Logs use it.
#   parameters:
#     min_days: {type: integer, description: "For how many days at least logs have to be kept."}
#     require_kms: {type: boolean, description: "Whether the log group needs a KMS key of your own. eksctl cannot set
#       one, so this does not concern its configurations."}
package guiderail.monitoring.log_retention

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.log_groups

defaults := {"min_days": 90, "require_kms": true}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(log_groups.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": days.path, "msg": msg, "is_open": days.is_known == false} if {
	some group in log_groups.all
	days := group.days
	_may_be_short(days)
	msg := sprintf("%s: %s", [group.title, _said(days, _kept)])
}

_offences contains {"path": key.path, "msg": msg, "is_open": key.is_known == false} if {
	parameters.require_kms
	some group in log_groups.all
	key := group.has_key
	key.value == false
	msg := sprintf("%s: %s", [group.title, _said(key, "name a KMS key that encrypts the logs")])
}

_kept := sprintf("keep the logs for %d days or more", [parameters.min_days])

_may_be_short(days) if not days.is_known

# 0 stands for ever, as an absent field does.
_may_be_short(days) if {
	text := sprintf("%v", [days.value])
	regex.match(`^[1-9][0-9]*$`, text)
	to_number(text) < parameters.min_days
}

_said(fact, wanted) := sprintf("%s must %s", [fact.field, wanted]) if {
	fact.is_known
} else := sprintf("%s must %s, but its value is not known", [fact.field, wanted])
