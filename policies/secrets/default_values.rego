# METADATA
# title: Secrets must not hold placeholders or default passwords
# description: |
#   A Secret copied from a guide works at once with the values from the guide. Everybody knows the token
#   PIN 12345 and the password secret, and attackers try them first. A placeholder that was left in
#   place is just as well known, or breaks the application when it starts.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#   - https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# custom:
#   severity: high
#   requirements: [SECRETS-05, XR-13]
#   match: [{groups: [""], kinds: [Secret]}]
#   remediation: Generate a random value for every credential, keep it in a secret store, and create the Secret from
#     there at deployment.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A key or a setting
#       whose name matches one must not have a default password."}
#     allowed_keys: {type: array, items: {type: string}, description: "Exact names of keys that are not checked."}
package guiderail.secrets.default_values

import data.lib.guiderail.ctx
import data.lib.guiderail.default_secret
import data.lib.guiderail.sensitive
import data.lib.guiderail.value

defaults := {"name_patterns": sensitive.names, "allowed_keys": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	_is_secret
	some field in ["data", "stringData"]
	some _ in ctx.resource[field]
}

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	not entry.key in parameters.allowed_keys
	defect := default_secret.defect(entry.key, entry.texts, parameters.name_patterns)
	msg := sprintf("%s %s", [concat(".", entry.path), defect])
}

_entries contains {"key": key, "path": ["stringData", key], "texts": {sprintf("%v", [written])}} if {
	_is_secret
	some key, written in ctx.resource.stringData
	_is_readable(key, written)
}

# What is meant for base64 and is none was never encoded: judge it as it stands. stringData overwrites data.
_entries contains {"key": key, "path": ["data", key], "texts": texts} if {
	_is_secret
	some key, written in ctx.resource.data
	not key in object.keys(value.object_in(ctx.resource, "stringData"))
	_is_readable(key, written)
	text := sprintf("%v", [written])
	texts := {text} | _decoded(text)
}

_is_secret if {
	ctx.kind == "Secret"
	ctx.group == ""

	# Helm keeps whole releases in Secrets.
	not startswith(sprintf("%v", [object.get(ctx.resource, "type", "")]), "helm.sh/")
}

# SOPS encrypts values to ENC[…].
_is_readable(key, written) if {
	is_string(key)
	type_name(written) in {"string", "number"}
	not startswith(sprintf("%v", [written]), "ENC[")
}

_decoded(text) := {decoded |
	encoded := regex.replace(text, `\s+`, "")
	base64.is_valid(encoded)
	decoded := base64.decode(encoded)
	not contains(decoded, "\u0000")
}
