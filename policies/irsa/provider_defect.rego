# METADATA
# title: What does not fit together in the trust policies of clusters
# description: |
#   Statements that nobody can use, since the provider, the condition keys and the values in them do not belong
#   together, and statements that let in others than service accounts.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
package lib.guiderail.provider_defect

import data.lib.guiderail.ctx
import data.lib.guiderail.iam
import data.lib.guiderail.iam_documents
import data.lib.guiderail.placeholder
import data.lib.guiderail.web_identity

# METADATA
# description: |
#   What is wrong with a statement of `web_identity`, the first that keeps everybody out: a text; undefined if
#   somebody can use it.
of_token(found) := sprintf("provider %s has no ARN like %s", [found.provider, _form]) if {
	not iam.is_open(found.provider)
	not regex.match(`^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[^/:]+(/[^:]*)?$`, found.provider)
} else := sprintf("provider %s is of another account than the role", [found.provider]) if {
	not iam.is_open(found.provider)
	_role_account != split(found.provider, ":")[4]
} else := sprintf("condition key %s never matches; begin it with %s:", [_strange_keys(found)[0], found.issuer]) if {
	_is_vain(found)
	count(_strange_keys(found)) > 0
} else := "no service account has a token that meets the conditions" if {
	_is_vain(found)
}

_form := "arn:aws:iam::<account>:oidc-provider/<issuer>"

_role_account := split(ctx.resource.Role.Arn, ":")[4] if is_string(ctx.resource.Role.Arn)

# Nobody can use a statement if it takes no value of one of the claims.
_is_vain(found) if {
	some accepted in found.accepted
	count(accepted) == 0
}

# METADATA
# description: Whether a part of a statement is still to be filled in by somebody, other than by a template.
is_to_be_filled_in(found) := true in {placeholder.is_in(text) |
	some written in array.concat([found.provider], _texts_of(found.statement.conditions))
	text := regex.replace(written, `\$\{[^}]*\}`, "")
}

_texts_of(conditions) := [text |
	some condition in conditions
	some text in array.concat([condition.key], condition.values)
]

# METADATA
# description: The actions of a statement that nobody needs who comes with a token.
needless_actions(statement) := ["NotAction"] if {
	statement.action.is_not
} else := [action |
	some action in statement.action.values
	not iam.is_open(action)
	not lower(action) in {"sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity"}
]

# METADATA
# description: |
#   The statements of trust policies that let in more than those whom they name: `title`, `path` and `who`. A whole
#   account is too much only beside service accounts.
open_doors := [door |
	some document in iam_documents.of_kind("trust")
	some statement in document.statements
	statement.effect == "Allow"
	who := _who(document, statement)
	door := {"title": document.title, "path": statement.path, "who": who}
]

_who(document, statement) := "everybody in AWS" if {
	_is_everybody(statement.principal)
	not _is_bounded(statement)
} else := sprintf("everybody in account %s whose policies allow it", [_accounts(statement)[0]]) if {
	count(_accounts(statement)) > 0
	document.title in _titles
}

_titles contains found.title if some found in web_identity.all

_accounts(statement) := [account |
	some principal in statement.principal.values
	principal.type == "AWS"
	regex.match(_account_form, principal.id)
	account := regex.replace(principal.id, `^arn:.*:iam::|:root$`, "")
]

# The keys of claims that are not of the issuer.
# An expression alone may be any principal, unless its name says that it is an account.
_account_form := `^((arn:.*:iam::)?[0-9]{12}(:root)?|arn:.*:iam::\$\{[^}]*\}(:root)?|\$\{[^}]*(?i:account_?id)\})$`

_strange_keys(found) := [condition.key |
	issuer := found.issuer
	some condition in found.statement.conditions
	regex.match(`(?i):(sub|aud)$`, condition.key)
	not web_identity.is_of_issuer(regex.replace(condition.key, `:\w+$`, ""), issuer)
]

_is_everybody(principal) if principal.is_not

_is_everybody(principal) if {
	some named in principal.values
	named.id == "*"
}

# Nobody meets such a condition without being named in it.
_is_bounded(statement) if {
	some condition in statement.conditions
	regex.match(`(?i)^(aws:(principal|source)(arn|account|orgid|orgpaths)|aws:userid|sts:externalid)$`, condition.key)
	iam.holds(condition, {}) == "no"
}
