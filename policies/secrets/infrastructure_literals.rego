# METADATA
# title: Infrastructure code must not contain secrets
# description: |
#   Whoever can read the repository, a plan or the stack in the console can read a secret that is written in it, and it
#   stays in the history. A secret is made by the cloud, or looked up when it is needed.
# related_resources:
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html
#   - https://developer.hashicorp.com/terraform/language/manage-sensitive-data
# custom:
#   severity: high
#   requirements: [SECRETS-17]
#   match: [infrastructure_secrets]
#   remediation: Have the secret generated, or refer to it with a data source, an ephemeral variable or {{resolve:…}}.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A setting or
#       parameter whose name matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A value that matches
#       one is a secret, whatever it is called."}
package guiderail.secrets.infrastructure_literals

import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.finding
import data.lib.guiderail.infrastructure_secrets
import data.lib.guiderail.sensitive
import data.lib.guiderail.weak

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(infrastructure_secrets.values) > 0

applies if count(infrastructure_secrets.texts) > 0

applies if count(infrastructure_secrets.parameters) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": place.path, "msg": msg, "is_open": place.origin == "open"} if {
	some place in infrastructure_secrets.values
	_is_secret(place, parameters)
	msg := sprintf("%s: %s %s", [place.title, _named(place), _how[place.origin]])
}

_offences contains {"path": place.path, "msg": msg, "is_open": false} if {
	some place in infrastructure_secrets.texts
	names := _exposed(place.text, parameters)
	count(names) > 0
	said := [place.title, place.field, concat(", ", sort(names))]
	msg := sprintf("%s: %s contains what looks like a secret (%s); look it up at run time", said)
}

_offences contains {"path": parameter.path, "msg": msg, "is_open": false} if {
	some parameter in infrastructure_secrets.parameters
	sensitive.is_sensitive_name(parameter.name, parameters.name_patterns)
	not parameter.is_hidden
	msg := sprintf("parameter %s: NoEcho must be true, so that the console does not show the secret", [parameter.name])
}

_offences contains {"path": array.concat(parameter.path, ["Default"]), "msg": msg, "is_open": false} if {
	some parameter in infrastructure_secrets.parameters
	_is_for_secret(parameter, parameters.name_patterns)
	_is_literal(parameter.name, parameter["default"])
	msg := sprintf("parameter %s: Default is a secret that is written out; remove it", [parameter.name])
}

_exposed(text, patterns) := exposed.secrets_in(text, patterns) | {name |
	json.is_valid(text)
	some leaf in exposed.leaves(json.unmarshal(text), patterns)
	some name in leaf.names
}

_how := {
	"literal": "is a secret that is written out; have it generated or look it up",
	"default": "is a secret that a variable has by default; remove the default",
	"open": "may be a secret that is written out; where it comes from is not known",
}

_named(place) := place.field if {
	place.name == ""
} else := sprintf("%s of %s", [place.field, place.name])

_is_secret(place, _) if {
	place.name == ""
	_is_literal("", place.value)
}

_is_secret(place, patterns) if {
	sensitive.is_sensitive_name(place.name, patterns.name_patterns)
	_is_literal(place.name, place.value)
}

_is_secret(place, patterns) if sensitive.has_secret(place.value, patterns.value_patterns)

_is_for_secret(parameter, _) if parameter.is_hidden

_is_for_secret(parameter, patterns) if sensitive.is_sensitive_name(parameter.name, patterns)

_is_literal(name, value) if {
	sensitive.is_something(value)
	not sensitive.is_open(value)
	not sensitive.is_pointer(name, value)
	not weak.is_placeholder(value)
	not contains(sprintf("%v", [value]), "{{resolve:")
}
