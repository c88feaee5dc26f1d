# METADATA
# title: Whether the role that a service account names is the one that is made for it
# description: |
#   What is wrong between the annotation of the service account under review and the roles of the run. Without roles of
#   workloads in the run there is nothing to compare with.
package lib.guiderail.role_account

import data.lib.guiderail.ctx
import data.lib.guiderail.given_roles
import data.lib.guiderail.iam
import data.lib.guiderail.placeholder
import data.lib.guiderail.shown_role
import data.lib.guiderail.web_identity

# METADATA
# description: The annotation by which a service account names its role.
key := "eks.amazonaws.com/role-arn"

# METADATA
# description: The path to it.
path := ["metadata", "annotations", key]

# METADATA
# description: The ARN that the account under review names, if it is one.
arn := written if {
	ctx.kind == "ServiceAccount"
	ctx.group == ""
	written := ctx.resource.metadata.annotations[key]
	shown_role.is_arn(written)
	not placeholder.is_in(written)
}

# METADATA
# scope: document
# description: What is wrong with the annotation, each as `text` and `is_open`.
defects contains _absence if count(_candidates) == 0

defects contains {"is_open": true, "text": text} if {
	count(_candidates) > 0
	count(_certain) + count(_admitting) == 0
	text := sprintf("names role %s; whether that is one of the given files is not known", [_name])
}

defects contains {"is_open": is_open, "text": text} if {
	count(_admitting) == 0
	some role in _certain
	is_open := _answer(role) == "open"
	text := {true: _doubt(role), false: _refusal(role)}[is_open]
}

# A role has one name in an account whatever its path, but its ARN contains the path.
defects contains {"is_open": false, "text": text} if {
	folder := regex.replace(arn, `^[^/]*(/|/.*/)[^/]*$`, "$1")
	some role in _admitting
	role.folder != "/"
	role.folder != folder
	not iam.is_open(role.folder)
	shown_role.is_named(role, arn) == "yes"
	texts := [folder, role.title, role.folder]
	text := sprintf("names a role with the path %s, and %s has the path %s; correct the ARN", texts)
}

_name := shown_role.name_of(arn)

_candidates := given_roles.named(arn)

_certain := [role | some role in _candidates; shown_role.is_named(role, arn) == "yes"]

_admitting := [role | some role in _candidates; _answer(role) == "yes"]

# An account without a namespace may be in any of those that the role trusts.
_namespaces(role) := {ctx.namespace} if {
	ctx.namespace
} else := {"default"} | {named[0] | some found in role.tokens; some named in shown_role.named_accounts(found)}

_answer(role) := iam.any_of({shown_role.admits(role, [namespace, ctx.name], _audiences, given_roles.issuers) |
	some namespace in _namespaces(role)
})

_audiences := shown_role.audiences_of(ctx.resource.metadata.annotations)

_subject := sprintf("system:serviceaccount:%s:%s", [ctx.namespace_or_default, ctx.name])

_doubt(role) := sprintf("names %s, and whether that lets %s assume it is not known", [role.title, _subject])

_refusal(role) := sprintf("names %s, which trusts no service account; give it a trust policy for %s", texts) if {
	count(role.tokens) + count(role.accounts) == 0
	texts := [role.title, _subject]
} else := concat(" ", ["names", sprintf("%s,", [role.title]), _foreign]) if {
	_would(role, _audiences, set()) == "yes"
} else := sprintf("names %s, which does not trust tokens for audience %s; correct its trust policy", texts) if {
	asked := [audience | some found in role.tokens; some audience in web_identity.audiences(found)]
	_would(role, asked, given_roles.issuers) != "no"
	texts := [role.title, _audiences[0]]
} else := sprintf("names %s, which does not let %s assume it%s", [role.title, _subject, _instead(role)])

_foreign := "which trusts only tokens of issuers that no given cluster has; correct its provider"

_would(role, audiences, issuers) := iam.any_of({shown_role.admits(role, [namespace, ctx.name], audiences, issuers) |
	some namespace in _namespaces(role)
})

_instead(role) := sprintf("; it trusts %s", [concat(", ", sort(named))]) if {
	tokens := {sprintf("system:serviceaccount:%s:%s", account) |
		some found in role.tokens
		some account in shown_role.named_accounts(found)
	}
	named := tokens | {account | some account in role.accounts}
	count(named) > 0
} else := "; correct its trust policy"

# A role that trusts just this account is the one that is meant. Otherwise the roles of the same account of AWS are
# taken for all that there are, and nobody can tell where that account is not known.
_absence := {"is_open": false, "text": text} if {
	made := [role | some role in _made_for_it; not iam.is_open(role.name)]
	count(made) > 0
	texts := [_name, made[0].title, made[0].name]
	text := sprintf("names role %s, but %s, which trusts this service account, is called %s", texts)
} else := {"is_open": true, "text": text} if {
	count([role | some role in _here; role.arn == ""]) > 0
	text := sprintf("names role %s, which is not among the roles that the given files make", [_name])
} else := {"is_open": false, "text": text} if {
	count(_here) > 0
	texts := [_name, shown_role.account_of(arn)]
	text := sprintf("names role %s, which is not among the given roles of account %s; correct the ARN", texts)
}

_here := [role | some role in given_roles.of_workloads; not _is_elsewhere(role)]

_made_for_it := [role |
	some role in given_roles.roles
	not _is_elsewhere(role)
	some found in role.tokens
	[ctx.namespace_or_default, ctx.name] in shown_role.named_accounts(found)
]

_is_elsewhere(role) if {
	role.arn != ""
	shown_role.account_of(role.arn) != shown_role.account_of(arn)
}
