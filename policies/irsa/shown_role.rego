# METADATA
# title: IAM roles and the service accounts that get them
# description: |
#   The roles under review with their trust policies, which service accounts they let in, and what they are allowed.
package lib.guiderail.shown_role

import data.lib.guiderail.iam
import data.lib.guiderail.iam_documents
import data.lib.guiderail.iam_roles
import data.lib.guiderail.pod_identity
import data.lib.guiderail.web_identity

# METADATA
# description: |
#   What the file under review shows: `associations`, `accounts`, `charts`, `issuers` and `printed` as `iam_roles` has
#   them, and its `roles` with `tokens` (those of `web_identity`), `statements` of the trust policy, and `is_open` where
#   that is not known.
file := {
	"roles": [_with_trust(role) | some role in iam_roles.all],
	"associations": iam_roles.associations,
	"accounts": iam_roles.accounts,
	"charts": iam_roles.charts,
	"issuers": iam_roles.issuers,
	"printed": iam_roles.printed,
}

_with_trust(role) := object.union(role, {
	"tokens": [web_identity.all[i] | some i in _places(_tokens, role.trusts)],
	"statements": [statement | some document in documents; some statement in document.statements],
	"is_open": is_open,
}) if {
	documents := [_trusts[i] | some i in _places(_documents, role.trusts)]
	known := [document | some document in documents; document.is_known]
	is_open := (count(known) + count(role.accounts)) == 0
}

_trusts := iam_documents.of_kind("trust")

# Where those of a title are in their lists.
_tokens[found.title] contains i if some i, found in web_identity.all

_documents[document.title] contains i if some i, document in _trusts

_places(by_title, titles) := {i | some title in titles; some i in object.get(by_title, title, set())}

# METADATA
# description: The AWS account in an ARN.
account_of(arn) := split(arn, ":")[4]

# METADATA
# description: The name of the role in an ARN.
name_of(arn) := parts[count(parts) - 1] if parts := split(arn, "/")

# METADATA
# description: Whether an ARN names a role (yes, no or open), whatever its path.
is_named(role, arn) := "no" if {
	role.arn != ""
	account_of(role.arn) != account_of(arn)
} else := iam.matches(role.name, name_of(arn))

# METADATA
# scope: document
# description: Whether a role belongs to workloads of a cluster, as far as its trust policy is known.
is_of_workloads(role) if count(role.tokens) + count(role.accounts) > 0

is_of_workloads(role) if {
	not role.is_open
	pod_identity.admission(role.statements, "any", "any") != "no"
}

# METADATA
# description: |
#   Whether a role lets a service account, given as namespace and name, assume it with a token for one of some
#   audiences.
admits(role, account, audiences, given_issuers) := "yes" if {
	concat("/", account) in role.accounts
} else := iam.any_of({answer | some answer in array.concat(answers, unread)}) if {
	subject := concat(":", array.concat(["system", "serviceaccount"], account))
	answers := [web_identity.admission(found, {"sub": [subject], "aud": [audience]}) |
		some found in role.tokens
		is_issued(found, given_issuers)
		some audience in audiences
	]
	unread := ["open" | role.is_open]
}

# METADATA
# scope: document
# description: Whether the tokens of a statement may be of one of the given clusters.
is_issued(_, given_issuers) if count(given_issuers) == 0

is_issued(found, given_issuers) if {
	some issuer in given_issuers
	web_identity.is_of_issuer(issuer, found.issuer)
}

# METADATA
# description: Whether a role is given to the pods of an account by an association.
serves(role, namespace, account) := "yes" if {
	sprintf("%v/%v", [namespace, account]) in role.accounts
} else := "open" if {
	role.is_open
} else := pod_identity.admission(role.statements, namespace, account)

# METADATA
# description: |
#   The accounts, as [namespace, name], that a statement on tokens names in full.
named_accounts(found) := {array.slice(parts, 2, 4) |
	some text in web_identity.named(found, "sub")
	web_identity.is_account(text)
	parts := split(text, ":")
	count(parts) == 4
}

