# METADATA
# title: Service accounts and the IAM roles that are made for them must match
# description: |
#   A service account names its role, and the role's trust policy names the account. Where the two do not agree, pods
#   start and every call of AWS is refused, or falls back to the role of the node. A role that trusts an account which
#   does not exist waits for whoever makes one of that name.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
# custom:
#   severity: medium
#   requirements: [IRSA-09]
#   match:
#     - iam_roles
#     - groups: [""]
#       kinds: [ServiceAccount]
#   limits:
#     gatekeeper: "Does not run in Gatekeeper: no cluster has the files that make its IAM roles."
#   remediation: Set the annotation eks.amazonaws.com/role-arn to the ARN of the role that is made for the service
#     account, and name the account in the role's trust policy as system:serviceaccount:NAMESPACE:NAME.
#   parameters:
#     known_service_accounts: {type: array, items: {type: string}, description: "Service accounts that are created
#       elsewhere, for example kube-system/aws-node."}
#     known_roles: {type: array, items: {type: string}, description: "Exact ARNs of roles that are made elsewhere."}
package guiderail.irsa.matching_role

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.role_account
import data.lib.guiderail.shown_role
import data.lib.guiderail.trusted_account

defaults := {"known_service_accounts": [], "known_roles": []}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if role_account.arn

applies if {
	artefact_type.under_review
	count(shown_role.file.roles) + count(shown_role.file.associations) > 0
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": role_account.path, "msg": msg, "is_open": defect.is_open} if {
	not role_account.arn in parameters.known_roles
	some defect in role_account.defects
	msg := sprintf("annotation %s %s", [role_account.key, defect.text])
}

_offences contains offence if {
	artefact_type.under_review
	some offence in trusted_account.offences
	not offence.account in parameters.known_service_accounts
}
