# METADATA
# title: Who may assume IAM roles with tokens of clusters
# description: |
#   The statements of trust policies that let service accounts assume a role with a token of their cluster, and what of
#   a token they ask for. To find that, tokens of any account are tried, and those that the statements speak of.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
package lib.guiderail.web_identity

import data.lib.guiderail.iam
import data.lib.guiderail.iam_documents
import data.lib.guiderail.resources

# METADATA
# description: |
#   The statements, one for each provider of tokens in them: `title`, `path`, `provider`, `issuer`, its `name` for
#   messages, `statement`, `statements` (that one and those of the same policy that deny), `asked` (the same, to ask
#   about tokens), `is_open` where nobody can tell whether the issuer is a cluster, and `accepted`: for each claim (sub
#   and aud) its values with which tokens are accepted, each with the answer of `iam`. Of these "" stands for a token
#   without the claim. Conditions on anything else than tokens may hold.
all := [object.union(found, {"accepted": {claim: _accepted(found, claim) | some claim in ["sub", "aud"]}}) |
	some found in _found
]

_found := [found |
	some document in iam_documents.of_kind("trust")
	some statement in document.statements
	statement.effect != "Deny"
	some provider in _providers(statement)
	decision := iam.decide([object.union(statement, {"conditions": []})], _request(provider))
	decision != "no"
	issuer := _issuer(provider)
	cluster := _is_cluster(issuer, statement)
	cluster != "no"
	found := {
		"title": document.title, "path": statement.path, "provider": provider, "issuer": issuer, "statement": statement,
		"name": {true: "<issuer>", false: issuer}[issuer == provider],
		"is_open": cluster == "open",
		"statements": array.concat([statement], _denials(document)),
		"asked": array.concat([object.union(statement, _settled[decision])], _denials(document)),
	}
]

_denials(document) := [statement | some statement in document.statements; statement.effect == "Deny"]

# That a statement is for the action and the principal need not be asked again for each token.
_settled := {"yes": {"action": _any, "principal": _any}, "open": {}}

_any := {"is_written": false, "is_not": false, "values": []}

_request(provider) := {
	"action": "sts:AssumeRoleWithWebIdentity", "principal": {"type": "Federated", "id": provider},
}

_providers(statement) := {id |
	not statement.principal.is_not
	some principal in statement.principal.values
	_is_federated(principal.type)
	id := principal.id
	_ := _issuer(id)
}

_is_federated("Federated")

_is_federated(type) if iam.is_open(type)

_issuer(provider) := issuer if {
	[_, issuer] := split(provider, ":oidc-provider/")
} else := provider if iam.is_open(provider)

# Providers of tokens that are no clusters.
_others := {
	"accounts.google.com", "agent.buildkite.com", "api.pulumi.com", "app.terraform.io", "bitbucket.org", "gitlab.com",
	"oidc.circleci.com", "oidc.codefresh.io", "oidc.vercel.com", "scalr.io", "sts.windows.net",
	"token.actions.githubusercontent.com", "api.bitbucket.org", "login.microsoftonline.com", "spacelift.io",
}

_is_cluster(issuer, statement) := "yes" if {
	regex.match(`^oidc[.-]eks\.`, issuer)
} else := "yes" if {
	_names_cluster(issuer)
} else := "yes" if {
	some text in _texts(issuer, statement, "sub")
	regex.match(`^system:`, text)
} else := "no" if {
	split(issuer, "/")[0] in _others
} else := "no" if {
	some text in _texts(issuer, statement, "sub")
	regex.match(`^[a-zA-Z]+[:/|_]`, text)
} else := "open" if {
	iam.is_open(issuer)
} else := "yes"

# An expression of Terraform may name the cluster, or the provider of its tokens.
_names_cluster(issuer) if regex.match(`\$\{[^}]*\baws_eks_cluster\.`, issuer)

_names_cluster(issuer) if {
	some [_, name] in regex.find_all_string_submatch_n(`\$\{aws_iam_openid_connect_provider\.([\w-]+)`, issuer, 1)
	some provider in resources.of_type("aws_iam_openid_connect_provider")
	provider.name == name
	url := object.get(provider.values, "url", null)
	is_string(url)
	contains(url, "aws_eks_cluster.")
}

_texts(issuer, statement, claim) := {text |
	some condition in statement.conditions
	_claim(condition.key, issuer) == claim
	some text in condition.values
}

_accepted(found, claim) := {value: answer |
	statements := _about(found.asked, found.issuer, {"sub", "aud"} - {claim})
	some value in _candidates(found, claim)
	asked := object.union(_request(found.provider), {"context": {claim: [value | value != ""]}})
	decision := iam.decide(statements, asked)
	decision != "no"
	answer := _certain(claim, value, decision)
}

# An audience that is not known may be the wanted one.
_certain(claim, value, decision) := "open" if {
	claim == "aud"
	iam.is_open(value)
} else := decision

# METADATA
# description: |
#   The texts that are named for a claim in full: no others are let in, or all others are denied.
named(found, claim) := {text |
	some statement in found.statements
	some condition in statement.conditions
	_claim(condition.key, found.issuer) == claim
	some text in condition.values
	_is_name(statement.effect, condition.operator, text)
}

