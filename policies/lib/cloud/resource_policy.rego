# METADATA
# title: Policies of resources
# description: |
#   What the policy of a bucket, a repository, a secret or a file system says of everyone. A policy has its `title`,
#   `path`, `field`, `is_known`, and its `statements`, each with `effect`, `principals`, `actions`, `resources` and
#   `conditions`.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
package lib.guiderail.resource_policy

import data.lib.guiderail.ctx
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: The policy in a value of a resource; undefined where it has none.
of(resource, steps) := object.union(fact, said) if {
	fact := resources.fact(resource, steps)
	_is_there(fact)
	statements := _statements(resource, steps, fact)
	said := {"title": resource.title, "is_known": count(_open_statements(fact)) == 0, "statements": statements}
} else := object.union(fact, {"title": resource.title, "is_known": false, "statements": []}) if {
	fact := resources.fact(resource, steps)
	_is_there(fact)
}

# METADATA
# description: |
#   The statements that let everyone in. A condition that only holds for some callers limits a statement; one that also
#   holds where its key is missing does not.
public_statements(policy) := [statement |
	some statement in policy.statements
	statement.effect == "Allow"
	"*" in statement.principals
	not _is_limited(statement)
]

# METADATA
# scope: document
# description: Whether nobody knows all of a policy, or whom one of its statements lets in.
may_be_public(policy) if not policy.is_known

may_be_public(policy) if {
	some statement in policy.statements
	statement.effect == "Allow"
	"?" in statement.principals
	not _is_limited(statement)
}

# METADATA
# description: |
#   The statements that deny everyone all actions, or all those of the services named, over connections without TLS.
plaintext_denials(policy, services) := [statement |
	some statement in policy.statements
	statement.effect == "Deny"
	"*" in statement.principals
	count(statement.actions & ({"*"} | {sprintf("%s:*", [service]) | some service in services})) > 0
	count(statement.conditions) == 1
	some condition in statement.conditions
	regex.match(`^(bool|stringequals|stringequalsignorecase)(ifexists)?$`, condition.operator)
	condition.key == "aws:securetransport"
	condition.values == {"false"}
]

# METADATA
# description: Whether a statement names all objects of a bucket, or whatever is within another resource.
covers_contents(statement) if {
	some resource in statement.resources
	endswith(resource, "*")
}

# METADATA
# description: Whether a statement names the bucket itself.
covers_itself(statement) if {
	some resource in statement.resources
	regex.match(`^[^/]*$`, resource)
	resource != "?"
}

# METADATA
# description: Whether nobody knows which resources a statement names.
covers_unknown(statement) if "?" in statement.resources

_is_there(fact) if not fact.is_known

_is_there(fact) if {
	fact.value != null
	fact.value != ""
}

_is_limited(statement) if {
	some condition in statement.conditions
	regex.match(_callers, condition.key)
	_needs_value(condition.operator)
	_is_narrow(condition.values)
}

# Operators that do not hold where the key is missing.
_needs_value(operator) if not regex.match(`^forallvalues:|not|ifexists$|^null$`, operator)

_is_narrow(values) if not "*" in values

# The condition keys that tell who calls, or whence.
_callers := concat("", [
	`^(aws:principal(orgid|orgpaths|account|arn|tag/.*)|aws:source(account|arn|orgid|orgpaths|ip|vpc|vpce|vpcarn)`,
	`|aws:(userid|username|vpcsourceip|federatedprovider)|kms:calleraccount|elasticfilesystem:accesspointarn`,
	`|s3:dataaccesspointaccount)$`,
])

_statements(resource, steps, fact) := [_said(statement, object.get(resource, "defaults", {})) |
	some statement in _list(document.Statement)
	is_object(statement)
] if {
	document := _document(fact)
} else := [_planned(statement) | some statement in written] if {
	written := _written(resource, steps)
}

# What Terraform could not evaluate is a text in the place of one or all of them.
_open_statements(fact) := [statement |
	some statement in _list(_document(fact).Statement)
	is_string(statement)
]

