# METADATA
# title: Secrets in configuration files
# description: |
#   The key of a text, which is its file name if the ConfigMap is mounted, tells whether it is code, a
#   document, commands or settings, and secrets are searched for accordingly. `patterns` are the
#   `name_patterns` and `value_patterns` of a control.
package lib.guiderail.config_text

import data.lib.guiderail.command_line
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.suspects
import data.lib.guiderail.written_out

# METADATA
# description: The names of what the text under a key exposes.
exposed_in(key, text, patterns) := union({
	_by_key(key, text, patterns.name_patterns),
	_in_text(key, suspect, patterns.name_patterns),
	exposed.tokens(suspect, patterns.value_patterns),
	exposed.encoded(text),
	_members(key, text, patterns.name_patterns),
	_of_postgres(key, text),
	_of_list(key, text),
}) if {
	suspect := suspects.lines(text, array.concat(patterns.name_patterns, patterns.value_patterns))
}

# METADATA
# description: What a key tells of stores of private keys, which no text is.
key_stores(key) := {"a key store" |
	regex.match(`(?i)\.(p12|pfx)$|key-?store.*\.(jks|bcfks)$`, key)
	not contains(lower(key), "trust")
}

_by_key(key, text, name_patterns) := {key} if {
	sensitive.is_sensitive_name(key, name_patterns)
	written_out.is_secret(key, trim_space(text))
} else := set()

# Documents show how passwords are written, and code names variables where configuration has values.
_in_text(key, text, name_patterns) := set() if {
	_is_document(key)
} else := settings.literals(text, name_patterns) | command_line.programs(text) if {
	_is_code(key)
} else := union({
	settings.exposed(text, name_patterns), command_line.options(text, name_patterns), command_line.programs(text),
}) if {
	_may_hold_commands(key, text)
} else := settings.exposed(text, name_patterns) | command_line.programs(text)

_is_document(key) if {
	regex.match(`(?i)(\.(md|rst|adoc|html?|css|svg)|^(readme|notes|changelog|license)(\.txt)?)$`, key)
}

_is_code(key) if regex.match(concat("", [`(?i)\.(`, concat("|", _languages), `)$`]), key)

_languages := [
	"py", "js", "mjs", "ts", "lua", "rb", "go", "java", "groovy", "php", "pl", "ps1", "rego", "cue",
	"jsonnet", "libsonnet", "tf", "hcl", "tmpl", "tpl", "gotmpl",
]

_may_hold_commands(key, _) if regex.match(`(?i)(\.(sh|bash)|entrypoint|^run|command)$`, key)

# What becomes a variable, such as JAVA_OPTS.
_may_hold_commands(_, text) if not contains(trim_space(text), "\n")

_members(key, text, name_patterns) := exposed.members(text, name_patterns) if {
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