# METADATA
# description: |
#   What a role is allowed, each with a `title`: `statements`, or nothing where these are not known. What AWS publishes
#   under the two best known names is known.
grants(role) := array.concat(array.concat(own, attached), unshown) if {
	own := [_grant(document) | some document in role.policies]
	attached := [_managed(policy) | some policy in role.attached]
	unshown := [{"title": sprintf("the policies of %s", [role.title])} | not role.is_shown]
}

_grant(document) := object.filter(document, ["title", "path", "file", "statements"]) if {
	document.is_known
} else := object.filter(document, ["title", "path", "file"])

_managed(policy) := {"title": name, "path": policy.path, "statements": _statements[name]} if {
	name := _aws_name(policy.arn)
	_statements[name]
} else := {"title": policy_name(policy), "path": policy.path}

_aws_name(arn) := name if {
	[[_, name]] := regex.find_all_string_submatch_n(`^arn:[^:]*:iam::aws:policy/(?:.*/)?([^/]+)$`, arn, 1)
}

# METADATA
# description: How a message names a policy that is attached by its ARN.
policy_name(policy) := _aws_name(policy.arn) if {
	not iam.is_open(policy.arn)
} else := policy.arn if {
	not iam.is_open(policy.arn)
} else := policy.title

_statements := {
	"AdministratorAccess": [_allow("Allow", {"is_not": false, "values": ["*"]})],
	"PowerUserAccess": [
		_allow("Allow", {"is_not": true, "values": ["iam:*", "organizations:*", "account:*"]}),
		_allow("Allow", {
			"is_not": false,
			"values": ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles"],
		}),
		# Which of these are allowed differs from version to version.
		_allow("${unknown}", {"is_not": false, "values": ["account:Get*", "account:List*", "organizations:Describe*"]}),
	],
}

_allow(effect, action) := {
	"path": [],
	"effect": effect,
	"action": object.union(action, {"is_written": true}),
	"resource": {"is_written": true, "is_not": false, "values": ["*"]},
	"principal": {"is_written": false, "is_not": false, "values": []},
	"conditions": [],
}

# METADATA
# description: |
#   What of all AWS or of all of a service a role may do with every resource, as texts for messages. Statements that
#   deny count for all policies of the role.
powers(role) := {sprintf("%s (%s)", [action, grant.title]) |
	all := grants(role)
	denials := [statement | some grant in all; some statement in grant.statements; statement.effect == "Deny"]
	some grant in all
	some statement in grant.statements
	statement.effect == "Allow"
	some action in _whole(statement.action)
	asked := {"action": replace(replace(action, "*", "any"), "?", "x"), "resource": "any"}
	iam.decide(array.concat([statement], denials), asked) == "yes"
} | {sprintf("all of a service (%s)", [name]) |
	some grant in grants(role)
	not grant.statements
	name := grant.title
	regex.match(`^\w+FullAccess\w*$`, name)
}

_whole(action) := {value | some value in action.values; regex.match(`^[*?]+$|^[a-z0-9-]+:\*+$`, value)} if {
	not action.is_not
} else := {sprintf("all but %s", [concat(", ", action.values)])}

# METADATA
# description: Whether a text is the ARN of a role.
is_arn(text) if {
	is_string(text)
	regex.match(`^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$`, text)
}

# METADATA
# description: |
#   The audiences of the tokens that the pods of an account get, by its annotations; in China the one or the other is
#   usual.
audiences_of(annotations) := [audience] if {
	audience := annotations["eks.amazonaws.com/audience"]
	is_string(audience)
} else := ["sts.amazonaws.com", "sts.amazonaws.com.cn"] if {
	startswith(annotations["eks.amazonaws.com/role-arn"], "arn:aws-cn:")
} else := ["sts.amazonaws.com"]