_is_name(effect, operator, text) if {
	is_not := {true: "Not", false: ""}[effect == "Deny"]
	regex.match(sprintf(`^(For(Any|All)Values?:)?String%s(Equals|Like)`, [is_not]), operator)
	not _is_pattern(operator, text)
}

_is_pattern(operator, text) if {
	contains(operator, "Like")
	regex.match(`[*?]`, text)
}

# METADATA
# description: |
#   Of the accepted values of a claim that are not wanted the one that tells most: `text`, and its `answer`.
witness(accepted_values, wanted) := {"text": text, "answer": answer} if {
	unwanted := object.remove(accepted_values, wanted)
	count(unwanted) > 0
	answer := iam.any_of({given | some given in unwanted})
	likeliest := sort([value | some value, given in unwanted; given == answer])
	first := [value | some value in likeliest; some likely in [_any_account, "any"]; value == likely]
	others := [value | some value in likeliest; value != ""]
	text := array.concat(array.concat(first, others), [""])[0]
}

_candidates(found, "aud") := {"any", ""} | {_instance(text) | some text in _all_texts(found, "aud")}

_candidates(found, "sub") := ({_any_account, ""} | accounts) | spread if {
	texts := _all_texts(found, "sub")
	accounts := {_instance(text) | some text in texts; is_account(_instance(text))}
	spread := {account |
		some group in _together(found, texts)
		parts := [split(_instance(text), ":") | some text in group]
		some namespace in ({"any"} | {part | some words in parts; part := words[2]})
		some name in ({"any"} | {part | some words in parts; part := words[count(words) - 1]})
		account := sprintf("system:serviceaccount:%s:%s", [namespace, name])
		is_account(account)
	}
}

# The texts that make up accounts: each with wildcards by itself, or all, where several conditions must be met at once.
_together(found, texts) := [{text} | some text in wild] if {
	wild := {text | some text in texts; regex.match(`[*?]`, text)}
	count(wild) * (_conditions_on_sub(found) - 1) == 0
} else := [texts]

_conditions_on_sub(found) := count([condition |
	some statement in found.statements
	some condition in statement.conditions
	_claim(condition.key, found.issuer) == "sub"
])

_any_account := "system:serviceaccount:any:any"

# METADATA
# description: Whether a text is a claim sub as a cluster writes it, or may be one.
is_account(text) if regex.match(`^system:serviceaccount:[a-z0-9-]+:[a-z0-9.-]+$`, regex.replace(text, `\$\{[^}]*\}`, "a"))

_all_texts(found, claim) := {text |
	some statement in found.statements
	some text in _texts(found.issuer, statement, claim)
}

_instance(text) := regex.replace(regex.replace(text, `\*+`, "any"), `\?`, "a")

# METADATA
# description: |
#   Whether a token with these claims (sub and aud, each with its values) is accepted. Conditions on anything else may
#   hold.
admission(found, claims) := iam.all_of({certain, decision}) if {
	certain := {true: "open", false: "yes"}[found.is_open]
	asked := object.union(_request(found.provider), {"context": claims})
	decision := iam.decide(_about(found.asked, found.issuer, set()), asked)
}

# METADATA
# description: Whether a token is accepted only under conditions on something else than itself.
is_conditional(found) if {
	some condition in found.statement.conditions
	not _claim(condition.key, found.issuer) in {"sub", "aud"}
}

# METADATA
# description: The audiences that are named for tokens.
audiences(found) := _all_texts(found, "aud")

# What is asked of a token. Conditions on the claims that are left out, on the caller and the like are taken to hold
# where they let a token pass, and not to where they keep it out.
_about(statements, issuer, left_out) := [object.union(statement, {"conditions": conditions}) |
	some statement in statements
	about := [object.union(condition, {"key": key}) |
		some condition in statement.conditions
		key := _claim(condition.key, issuer)
	]
	conditions := [condition | some condition in about; _is_kept(condition.key, left_out)]
	_is_asked(statement, count(about) - count(conditions))
]

_is_asked(statement, _) if statement.effect != "Deny"

_is_asked(_, missing) if missing == 0

_is_kept(key, left_out) if {
	not regex.match(`(?i)^(aws|sts):`, key)
	not key in left_out
}

# The claim that a condition key stands for, or the key itself if it is of nothing in a token of the issuer.
_claim(key, issuer) := [claim | some claim in ["sub", "aud"]; endswith(lower(key), concat("", [":", claim]))][0] if {
	is_of_issuer(substring(key, 0, max([0, count(key) - 4])), issuer)
} else := key

# METADATA
# description: Whether a condition key begins with the issuer. What is not known of either is taken to be right.
is_of_issuer(written, issuer) if {
	not startswith(lower(written), "https://")
	some is_right in [
		lower(written) == lower(issuer),
		iam.matches(lower(written), lower(issuer)) == "open",
		iam.matches(lower(issuer), lower(written)) == "open",
		_are_open(written, issuer),
	]
	is_right
}

_are_open(written, issuer) := count({text | some text in [written, issuer]; iam.is_open(text)}) == 2
