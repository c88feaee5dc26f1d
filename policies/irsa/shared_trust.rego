# METADATA
# title: An IAM role must be made for one service account
# description: |
#   A role that several service accounts may assume needs the rights of all of them, so each has more than it needs, and
#   taking over one pod of any is enough to use them.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
# custom:
#   severity: medium
#   requirements: [IRSA-10]
#   match: [iam_roles]
#   remediation: Make a role for each service account, with only the rights that its pods need.
#   parameters:
#     shared_roles: {type: array, items: {type: string}, description: "Names of roles that several service accounts may
#       share, such as those of one application in several namespaces."}
package guiderail.irsa.shared_trust

import data.lib.guiderail.ctx
import data.lib.guiderail.shown_role

defaults := {"shared_roles": []}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if {
	some role in shown_role.file.roles
	count(role.tokens) > 0
}

applies if count(shown_role.file.associations) > 0

violation contains {"msg": msg, "details": {"path": path}} if {
	some role in shown_role.file.roles
	not role.name in parameters.shared_roles
	some [path, title, accounts] in _uses(role)
	count(accounts) > 1
	msg := sprintf("%s: ServiceAccount %s can all use this role; give each its own", [title, concat(", ", sort(accounts))])
}

# By the role's trust policy, and by associations.
_uses(role) := array.concat(trusted, associated) if {
	trusted := [[found.path, found.title, accounts] |
		some found in role.tokens
		accounts := {concat("/", account) | some account in shown_role.named_accounts(found)}
	]
	associations := [association | some association in shown_role.file.associations; role.id in association.roles]
	accounts := {sprintf("%v/%v", [association.namespace, association.account]) | some association in associations}
	associated := [[association.path, association.title, accounts] | some association in associations]
}
