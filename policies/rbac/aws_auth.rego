# METADATA
# title: IAM identities must enter the EKS cluster with few permissions
# description: |
#   The ConfigMap aws-auth decides as which user an IAM role or user enters the cluster. One line with system:masters
#   creates an administrator whom no RBAC rule can restrict, and an entry that is invalid or never matches locks people
#   and nodes out.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: critical
#   requirements: [RBAC-15]
#   match: [{groups: [""], kinds: [ConfigMap]}]
#   namespaces: [kube-system]
#   remediation: Map each IAM role to a group of your own and bind that group to a role with only the permissions that
#     it needs, or better, use access entries instead of aws-auth. Give the node groups only to the IAM roles of nodes.
#   parameters:
#     allowed_admins: {type: array, items: {type: string}, description: "ARNs of the IAM roles and users that may be in
#       system:masters."}
package guiderail.rbac.aws_auth

import data.lib.guiderail.aws_auth
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"allowed_admins": []}

parameters := object.union(defaults, ctx.parameters)

applies if aws_auth.is_it

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains defect if some defect in aws_auth.defects

_offences contains {"path": ["data", entry.field], "msg": msg, "is_open": false} if {
	some entry in aws_auth.entries
	is_array(entry.groups)
	"system:masters" in entry.groups
	not entry.arn in parameters.allowed_admins
	what := sprintf("%s can do anything in the whole cluster, and nothing can restrict it", [entry.title])
	msg := sprintf("%s; map it to your own group", [what])
}

_offences contains {"path": ["data", "mapAccounts"], "msg": msg, "is_open": false} if {
	some account in aws_auth.accounts
	what := sprintf("every IAM role and user of AWS account %v can access the cluster", [account])
	msg := sprintf("%s; map only the roles that need access", [what])
}
