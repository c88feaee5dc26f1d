# METADATA
# title: Roles must not have the broad managed policies of AWS
# description: |
#   AWS's policies for administrators and those named FullAccess allow every action on every resource of one service or
#   of all. A pod or node with such a role hands all of that to whoever takes it over.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: high
#   requirements: [IRSA-08]
#   match: [iam_attachments]
#   remediation: Attach a policy of your own with only the actions and resources that the role needs.
#   parameters:
#     policies: {type: array, items: {type: string}, description: "Names of managed policies of AWS that are too broad.
#       An asterisk stands for any letters."}
#     allowed: {type: array, items: {type: string}, description: "Exact names of managed policies of AWS that are
#       accepted all the same."}
package guiderail.irsa.broad_policies

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.iam
import data.lib.guiderail.iam_attachments

defaults := {
	"policies": ["AdministratorAccess*", "PowerUserAccess", "IAMFullAccess", "*FullAccess*", "SecretsManagerReadWrite"],
	"allowed": [],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(iam_attachments.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": attached.path, "msg": msg, "is_open": false} if {
	some attached in iam_attachments.all
	some [_, name] in regex.find_all_string_submatch_n(`^arn:.*:iam::aws:policy/(?:.*/)?([^/$]+)$`, attached.arn, -1)
	some pattern in parameters.policies
	iam.matches(pattern, name) == "yes"
	not name in parameters.allowed
	msg := sprintf("%s: %s allows far more than a role needs; attach a policy of your own", [attached.title, name])
}

_offences contains {"path": attached.path, "msg": msg, "is_open": true} if {
	some attached in iam_attachments.all
	regex.match(`^\$\{|:iam::aws:policy/.*\$\{`, attached.arn)
	msg := sprintf("%s: which policy is attached is not known", [attached.title])
}
