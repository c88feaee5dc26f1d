# METADATA
# title: The trust policy of an IAM role must fit the provider of its tokens
# description: |
#   A trust policy names the provider of a cluster, and asks in its conditions for tokens of the same issuer. Where the
#   two differ, no pod can assume the role, and people then tend to open it for everybody. A principal that stands for
#   everybody, or for a whole account, is a way in that needs no token at all.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   severity: high
#   requirements: [IRSA-04]
#   match: [iam_documents]
#   remediation: Name arn:aws:iam::ACCOUNT:oidc-provider/ISSUER as the principal, begin the condition keys with the same
#     ISSUER, without https://, and allow only sts:AssumeRoleWithWebIdentity. Give people roles of their own.
package guiderail.irsa.trust_provider

import data.lib.guiderail.finding
import data.lib.guiderail.iam_documents
import data.lib.guiderail.provider_defect
import data.lib.guiderail.web_identity

applies if count(web_identity.all) > 0

applies if count(provider_defect.open_doors) > 0

applies if count(_unread) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_unread := iam_documents.unread("trust", "whom it lets in")

_offences contains offence if some offence in _unread

_offences contains {"path": found.path, "msg": msg, "is_open": is_open} if {
	some found in web_identity.all
	is_open := provider_defect.is_to_be_filled_in(found)
	msg := sprintf("%s: nobody can assume the role with a token: %s", [found.title, provider_defect.of_token(found)])
}

_offences contains {"path": found.path, "msg": msg, "is_open": false} if {
	some found in web_identity.all
	not found.is_open
	actions := provider_defect.needless_actions(found.statement)
	count(actions) > 0
	what := concat(", ", actions)
	msg := sprintf("%s: %s is not for tokens; allow only sts:AssumeRoleWithWebIdentity", [found.title, what])
}

_offences contains {"path": door.path, "msg": msg, "is_open": false} if {
	some door in provider_defect.open_doors
	msg := sprintf("%s: %s can assume the role; name the principals one by one", [door.title, door.who])
}
