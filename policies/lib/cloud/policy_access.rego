# METADATA
# title: Whom the policies of resources let in
# description: |
#   What the policy of a bucket, a repository, a secret or a file system says of everyone, as `iam_documents.of` gives
#   it.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
package lib.guiderail.policy_access

import data.lib.guiderail.ctx
import data.lib.guiderail.resources

# METADATA
# description: |
#   The statements that let everyone in. A condition that only holds for some callers limits a statement; one that also
#   holds where its key is missing does not.
public_statements(policy) := [statement |
	some statement in policy.statements
	statement.effect == "Allow"
	_is_for_everyone(statement)
	not _is_limited(statement)
]

# METADATA
# scope: document
# description: Whether nobody knows all of a policy, or whom one of its statements lets in.
may_be_public(policy) if not policy.is_known

may_be_public(policy) if {
	some statement in policy.statements
	statement.effect == "Allow"
	some principal in statement.principal.values
	_is_open(principal.id, _made)
	not _is_limited(statement)
}

# METADATA
# description: |
#   The statements that deny everyone all actions, or all those of the services named, over connections without TLS.
plaintext_denials(policy, services) := [statement |
	some statement in policy.statements
	statement.effect == "Deny"
	_is_for_everyone(statement)
	not statement.action.is_not
	count({lower(action) | some action in statement.action.values} & actions) > 0
	[condition] := statement.conditions
	regex.match(`(?i)^(bool|stringequals|stringequalsignorecase)(ifexists)?$`, condition.operator)
	lower(condition.key) == "aws:securetransport"
	{value | some value in condition.values} == {"false"}
] if {
	actions := {"*"} | {sprintf("%s:*", [service]) | some service in services}
}

# METADATA
# description: Whether a statement names all objects of a bucket, or whatever is within another resource.
covers_contents(statement) if {
	some resource in _named(statement)
	endswith(resource, "*")
}

# METADATA
# description: Whether a statement names the bucket itself.
covers_itself(statement) if {
	some resource in _named(statement)
	regex.match(`^[^/]*$`, resource)
	not _is_open(resource, _made)
}

# METADATA
# description: Whether nobody knows which resources a statement names.
covers_unknown(statement) if {
	some resource in _named(statement)
	_is_open(resource, _made)
}

_named(statement) := statement.resource.values if {
	not statement.resource.is_not
} else := []

# Everyone but a few is everyone.
_is_for_everyone(statement) if statement.principal.is_not

_is_for_everyone(statement) if {
	some principal in statement.principal.values
	principal.id == "*"
}

# Whether a text may be anything. What a template makes, and an attribute of that, is one thing.
_is_open(text, _) if resources.is_anything(text)

_is_open(text, made) if {
	some [_, name] in regex.find_all_string_submatch_n(`^\$\{([^}.]*)\}$`, text, 1)
	not startswith(name, "AWS::")
	not name in made
}

_made := object.keys(object.get(ctx.resource, "Resources", {}))

_is_limited(statement) if {
	some condition in statement.conditions
	regex.match(_callers, lower(condition.key))
	_needs_value(lower(condition.operator))
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
