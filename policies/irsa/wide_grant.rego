# METADATA
# title: Statements of IAM policies that allow more than they name
# description: |
#   What makes a statement too wide: actions or resources that nobody can list, and roles that may be passed on. What
#   another statement of the same policy denies without conditions is not allowed.
# related_resources:
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
package lib.guiderail.wide_grant

import data.lib.guiderail.iam
import data.lib.guiderail.resources

# METADATA
# description: |
#   What is wrong with one of the statements of a policy, each as a text. Of the parameters, `unscoped_actions` are
#   patterns of actions that are allowed on all resources, since AWS knows them on none or they only list, and `bounds`
#   are patterns of condition keys that tell resources apart.
defects(statement, statements, parameters) := union({
	{text | some text in _negations(statement)},
	{sprintf("%s allows everything in %s; name the actions", [action, _extent(action)]) |
		some action in granted
		_is_all(action)
	},
	{text | some text in _of_resources(statement, granted, parameters)},
	{sprintf("%s passes on any role or to any service; %s", [action, _advice]) |
		some action in granted
		not _is_all(action)
		_passes_roles(action, statement)
	},
}) if {
	granted := {action | some action in statement.action.values; _is_granted(action, statement, statements)}
}

_advice := "name the role, and the service in iam:PassedToService"

_of_resources(statement, granted, parameters) := [] if {
	_is_bounded(statement, parameters.bounds)
} else := array.concat(on_all, parts_of_names) if {
	actions := {action | some action in granted; _needs_resource(action, parameters.unscoped_actions)}
	wide := {resource | some resource in statement.resource.values; _is_any(resource)}
	on_all := [sprintf("%s on %s; name the resources", texts) |
		texts := [concat(", ", sort(list)) | some list in [actions, wide]; count(list) > 0]
		count(texts) == 2
	]
	parts_of_names := [sprintf("%s also matches buckets of others; write out the name of the bucket", [bucket]) |
		some bucket in statement.resource.values
		some _ in granted
		regex.match(`^arn:[^:]*:s3:::[^/]*[*?]`, _opaque(bucket))
		not _is_any(bucket)
	]
}

_negations(statement) := ["NotAction allows every action but these, in every service; name the actions"] if {
	statement.action.is_not
	not statement.resource.is_not
} else := ["NotResource allows the actions on every resource but these; name the resources"] if {
	statement.resource.is_not
} else := []

_is_granted(action, statement, statements) if {
	not statement.action.is_not
	not _is_unresolved(action)
	plain := object.union(statement, {"conditions": []})
	denied := [other | some other in statements; other.effect == "Deny"; other.conditions == []]
	some resource in array.concat(statement.resource.values, ["any"])
	asked := {"action": _instance(action), "resource": _instance(resource)}
	iam.decide(array.concat([plain], denied), asked) != "no"
}

_instance(pattern) := replace(replace(pattern, "*", "Any"), "?", "x")

# What is not known of a text is no wildcard.
_opaque(text) := regex.replace(text, `\$\{[^}]*\}`, "x")

_is_all(action) if regex.match(`^[*?]+$|^[^:]*[*?][^:]*:|:[*?]*\*$`, _opaque(action))

# A reference may be any action; asterisks beside it are there whatever it is.
_is_unresolved(action) if {
	contains(action, "${")
	not _is_all(action)
}

_extent(action) := "a service" if {
	regex.match(`^[^:*?]+:`, action)
} else := "AWS"

_needs_resource(action, unscoped) if {
	not _is_all(action)
	lower(action) != "iam:passrole"
	every pattern in unscoped {
		iam.matches(lower(pattern), lower(action)) == "no"
	}
}

# All resources, all of a service, or all of a kind that gives rights.
_is_any(resource) if regex.match(`^\*+$|^arn:[^:]*(:[^:]*){3}:\*+(/\*+)?$`, _opaque(resource))

_is_any(resource) if regex.match(`^arn:[^:]*:iam::[^:]*:[a-z-]+/\*+$`, _opaque(resource))

# A condition bounds a statement if it cannot hold where its key is absent.
_is_bounded(statement, bounds) if {
	some condition in statement.conditions
	some pattern in bounds
	iam.matches(lower(pattern), lower(condition.key)) == "yes"
	iam.holds(condition, {}) == "no"
}

_passes_roles(action, statement) if {
	iam.matches(lower(action), "iam:passrole") == "yes"
	not _is_passed_well(statement)
}

_is_passed_well(statement) if {
	every resource in statement.resource.values {
		not _is_any(resource)
	}
	some condition in statement.conditions
	lower(condition.key) == "iam:passedtoservice"
	iam.holds(condition, {"iam:passedtoservice": ["any"]}) == "no"
}

# METADATA
# scope: document
# description: |
#   Whether an action or a resource of a statement may be anything. What a template makes and an attribute of that are
#   single resources.
is_open(statement, _) if {
	some element in [statement.action, statement.resource]
	some text in element.values
	resources.is_anything(text)
}

is_open(statement, _) if {
	some action in statement.action.values
	_is_unresolved(action)
}

is_open(statement, made) if {
	some element in [statement.action, statement.resource]
	some text in element.values
	some [_, name] in regex.find_all_string_submatch_n(`^\$\{([^}]*)\}$`, text, -1)
	not contains(name, ".")
	not startswith(name, "AWS::")
	object.get(made, name, null) == null
}
