# METADATA
# title: IAM policies of roles must name the actions and resources that they allow
# description: |
#   A policy with s3:* or the resource * allows what its author never thought of, today and whenever AWS adds an action.
#   Whoever takes over one pod with such a role reads other people's data, or gives himself more rights by passing on a
#   role that has them.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: high
#   requirements: [IRSA-07]
#   match: [iam_documents]
#   remediation: List the actions that the program calls and the ARNs of the resources that it calls them on. Where AWS
#     knows no ARN for an action, use a statement of its own with Resource "*".
#   parameters:
#     unscoped_actions: {type: array, items: {type: string}, description: "Actions that may be allowed on all resources,
#       since AWS knows none for them or they only list. An asterisk stands for any letters."}
#     bounds: {type: array, items: {type: string}, description: "Condition keys that tell resources apart as their ARNs
#       do. An asterisk stands for any letters."}
package guiderail.irsa.least_privilege

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.iam_documents
import data.lib.guiderail.wide_grant

defaults := {
	"unscoped_actions": [
		"*:Describe*", "*:List*", "ce:Get*", "cloudwatch:Get*", "cloudwatch:PutMetricData", "ec2:Get*",
		"ec2messages:*", "ecr:GetAuthorizationToken", "ecr-public:GetAuthorizationToken",
		"eks-auth:AssumeRoleForPodIdentity", "health:Get*", "kms:GenerateRandom", "logs:GetQueryResults",
		"logs:StopQuery", "pricing:Get*", "shield:GetSubscriptionState", "ssmmessages:*", "sts:DecodeAuthorizationMessage",
		"sts:GetCallerIdentity", "sts:GetServiceBearerToken", "tag:Get*", "xray:Get*", "xray:Put*",
	],
	"bounds": [
		"aws:RequestTag/*", "aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceTag/*", "*:ResourceTag/*",
		"iam:AWSServiceName", "kms:GrantIsForAWSResource", "kms:ViaService", "s3:ResourceAccount",
	],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(iam_documents.of_kind("identity")) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": statement.path, "msg": msg, "is_open": false} if {
	some document in iam_documents.of_kind("identity")
	some statement in document.statements
	statement.effect == "Allow"
	some defect in wide_grant.defects(statement, document.statements, parameters)
	msg := sprintf("%s: %s", [document.title, defect])
}

_offences contains {"path": statement.path, "msg": msg, "is_open": true} if {
	some document in iam_documents.of_kind("identity")
	some statement in document.statements
	statement.effect != "Deny"
	wide_grant.is_open(statement, object.get(ctx.resource, "Resources", {}))
	msg := sprintf("%s: whether actions and resources are named is not known", [document.title])
}

_offences contains offence if some offence in iam_documents.unread("identity", "what it allows")
