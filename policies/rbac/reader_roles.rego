# METADATA
# title: Roles named after reading must only read
# description: |
#   Whoever binds a role that is called reader or viewer trusts the name and does not look at its rules.
#   A verb that changes something is then granted unseen, and stays unnoticed in every audit that goes
#   by names.
# related_resources: [https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb]
# custom:
#   severity: low
#   requirements: [RBAC-18]
#   match: [rbac]
#   remediation: Limit the verbs to get, list and watch, or give the role a name that says what it changes.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
#     reading_words: {type: array, items: {type: string}, description: "Whole words, in lower case, in the name of a
#       role that promise that it only reads."}
#     writing_words: {type: array, items: {type: string}, description: "Words that take back that promise, as in
#       read-write."}
package guiderail.rbac.reader_roles

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.rbac
import data.lib.guiderail.role_rule

defaults := {
	"allowed_roles": [],
	"reading_words": ["read", "reader", "readers", "readonly", "view", "viewer", "viewers"],
	"writing_words": [
		"write", "writer", "writers", "edit", "editor", "editors", "admin", "admins", "create", "creator", "update",
		"updater", "delete", "manage", "manager",
	],
}

parameters := object.union(defaults, ctx.parameters)

applies if _promises_to_read

violation contains {"msg": msg, "details": {"path": path}} if {
	_promises_to_read
	some rule in rbac.rules(parameters.allowed_roles)
	indexes := [i |
		some i, verb in rule.spec.verbs
		is_string(verb)
		not verb in _reading_verbs
		not placeholder.is_in(verb)
		not _asks(rule, verb)
	]
	count(indexes) > 0

	path := array.concat(rule.path, ["verbs", indexes[0]])
	verbs := role_rule.enumeration([rule.spec.verbs[i] | some i in indexes])
	what := sprintf("%s: the role's name says it is read-only, but anyone bound to this %s can use %s on %s", [
		rule.title,
		ctx.kind,
		verbs,
		role_rule.enumeration([thing | some thing in (rule.resources | rule.urls)]),
	])
	msg := sprintf("%s; allow only get, list and watch, or rename the role", [what])
}

unknown contains {"msg": msg, "details": {"path": place.path}} if {
	_promises_to_read
	some place in rbac.placeholders(parameters.allowed_roles)
	"verbs" in place.path
	msg := sprintf("%s: %s is still to be filled in", [place.rule.title, place.text])
}

_promises_to_read if {
	count(_words & {word | some word in parameters.reading_words}) > 0
	count(_words & {word | some word in parameters.writing_words}) == 0
}

# podReader and pod-reader are two words, spreadsheet is one.
_words contains word if {
	without_namespace := regex.replace(sprintf("%v", [rbac.name]), `^.*/`, "")
	parted := regex.replace(without_namespace, `([a-z])([A-Z])`, "$1-$2")
	some word in regex.split(`[^a-z]+`, lower(parted))
}

_reading_verbs := {"get", "list", "watch"}

# A review is created to ask for something and leaves nothing behind.
_asks(rule, "create") if {
	count(rule.resources) > 0
	every resource in rule.resources {
		resource in {
			"tokenreviews", "subjectaccessreviews", "localsubjectaccessreviews", "selfsubjectaccessreviews",
			"selfsubjectrulesreviews", "selfsubjectreviews",
		}
	}
}

_asks(rule, verb) if {
	verb in {"head", "options"}
	count(rule.urls) > 0
}
