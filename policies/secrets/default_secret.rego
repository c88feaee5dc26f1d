# METADATA
# title: Well-known values of secrets
# description: |
#   Whether the value of a key in a Secret is a placeholder or a default password, judged by the key,
#   the names of settings and the words that people use for either.
package lib.guiderail.default_secret

import data.lib.guiderail.sensitive
import data.lib.guiderail.settings
import data.lib.guiderail.suspects
import data.lib.guiderail.weak

# METADATA
# description: What is wrong with the texts that a key may stand for. Undefined where nothing is.
defect(key, texts, name_patterns) := "contains a placeholder; set the real value at deployment" if {
	some text in texts
	_is_placeholder(key, text)
} else := "contains a well-known default; set a random value" if {
	some text in texts
	_is_default(key, text, name_patterns)
} else := sprintf("sets %s to a placeholder or a well-known default; %s", [concat(", ", sort(names)), wanted]) if {
	names := union({found |
		some text in texts
		found := settings.weak_values(suspects.lines(text, name_patterns), name_patterns)
	})
	count(names) > 0
	wanted := "set a random value"
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
_is_default(key, text, _) if {
	weak.bare(text) in {"password", "secret", "12345"}
	not sensitive.is_about_something(key)
}

_is_default(key, text, name_patterns) if {
	sensitive.is_sensitive_name(key, name_patterns)
	weak.is_default(text)
}

_is_default(key, text, name_patterns) if {
	sensitive.is_sensitive_name(key, name_patterns)
	weak.bare(key) == weak.bare(text)
}
