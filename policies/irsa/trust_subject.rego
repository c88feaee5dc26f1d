# METADATA
# title: An IAM role's trust policy must name the service accounts that may assume it
# description: |
#   Every service account of a cluster has a token of the cluster's provider. Only the condition on the claim sub
#   decides which of them may assume a role. Without it, or with a wildcard in it, other pods of the cluster have the
#   permissions of the role too, and so does anyone who may create such a pod.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: critical
#   requirements: [IRSA-02]
#   match: [iam_documents]
#   remediation: Give each statement with sts:AssumeRoleWithWebIdentity a condition StringEquals on the issuer's sub
#     with system:serviceaccount:NAMESPACE:NAME of each service account that uses the role.
package guiderail.irsa.trust_subject

import data.lib.guiderail.finding
import data.lib.guiderail.iam_documents
import data.lib.guiderail.web_identity

applies if count(web_identity.all) > 0

applies if count(_unread) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_unread := iam_documents.unread("trust", "which service accounts can assume the role")

_offences contains offence if some offence in _unread

_offences contains {"path": found.path, "msg": msg, "is_open": is_open} if {
	some found in web_identity.all
	witness := web_identity.witness(found.accepted.sub, web_identity.named(found, "sub"))
	is_open := count([open | some open in [found.is_open, witness.answer == "open"]; open]) > 0
	who := {true: "a token without sub", false: witness.text}[witness.text == ""]
	msg := sprintf("%s: %s", [found.title, _how(is_open, who, found.name)])
}

_how(true, who, _) := sprintf("whether %s can assume the role is not known", [who])

_how(false, who, issuer) := sprintf("%s can assume the role; %s %s:sub", [who, advice, issuer]) if {
	advice := "name each service account in a StringEquals condition on"
}
