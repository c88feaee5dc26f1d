# METADATA
# title: People must use a second factor to reach a cluster through IAM
# description: |
#   Whoever has the access keys of a person can write a kubeconfig and log in to the cluster as that person. A
#   condition on MFA makes stolen keys worthless. Access keys tell nothing about MFA at all, so that a condition with
#   IfExists that allows, or one without it that denies, lets them pass. Programs have no second factor, and their roles
#   are not judged. Of a role that trusts an account it is not known who of that account may take it on, unless a
#   condition asks for MFA, for an external ID or for a role.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# custom:
#   severity: medium
#   requirements: [KUBECFG-07]
#   match: [iam_documents]
#   remediation: Allow the actions and sts:AssumeRole only where aws:MultiFactorAuthPresent is true, in a Bool
#     condition.
#   parameters:
#     actions: {type: array, items: {type: string}, description: "The actions that open clusters to the users and groups
#       that are allowed them."}
#     actions_of_people: {type: array, items: {type: string}, description: "The actions that nobody but people needs,
#       judged in every policy that names them and is not of a role."}
package guiderail.cluster.mfa

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.iam
import data.lib.guiderail.iam_documents

defaults := {
	"actions": ["eks:AccessKubernetesApi", "eks:AssociateAccessPolicy", "eks:CreateAccessEntry", "eks:DescribeCluster"],
	"actions_of_people": ["eks:AccessKubernetesApi"],
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_documents) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": statement.path, "msg": msg, "is_open": is_open} if {
	some document in _documents
	some statement in document.statements
	statement.effect != "Deny"
	some is_open in [false, true]
	uses := [use |
		some kind in _askable[document.kind]
		some use in _uses(kind, statement)
		_is_said(kind, _answer(document, statement, use), is_open)
	]
	count(uses) > 0
	actions := concat(", ", [use.title | some use in uses])
	msg := sprintf("%s; require aws:MultiFactorAuthPresent in a Bool condition", [_said(document.title, actions, is_open)])
}

_offences contains offence if some offence in iam_documents.unread("people", "whether it asks for MFA")

# Whom of an account its own policies let take on a role is not in the role's.
_is_said(kind, "yes", false) if kind != "account"

_is_said("account", "yes", true)

_is_said(_, "open", true)

_documents := [document |
	some document in iam_documents.all
	document.kind in {"identity", "people", "trust"}
	document.holder != "program"
]

_askable := {"identity": ["identity"], "people": ["people"], "trust": ["trust", "account"]}

# What a statement allows that people do: to go to a cluster, or to take on a role.
_uses("people", statement) := [_use(action, statement) | some action in parameters.actions]

_uses("identity", statement) := [_use(action, statement) |
	some action in parameters.actions_of_people
	some written in statement.action.values
	startswith(lower(written), "eks:")
	iam.matches(lower(written), lower(action)) == "yes"
]

_uses("trust", statement) := [{"title": sprintf("sts:AssumeRole by %s", [user.id]), "requests": [request]} |
	some user in statement.principal.values
	regex.match(`:user/`, user.id)
	request := {"action": "sts:AssumeRole", "principal": user}
]

_uses("account", statement) := [{"title": title, "requests": [request]} |
	not _is_for_programs(statement)
	some principal in statement.principal.values
	principal.type == "AWS"
	regex.match(_account_form, principal.id)
	account := regex.replace(principal.id, `^arn:.*:iam::|:root$`, "")
	title := sprintf("sts:AssumeRole by every user of account %s", [account])
	user := sprintf("arn:aws:iam::%s:user/any", [account])
	request := {"action": "sts:AssumeRole", "principal": {"type": "AWS", "id": user}}
]

_account_form := `^(arn:.*:iam::([0-9]{12}|\$\{[^}]*\}):root|[0-9]{12}|\$\{[^}]*(?i:account_?id)\})$`

# What only programs, or those who are somebody in another place, can meet.
_is_for_programs(statement) if {
	some condition in statement.conditions
	regex.match(`(?i)^(sts:externalid|aws:source(arn|account))$`, condition.key)
	iam.holds(condition, {}) == "no"
}

_is_for_programs(statement) if {
	some condition in statement.conditions
	regex.match(`(?i)^aws:(principalarn|userid)$`, condition.key)
	iam.holds(condition, {}) == "no"
	every value in condition.values {
		regex.match(`^AROA|:(assumed-)?role/`, value)
	}
}

_use(action, statement) := {"title": action, "requests": [request |
	some resource in array.concat(statement.resource.values, ["any" | not statement.resource.is_written])
	request := {"action": action, "resource": replace(resource, "*", "any")}
]}

# A session without MFA says so, and access keys say nothing.
_answer(document, statement, use) := iam.any_of({iam.decide(about, object.union(request, {"context": context})) |
	some request in use.requests
	some context in [{}, {"aws:multifactorauthpresent": ["false"]}]
}) if {
	about := array.concat(_about_mfa(statement), [denial |
		some other in document.statements
		other.effect == "Deny"
		some denial in _about_mfa(other)
	])
}

# Other conditions hold where they let somebody in, and not where they keep somebody out.
_about_mfa(statement) := [object.union(statement, {"conditions": about}) |
	about := [condition | some condition in statement.conditions; _is_about_mfa(condition)]
	_is_asked(statement.effect, count(statement.conditions) - count(about))
]

_is_about_mfa(condition) if startswith(lower(condition.key), "aws:multifactorauth")

_is_about_mfa(condition) if iam.is_open(condition.key)

_is_asked(effect, _) if effect != "Deny"

_is_asked(_, 0) := true

_said(title, actions, false) := sprintf("%s allows %s without MFA", [title, actions])

_said(title, actions, true) := sprintf("%s: whether it allows %s without MFA is not known", [title, actions])
