# METADATA
# title: Secrets must not hold placeholders or default passwords
# description: |
#   A Secret copied from a guide works at once with the value of the guide: everybody knows the token
#   PIN 12345 and the password secret, and tries them first. A placeholder that was left in place is
#   the same, or it breaks the application when it starts.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# custom:
#   severity: high
#   requirements: [SECRETS-05, XR-13]
#   match: [{groups: [""], kinds: [Secret]}]
#   remediation: Generate a random value for every credential and keep it in a secret store, from which the Secret is
#     made at deployment.
#   parameters:
#     name_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a key or a setting whose name matches one must not have a default
#         password.
#     allowed_keys:
#       type: array
#       items: {type: string}
#       description: Exact names of keys that are not judged.
package guiderail.secrets.default_values

import data.lib.guiderail.ctx
import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.suspects
import data.lib.guiderail.weak

defaults := {"name_patterns": sensitive.names, "allowed_keys": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	not entry.key in parameters.allowed_keys
	msg := sprintf("%s %s", [concat(".", entry.path), _defect(entry)])
}

_entries contains {"key": key, "path": ["stringData", key], "texts": {sprintf("%v", [value])}} if {
	_is_secret
	some key, value in ctx.resource.stringData
	_is_readable(key, value)
}

# What is meant for base64 and is none was never encoded: judge it as it stands.
_entries contains {"key": key, "path": ["data", key], "texts": ({text} | _decoded(text))} if {
	_is_secret
	some key, value in ctx.resource.data
	not key in object.keys(_string_data)
	_is_readable(key, value)
	text := sprintf("%v", [value])
}

_is_secret if {
	ctx.kind == "Secret"
	ctx.group == ""

	# Helm keeps whole releases in Secrets.
	not startswith(sprintf("%v", [object.get(ctx.resource, "type", "")]), "helm.sh/")
}

# stringData overwrites data.
_string_data := ctx.resource.stringData if {
	is_object(ctx.resource.stringData)
} else := {}

# SOPS encrypts values to ENC[…].
_is_readable(key, value) if {
	is_string(key)
	type_name(value) in {"string", "number"}
	not startswith(sprintf("%v", [value]), "ENC[")
}

_decoded(text) := {decoded |
	encoded := regex.replace(text, `\s+`, "")
	base64.is_valid(encoded)
	decoded := base64.decode(encoded)
	not contains(decoded, "\u0000")
}

_defect(entry) := "holds a placeholder; set its real value when it is deployed" if {
	some text in entry.texts
	_is_placeholder(entry.key, text)
} else := "holds a well-known default; set a random value" if {
	some text in entry.texts
	_is_default(entry.key, text)
} else := sprintf("gives a placeholder or a well-known default to %s; set a random value", [concat(", ", sort(names))]) if {
	names := union({found |
		some text in entry.texts
		found := settings.weak_values(suspects.lines(text, parameters.name_patterns), parameters.name_patterns)
	})
	count(names) > 0
}

_is_placeholder(_, text) if weak.is_placeholder(text)

# The key itself, with spaces for its punctuation or not: username, or "database name" for DATABASE_NAME.
_is_placeholder(key, text) if {
	regex.replace(lower(key), `[_.-]`, " ") == regex.replace(lower(trim_space(text)), `[_.-]`, " ")
}

# A few words that end in the key's last one, such as "database port" for XROAD_DB_PORT.
_is_placeholder(key, text) if {
	regex.match(`^\s*[A-Za-z-]+( [A-Za-z-]+){1,4}\s*$`, text)
	words := regex.find_n(`[A-Z]?[a-z]+|[A-Z]+`, key, -1)
	endswith(lower(trim_space(text)), sprintf(" %s", [lower(words[count(words) - 1])]))
}

# No key has these for its value, unless its last word tells of a setting: a type, a provider, a port.
_is_default(key, text) if {
	weak.bare(text) in {"password", "secret", "12345"}
	not sensitive.is_about_something(key)
}

_is_default(key, text) if {
	sensitive.is_sensitive_name(key, parameters.name_patterns)
	weak.is_default(text)
}

_is_default(key, text) if {
	sensitive.is_sensitive_name(key, parameters.name_patterns)
	weak.bare(key) == weak.bare(text)
}
