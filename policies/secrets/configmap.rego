# METADATA
# title: ConfigMaps must not hold secrets
# description: |
#   A ConfigMap is neither encrypted nor guarded: whoever may read configuration reads it, tools print
#   it, and it is kept beside the code. A password in an application's properties, a key or a whole
#   kubeconfig is as exposed in there as on a web page.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/configmap/
#   - https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   severity: high
#   requirements: [SECRETS-03]
#   match: [{groups: [""], kinds: [ConfigMap]}]
#   remediation: Move the value to a Secret, and have the configuration take it from a variable or a file that comes
#     from there.
#   parameters:
#     name_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a key or a setting whose name matches one is sensitive.
#     value_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a text that matches one holds a secret.
#     allowed_names:
#       type: array
#       items: {type: string}
#       description: Exact names of keys and settings, as messages show them, that look sensitive and are not.
package guiderail.secrets.configmap

import data.lib.guiderail.command_line
import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.suspects
import data.lib.guiderail.written_out

defaults := {
	"name_patterns": sensitive.names,
	"value_patterns": sensitive.values,
	"allowed_names": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some i, entry in _entries
	names := _found[i]
	count(names) > 0
	what := concat(", ", sort(names))
	msg := sprintf("%s holds a secret in plain text (%s); move it to a Secret", [concat(".", entry.path), what])
}

unknown contains {"msg": msg, "details": {"path": entry.path}} if {
	some i, entry in _entries
	count(_found[i]) == 0
	_is_cut(entry)
	msg := sprintf("%s is too long to be searched for secrets to its end", [concat(".", entry.path)])
}

# A value may itself be base64; what it decodes to counts as well.
_entries := array.concat(
	[entry |
		_is_config_map
		some key, value in ctx.resource.data
		is_string(key)
		text := substring(sprintf("%v", [value]), 0, _most)
		entry := {"key": key, "path": ["data", key], "texts": ({text} | exposed.decoded(text)), "is_cut": count(text) == _most}
	],
	[entry |
		_is_config_map
		some key, value in ctx.resource.binaryData
		is_string(key)
		is_string(value)
		text := substring(value, 0, _most)
		entry := {"key": key, "path": ["binaryData", key], "texts": exposed.decoded(text), "is_cut": count(text) == _most}
	],
)

# The API server takes no ConfigMap of more than 1 MiB; of what is longer each text has its share.
_most := 1398104 if {
	not _is_too_long
} else := 4 * floor(262144 / count(_sizes))

_is_too_long if sum(_sizes) > 1398104

_sizes := [size |
	some field in ["data", "binaryData"]
	some value in ctx.resource[field]
	size := count(sprintf("%v", [value]))
]

_found := [names |
	some entry in _entries
	found := union({exposed_in | some text in entry.texts; exposed_in := _exposed(entry.key, text)})
	names := (found | _key_stores(entry)) - {name | some name in parameters.allowed_names}
]

_is_cut(entry) if entry.is_cut

_is_cut(entry) if {
	some text in entry.texts
	not suspects.is_read_whole(text, suspects.lines(text, _patterns))
}

_is_config_map if {
	ctx.kind == "ConfigMap"
	ctx.group == ""
}

_exposed(key, text) := union({_by_key(key, text), _in_text(key, suspect), tokens, exposed.encoded(text), _members(key, text), _of_postgres(key, text), _of_list(key, text)}) if {
	suspect := suspects.lines(text, _patterns)
	tokens := exposed.tokens(suspect, parameters.value_patterns)
}

_patterns := array.concat(parameters.name_patterns, parameters.value_patterns)

_by_key(key, text) := {key} if {
	sensitive.is_sensitive_name(key, parameters.name_patterns)
	written_out.is_secret(key, trim_space(text))
} else := set()

# Documents show how passwords are written, and code names variables where configuration has values.
_in_text(key, text) := set() if {
	_is_document(key)
} else := settings.literals(text, parameters.name_patterns) | command_line.programs(text) if {
	_is_code(key)
} else := union({settings.exposed(text, parameters.name_patterns), command_line.options(text, parameters.name_patterns), command_line.programs(text)}) if {
	_may_hold_commands(key, text)
} else := settings.exposed(text, parameters.name_patterns) | command_line.programs(text)

_is_document(key) if {
	regex.match(`(?i)(\.(md|rst|adoc|html?|css|svg)|^(readme|notes|changelog|license)(\.txt)?)$`, key)
}

_is_code(key) if {
	regex.match(`(?i)\.(py|js|mjs|ts|lua|rb|go|java|groovy|php|pl|ps1|rego|cue|jsonnet|libsonnet|tf|hcl|tmpl|tpl|gotmpl)$`, key)
}

_may_hold_commands(key, _) if regex.match(`(?i)(\.(sh|bash)|entrypoint|^run|command)$`, key)

# What becomes a variable, such as JAVA_OPTS.
_may_hold_commands(_, text) if not contains(trim_space(text), "\n")

_members(key, text) := exposed.members(text, parameters.name_patterns) if {
	not _is_document(key)
	not _is_code(key)
} else := set()

# A line is host:port:database:user:password.
_of_postgres(key, text) := {key |
	contains(key, "pgpass")
	regex.match(`(?m)^[^:#\s]+:[0-9*]+:[^:\s]+:[^:\s]+:[^\s$<{]+[ \t]*$`, text)
}

# Lists that have a user and a password on each line, as PgBouncer and Postfix have them.
_of_list(key, text) := {key |
	some list, pattern in _lists
	contains(key, list)
	regex.match(pattern, text)
}

_lists := {
	"userlist": `(?m)^"[^"\r\n]+"[ \t]+"[^"$<{\r\n][^"\r\n]*"[ \t]*$`,
	"sasl_passwd": `(?m)^[^#\s]\S*[ \t]+[^\s:]+:[^\s$<{]\S*[ \t]*$`,
}

_key_stores(entry) := {"a key store" |
	regex.match(`(?i)\.(p12|pfx)$|key-?store.*\.(jks|bcfks)$`, entry.key)
	not contains(lower(entry.key), "trust")
}
