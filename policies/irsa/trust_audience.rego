# METADATA
# title: The trust policy of an IAM role must ask for tokens that are meant for AWS
# description: |
#   A cluster makes tokens of service accounts for many recipients: its own API server, Vault, a registry. The claim aud
#   tells for whom. Where a trust policy does not ask for it, each of those recipients can pass on the token that it was
#   given and assume the role in the name of the service account.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: high
#   requirements: [IRSA-03]
#   match: [iam_documents]
#   remediation: Give each statement with sts:AssumeRoleWithWebIdentity a condition StringEquals on the issuer's aud
#     with sts.amazonaws.com.
#   parameters:
#     audiences: {type: array, items: {type: string}, description: "The audiences that tokens for AWS may have."}
package guiderail.irsa.trust_audience

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.iam_documents
import data.lib.guiderail.web_identity

defaults := {"audiences": ["sts.amazonaws.com"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(web_identity.all) > 0

applies if count(_unread) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_unread := iam_documents.unread("trust", "for whom tokens must be meant")

_offences contains offence if some offence in _unread

_offences contains {"path": found.path, "msg": msg, "is_open": is_open} if {
	some found in web_identity.all
	witness := web_identity.witness(found.accepted.aud, {audience | some audience in parameters.audiences})
	is_open := count([open | some open in [found.is_open, witness.answer == "open"]; open]) > 0
	msg := sprintf("%s: %s", [found.title, _how(is_open, witness.text, found.name)])
}

_how(true, _, _) := "whether a token must be meant for AWS is not known"

_how(false, "any", issuer) := sprintf("a token for any audience can assume the role; %s", [_advice(issuer)])

_how(false, "", issuer) := sprintf("a token without aud can assume the role; %s", [_advice(issuer)])

_how(false, audience, issuer) := sprintf("a token for %s can assume the role; %s", [audience, _advice(issuer)]) if {
	not audience in {"any", ""}
}

_advice(issuer) := sprintf("ask for %s in a StringEquals condition on %s:aud", [wanted, issuer]) if {
	wanted := concat(" or ", parameters.audiences)
}
