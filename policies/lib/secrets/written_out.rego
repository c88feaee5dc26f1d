# METADATA
# title: Values of sensitive names that are secrets written out
# description: |
#   Text is no structure, so this errs on the quiet side: references, paths, prose, types and numbers of up to
#   three digits are not taken for secrets.
package lib.guiderail.written_out

import data.lib.guiderail.sensitive

# METADATA
# scope: document
# description: Whether a value that a sensitive name has in free text is a secret written out.
is_secret(name, value) if {
	_is_plain(value)
	not _is_label(name, value)
	not sensitive.is_pointer(name, value)
	not _names_a_secret(name, value)
}

# What is used when the variable is not set.
is_secret(_, value) if {
	sensitive.writes_a_default(value)
	_is_plain(regex.replace(value, `^\s*\$\{[\w.]+:?-?|\}\s*$`, ""))
}

_is_plain(value) if {
	sensitive.is_literal(value)
	not regex.match(_elsewhere, value)
}

# The texts of a user interface: password=Password.
_is_label(name, value) if {
	regex.match(`^[A-Z][a-z]+$`, value)
	endswith(lower(name), lower(value))
}

# A value that is found elsewhere, or is none.
_elsewhere := concat("|", [
	`\s`, `\$[({]`, `\{\{`, `#\{`, `%\w*[({\[]`, `\x60`,
	`^\$([A-Za-z_][\w.:-]*|[0-9]+)$`, `^['"]+\$`, `^:[a-z_]+[;,]?$`, `^\$__`, `^%\w+%$`, `^@\w+@$`, `^__\w+__$`,
	`^[<\[{]`, `^[&*!][A-Za-z]+$`, `^[|>][+-]?[0-9]?$`, `^\W$|^--|^\.[*+]`,
	`^@[\w./-]+$`, `^//[\w.-]+(/|$)`, `^\\[wWsSdD]`, `^(?i:true|false|yes|no|on|off|null|none)[;,&}\]]`,
	# Expressions of programming languages.
	`^[A-Za-z_][\w.]*[(\[]`, `^(process\.env|os|env|args|opts|self|this|config|settings|cfg|ctx|event|request|req|params|data|var|local|module|spec|status)\.\w`,
	# Types and other words of a description, and of the state of a secret; hidden values; small numbers, spans of time.
	`^(?i:string|str|text|bytes|bool|boolean|int|integer|float|number|object|array|any|id|uuid|varchar|optional|required|undefined|nil|empty|read|write|disabled|enabled|default|bearer|basic|stdin|prompt|redacted)[!?]?$`,
	`^(?i:present|absent|missing|found|expired|expiring|valid|invalid|rotated|revoked|configured|masked|omitted)$`,
	`^[*•xX.]{3,}[}\])]*$`, `^[0-9]{1,3}[}\]]*$`, `^[~^]?[0-9]+\.[0-9]+\.[0-9]+$`, `^[0-9]+(\.[0-9]+)?(ms|s|m|h|d)$`,
])

# A session that a probe makes up, as in Cookie: session=readiness-probe. Issued ones have digits.
_names_a_secret(name, value) if {
	lower(name) == "cookie"
	not regex.match(`[0-9]`, value)
}
