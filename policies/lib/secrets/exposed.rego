# METADATA
# title: Secrets written out in free text
# description: |
#   Finds credentials in command lines, scripts and configuration files of many formats. Text is no
#   structure, so this errs on the quiet side: references, paths, prose, types and numbers of up to
#   three digits are not taken for secrets. Every function gives the names of what is exposed and
#   never its value.
package lib.guiderail.exposed

import data.lib.guiderail.command_line
import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.suspects
import data.lib.guiderail.written_out

# METADATA
# scope: document
# description: |
#   Whether a text is worth a look with the functions below; nearly none is.
may_hold_secret(text, patterns) if suspects.may_hold(text, patterns)

may_hold_secret(text, patterns) if {
	some plain in decoded(text)
	suspects.may_hold(plain, patterns)
}

# METADATA
# description: |
#   All that a text of whatever form gives away: a setting, a command line, a document or a part of one.
#   `patterns` are the `name_patterns` and `value_patterns` of a control.
secrets_in(text, patterns) := union({found |
	some plain in ({text} | decoded(text))
	found := _secrets_in(plain, patterns)
})

_secrets_in(text, patterns) := union({
	tokens(suspect, patterns.value_patterns),
	settings.exposed(suspect, patterns.name_patterns),
	command_line.options(suspect, patterns.name_patterns),
	command_line.programs(suspect),
	encoded(text),
	members(text, patterns.name_patterns),
}) if {
	suspect := suspects.lines(text, array.concat(patterns.name_patterns, patterns.value_patterns))
}

# METADATA
# description: What a text in base64 decodes to, where that is text.
decoded(text) := {plain |
	regex.match(`^[A-Za-z0-9+/\s]{16,}={0,2}\s*$`, text)
	digits := regex.replace(text, `\s+`, "")
	base64.is_valid(digits)
	plain := base64.decode(digits)

	# Archives and the like are not text.
	not contains(plain, "\u0000")
}

# METADATA
# description: |
#   The sensitive names in a JSON or YAML document whose values are lists or stand on lines of their own,
#   which no line shows.
members(text, name_patterns) := {name |
	count(text) <= 65536
	regex.match(`(?im)(?:pass|pwd|secret|token|key|credential)[\w.-]*\\?["']?[ \t]*(?::[ \t]*(?:\[|\*|[|>][+-]?[0-9]?[ \t]*$|$)|$)|\\u00|"auth"`, text)
	some document in _documents(text)
	walk(document, [path, value])
	type_name(value) in {"string", "number"}
	name := _member(path)
	_is_member_exposed(name, path, value, name_patterns)
}

# METADATA
# description: |
#   The texts in a value of whatever depth that give something away: a set of `path`, from the value's
#   root, and `names`. Pairs of name and value count as a key and its value.
leaves(value, patterns) := {{"path": path, "names": names} |
	may_hold_secret(json.marshal(value), patterns)
	whole := {"": value}
	walk(whole, [steps, leaf])
	type_name(leaf) in {"string", "number"}
	path := array.slice(steps, 1, count(steps))
	names := _of_name(_leaf_name(whole, steps), leaf, patterns.name_patterns) | _of_text(leaf, patterns)
	count(names) > 0
}

_leaf_name(whole, path) := name if {
	path[count(path) - 1] in {"value", "default"}
	name := object.get(whole, array.concat(array.slice(path, 0, count(path) - 1), ["name"]), null)
	is_string(name)
} else := _member(path) if {
	count(path) > 0
} else := ""

_of_name(name, leaf, name_patterns) := {name} if {
	sensitive.is_sensitive_name(name, name_patterns)
	written_out.is_secret(name, trim_space(sprintf("%v", [leaf])))
} else := set()

_of_text(leaf, patterns) := secrets_in(leaf, patterns) if {
	is_string(leaf)
	may_hold_secret(leaf, patterns)
} else := set()

# Many aliases may stand for very much.
_documents(text) := [json.unmarshal(text)] if {
	json.is_valid(text)
} else := [document |
	count(regex.find_n(`(?:^|[\s:,\[-])[*][A-Za-z0-9_]`, text, 4)) < 4
	some part in regex.split(`(?m)^---.*$`, text)
	yaml.is_valid(part)
	document := yaml.unmarshal(part)
]

# The last key; of a list only where its name says that each item is a secret.
_member(path) := path[count(path) - 1] if {
	is_string(path[count(path) - 1])
} else := path[count(path) - 2] if {
	count(path) > 1
	is_string(path[count(path) - 2])
	regex.match(`(?i)(password|passwd|passphrase|(api|access|secret|private|signing|encryption)[_.-]?key)s?$`, path[count(path) - 2])
}

_is_member_exposed(name, _, value, name_patterns) if {
	sensitive.is_sensitive_name(name, name_patterns)
	written_out.is_secret(name, trim_space(sprintf("%v", [value])))
}

# The credentials of registries in a Docker configuration.
_is_member_exposed("auth", path, value, _) if {
	path[count(path) - 3] == "auths"
	is_string(value)
	base64.is_valid(value)
	regex.match(`^[^:]+:[^$<{]`, base64.decode(value))
}

# METADATA
# description: What a text holds in base64 that is a secret by its own form.
encoded(text) := {"a private key in base64" |
	contains(text, "LS0tLS1CRUdJTi")
	some start in regex.find_n(`LS0tLS1CRUdJTi[A-Za-z0-9+/]{34}`, text, 100)
	contains(base64.decode(start), "PRIVATE KEY")
}

# METADATA
# description: |
#   What a text holds that is a secret by its own form, whatever it is called; the value patterns decide
#   whether it does.
tokens(text, value_patterns) := {_form(text)} if {
	sensitive.has_secret(text, value_patterns)
} else := set()

_form(text) := "a private key" if {
	contains(text, " PRIVATE KEY")
} else := "a password in a URL" if {
	regex.match(`://[^\s/@]*:[^\s/@]*@`, text)
} else := "a password in an address" if {
	regex.match(`:\S+@`, text)
} else := "what looks like a token"
