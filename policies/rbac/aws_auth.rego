# METADATA
# title: IAM identities must enter the EKS cluster with few permissions
# description: |
#   The ConfigMap aws-auth decides as which user an IAM role or user enters the cluster. One line with
#   system:masters creates an administrator whom no RBAC rule can restrict, and an entry that is invalid
#   or never matches locks people and nodes out.
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

defaults := {"allowed_admins": []}

parameters := object.union(defaults, ctx.parameters)

applies if aws_auth.is_it

violation contains {"msg": msg, "details": {"path": ["data", field]}} if {
	some field, text in aws_auth.texts
	not aws_auth.is_template(text)
	msg := sprintf("data.%s %s", [field, aws_auth.text_defect(text)])
}

violation contains {"msg": msg, "details": {"path": ["data", entry.field]}} if {
	some entry in aws_auth.entries
	some defects in [aws_auth.arn_defects(entry), aws_auth.user_defects(entry), _group_defects(entry)]
	some defect in defects
	msg := sprintf("%s %s", [entry.title, defect])
}

violation contains {"msg": msg, "details": {"path": ["data", "mapAccounts"]}} if {
	some account in aws_auth.accounts
	what := sprintf("every IAM role and user of AWS account %v may enter the cluster", [account])
	msg := sprintf("%s; map only the roles that need to", [what])
}

unknown contains {"msg": msg, "details": {"path": ["data", field]}} if {
	some field, text in aws_auth.texts
	aws_auth.is_template(text)
	msg := sprintf("data.%s is still to be filled in", [field])
}

_group_defects(entry) := aws_auth.group_defects(entry) | {_master} if {
	is_array(entry.groups)
	"system:masters" in entry.groups
	not entry.arn in parameters.allowed_admins
} else := aws_auth.group_defects(entry)

_master := concat(" ", [
	"may do anything in the whole cluster, and nothing can restrict it;",
	"map it to a group of your own",
])