_document(fact) := json.unmarshal(fact.value) if {
	is_string(fact.value)
	json.is_valid(fact.value)
} else := fact.value if {
	is_object(fact.value)
}

# The statements of a data.aws_iam_policy_document that is read once all its values are known.
_written(resource, steps) := [entry.change.after.statement |
	some address in references.written(resource, steps)
	some entry in _deferred
	entry.address == address
	is_array(entry.change.after.statement)
][0]

_deferred := [entry |
	some entry in ctx.resource.resource_changes
	entry.mode == "data"
	is_object(entry.change.after)
	every field in ["source_json", "override_json", "source_policy_documents", "override_policy_documents"] {
		object.get(entry.change.after, field, null) == null
		object.get(entry.change, ["after_unknown", field], false) == false
	}
]

_said(statement, defaults) := {
	"effect": object.get(statement, "Effect", ""),
	"principals": _principals(statement, defaults),
	"actions": {lower(action) | some action in _texts(object.get(statement, "Action", []), defaults)},
	"resources": _texts(object.get(statement, "Resource", []), defaults),
	"conditions": [condition |
		some operator, tests in object.get(statement, "Condition", {})
		some key, values in tests
		is_string(operator)
		is_string(key)
		condition := {"operator": lower(operator), "key": lower(key), "values": _texts(values, defaults)}
	],
}

_planned(statement) := {
	"effect": _or(statement.effect, "Allow"),
	"principals": (_but(statement) | {text |
		some principal in statement.principals
		some text in _all_texts(principal, "identifiers")
	}),
	"actions": {lower(action) | some action in _all_texts(statement, "actions")},
	"resources": _all_texts(statement, "resources"),
	"conditions": [condition |
		some test in statement.condition
		values := _all_texts(test, "values")
		condition := {"operator": _lower(test.test), "key": _lower(test.variable), "values": values}
	],
}

_lower(word) := lower(sprintf("%v", [_or(word, "?")]))

_or(value, otherwise) := value if {
	value != null
} else := otherwise

# Everyone but a few is everyone.
_but(statement) := {"*" | some _ in statement.not_principals}

_principals(statement, defaults) := {"*"} if {
	statement.NotPrincipal
} else := _texts(
	[identifier |
		some identifiers in statement.Principal
		some identifier in _list(identifiers)
	],
	defaults,
) if {
	is_object(statement.Principal)
	not _is_function(statement.Principal)
} else := _texts(object.get(statement, "Principal", []), defaults)

_is_function(value) if {
	is_object(value)
	some name, _ in value
	regex.match(`^(Ref$|Fn::)`, name)
}

# What Terraform does not know yet is null, or missing.
_all_texts(parent, field) := _texts(_or(object.get(parent, field, null), [null]), {}) if is_object(parent)

_texts(values, defaults) := {_text(value, defaults) | some value in _list(values)}

_list(values) := values if {
	is_array(values)
} else := [values]

# A text in which ${} stands for the name of a resource, and ? for what nobody knows.
_text(value, defaults) := "?" if {
	resources.is_anything(value)
} else := value if {
	is_string(value)
} else := sprintf("%v", [value]) if {
	type_name(value) in {"number", "boolean"}
} else := defaults[value.Ref] if {
	is_string(defaults[value.Ref])
} else := "${}" if {
	_is_name(value)
} else := value["Fn::Sub"] if {
	is_string(value["Fn::Sub"])
} else := value["Fn::Sub"][0] if {
	is_array(value["Fn::Sub"])
} else := concat(separator, [_part(part) | some part in parts]) if {
	[separator, parts] := value["Fn::Join"]
	is_array(parts)
} else := "?"

_part(part) := part if {
	is_string(part)
} else := "${}"

_is_name(value) if value["Fn::GetAtt"]

_is_name(value) if regex.match(`^AWS::`, _reference(value))

_is_name(value) if _reference(value) in _resources

_resources := object.keys(object.get(ctx.resource, "Resources", {}))

_reference(value) := value.Ref if is_string(value.Ref)
