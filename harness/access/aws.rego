# What the Go package asks about AWS, all in one go.
package guiderail_access

import data.lib.guiderail.given_roles
import data.lib.guiderail.iam
import data.lib.guiderail.service_account
import data.lib.guiderail.shown_role
import data.lib.guiderail.web_identity
import data.lib.guiderail.workload

# The pods that each object is or makes, with the path to the name of their account.
pods := [of_object(written) | some written in input.objects]

of_object(written) := [{"account": service_account.name(name), "path": path} |
	some pod in workload.pods_of(written)
	name := service_account.of(pod.spec)
	is_told(pod, name)
	path := workload.field_path(pod, "serviceAccountName")
]

is_told(pod, _) if not pod.is_part

is_told(_, name) if name != ""

# For each account, the roles that it has, and those of them that are not there to be read.
accounts := answers if answers := asked_accounts with data.inventory as inventory

asked_accounts := [{
	"roles": [decided(given) | some given in given_roles.of_account(account.namespace, account.name)],
	"missing": sort(given_roles.missing(account.namespace, account.name)),
} |
	some account in input.accounts
]

inventory := {
	"cluster": {"inventory.guiderail/v1": {"Infrastructure": input.documents}},
	"namespace": {namespace: {
		"v1": {"ServiceAccount": named(namespace, "ServiceAccount")},
		"eks.services.k8s.aws/v1alpha1": {"PodIdentityAssociation": named(namespace, "PodIdentityAssociation")},
	} |
		some namespace in {known.namespace | some known in input.known}
	},
}

named(namespace, kind) := {known.name: known.object |
	some known in input.known
	known.namespace == namespace
	known.object.kind == kind
}

decided(given) := {
	"file": role.file,
	"path": role.path,
	"title": role.title,
	"by": given.by,
	"answer": iam.all_of({given.answer, permission}),
	"policies": found,
	"doubts": doubts,
} if {
	role := given.role
	grants := shown_role.grants(role)
	denials := [softened(statement) | some grant in grants; some statement in grant.statements; statement.effect != "Allow"]
	allowed := [policy | some grant in grants; some policy in of_grant(grant, denials, role.file)]
	unread := [policy | some grant in grants; not grant.statements; policy := {"title": grant.title, "answer": "open"}; not is_denied(denials)]
	found := array.concat(allowed, unread)
	doubts := array.concat(array.concat(
		[sprintf("what %s allows is not known", [policy.title]) | some policy in unread],
		["whether the role is this account's is not known" | given.answer == "open"],
	), array.concat(
		["a permissions boundary limits the role" | role.is_bounded; count(found) > 0],
		["the role's trust policy has conditions on more than the token" | is_conditional(role); count(found) > 0],
	))
	answers := {policy.answer | some policy in found}
	permission := iam.all_of({iam.any_of(answers), limit(role)})
}

limit(role) := "open" if {
	role.is_bounded
} else := "open" if {
	is_conditional(role)
} else := "yes"

is_conditional(role) if {
	some found in role.tokens
	web_identity.is_conditional(found)
}

is_denied(denials) if {
	allow := {
		"effect": "Allow", "action": anything, "resource": anything, "conditions": [],
		"principal": {"is_written": false, "is_not": false, "values": []},
	}
	iam.decide(array.concat([allow], denials), {"action": input.action, "resource": object.get(input, "resource", "any")}) == "no"
}

anything := {"is_written": true, "is_not": false, "values": ["*"]}

of_grant(grant, denials, file) := [policy |
	some statement in grant.statements
	statement.effect != "Deny"
	answer := iam.any_of({iam.decide(array.concat([softened(statement)], denials), {"action": input.action, "resource": resource}) |
		some resource in probes(statement)
	})
	answer != "no"
	policy := {
		"title": grant.title,
		"file": object.get(grant, "file", file),
		"path": statement.path,
		"answer": answer,
		"actions": listed(statement.action),
		"resources": listed(statement.resource),
		"conditions": [sprintf("%s %s", [condition.operator, condition.key]) | some condition in statement.conditions],
	}
]

listed(element) := array.concat([word | word := "all but"; element.is_not], element.values)

# Without a resource it is asked whether the action is allowed on any.
probes(_) := {input.resource} if input.resource

probes(statement) := {"any"} | {replace(replace(value, "*", "any"), "?", "x") | some value in statement.resource.values} if {
	not input.resource
}

# Whether a condition holds depends on the request.
softened(statement) := object.union(statement, {"conditions": [{"operator": "StringEquals", "key": "${condition}", "values": [""]}]}) if {
	count(statement.conditions) > 0
} else := statement
