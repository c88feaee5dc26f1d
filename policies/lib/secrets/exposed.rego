# METADATA
# title: Secrets written out in free text
# description: |
#   Finds credentials in command lines, scripts and configuration files of many formats. Text is no
#   structure, so this errs on the quiet side: references, paths, prose, types and numbers of up to
#   three digits are not taken for secrets. Every function gives the names of what is exposed and
#   never its value.
package lib.guiderail.exposed

import data.lib.guiderail.sensitive
import data.lib.guiderail.weak

# METADATA
# description: |
#   The lines of a text in which something may be found, without comments; JSON is broken into a line
#   for each member and what a backslash continues is joined. The other functions want text of this
#   form: to search only these lines is what makes a megabyte of dashboards cheap. Patterns that are not
#   the usual ones may find something on any line. Of a very long text only the beginning is read;
#   `is_read_whole` tells.
suspect_lines(text, patterns) := substring(concat("\n", [line | some line in lines; line in suspects]), 0, _most_suspect) if {
	lines := split(strings.replace_n(_line_breaks, _without_markup_comments(substring(text, 0, _most))), "\n")
	hint := _hint_in(text, patterns)

	# Each is judged once: a dashboard repeats a few hundred lines ten thousand times.
	suspects := {line |
		some line in {line | some line in lines}
		regex.match(hint, line)
		not _is_comment(line)
	}
}

# METADATA
# description: Whether suspect_lines had a look at all of a text.
is_read_whole(text, suspect) if {
	count(text) <= _most
	count(suspect) < _most_suspect
}

# No ConfigMap, variable or argument that the API server takes is longer. Each suspect line is costly.
_most := 1048576

_most_suspect := 262144

_is_comment(line) if {
	regex.match(`^[ \t]*(#|;|//|--[ \t])`, line)

	# npm's settings of a registry begin with its address.
	not regex.match(`^[ \t]*//[\w.:-]+(/[^\s:]*)?:_`, line)
}

_without_markup_comments(text) := regex.replace(text, `(?s)<!--.*?-->`, "") if {
	contains(text, "<!--")
} else := text

# METADATA
# description: |
#   A pattern that every line with a sensitive name matches; a cheap look that spares the costly ones. Of patterns
#   that are not the usual ones it knows nothing and matches all.
hint_of(patterns) := _hint if {
	count({pattern | some pattern in patterns} - _usual_patterns) == 0
} else := ""

_usual_patterns := {pattern | some pattern in array.concat(sensitive.names, sensitive.values)}

_line_breaks := {"\\\n": " ", "\\\r\n": " ", `,"`: ",\n\"", `{"`: "{\n\"", `,\"`: ",\n\"", `{\"`: "{\n\""}

# What every line has that one of the usual patterns, of the formats or of the programs below matches, but for
# the rare words.
_hint := concat("|", [
	`(?i)pass|pwd|pw[^a-z]|pw$|secret|token|cred|connection|key|auth|cookie|[^a-z]pin|^pin|name|value|login`,
	`(?-i)Pin|:[^/ ]+@|/[^/ ]+@|[Bb]earer|[Bb]asic`,
])

# A long text is asked for these as a whole, which costs next to nothing, and its lines only for those that it has.
_hint_in(text, patterns) := concat("|", array.concat([hint_of(patterns)], array.concat(words, forms))) if {
	count(text) > 8192
	words := [word | some word in _rare_words; contains(text, word)]
	forms := [form | some word, form in _rare_forms; contains(text, word)]
} else := _any_hint(patterns)

_any_hint(patterns) := concat("|", array.concat([hint_of(patterns)], array.concat(_rare_words, [form | some form in _rare_forms])))

_rare_words := [
	"curl", "mysql", "mariadb", "mongo", "redis-cli", "ldap", "sqlcmd", "bcp", "etcdctl", "stdin", "base64", "rabbitmqctl",
	"smbclient", "mc alias", "mc config", "cqlsh", "mosquitto_", "zip ", "lftp", "sudo ", "kinit", "ipmitool",
	"identified", "IDENTIFIED", "Identified", "PSK", "psk", "createUser", "oracle:", "AKIA", "ASIA", "ghp_", "gho_", "ghu_",
	"ghs_", "ghr_", "glpat-", "glrt-", "gldt-", "xox", "xapp-", "eyJ", "slack", "discord", "webhook.office", "sig=", "AIza", "sk_live_", "rk_live_",
	"sk-", "whsec_", "SG.", "npm_", "hvs.", "hvb.", "dckr_", "dop_v1", "hf_", "pypi-", "shpat_", "shpss_", "shpca_", ":AA",
	"github_pat", ":5432:", ":6432:", "AGE-SEC", "PuTTY", "LS0tLS1CRUdJTi", "-----BEGIN",
]

# Where the one is, the other may be in a line of interest.
_rare_forms := {" >": "user ", "LoginModule": "user_", ":*:": `:\*:`}

# METADATA
# description: |
#   Whether a text is worth a look with the functions below; nearly none is.
may_hold_secret(text, patterns) if _may_hold(text, patterns)

may_hold_secret(text, patterns) if {
	some plain in decoded(text)
	_may_hold(plain, patterns)
}

_may_hold(text, patterns) if regex.match(_any_hint(array.concat(patterns.name_patterns, patterns.value_patterns)), text)

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
	settings(suspect, patterns.name_patterns),
	options(suspect, patterns.name_patterns),
	programs(suspect),
	encoded(text),
	members(text, patterns.name_patterns),
}) if {
	suspect := suspect_lines(text, array.concat(patterns.name_patterns, patterns.value_patterns))
}

# METADATA
# description: What a text in base64 decodes to, where that is text.
decoded(text) := {plain |
	regex.match(`^[A-Za-z0-9+/\s]{16,}={0,2}\s*$`, text)
	encoded := regex.replace(text, `\s+`, "")
	base64.is_valid(encoded)
	plain := base64.decode(encoded)

	# Archives and the like are no text.
	not contains(plain, "\u0000")
}

# METADATA
# description: |
#   The sensitive names to which a configuration text gives a value: lines of properties, INI, YAML,
#   TOML and shell, JSON and flow mappings, XML, name and value pairs, connection strings.
settings(text, name_patterns) := {pair[0] |
	some pair in _sensitive_pairs(_formats, text, name_patterns)
	is_written_out(pair[0], pair[1])
}

# METADATA
# description: The same for program code, where only what stands in quotes is a value.
literals(code, name_patterns) := {pair[0] |
	some pair in _sensitive_pairs(_formats, code, name_patterns)
	pair[2]
	is_written_out(pair[0], pair[1])
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
	is_written_out(name, trim_space(sprintf("%v", [leaf])))
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
	is_written_out(name, trim_space(sprintf("%v", [value])))
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
#   The sensitive names to which a configuration text gives a placeholder or a well-known default.
weak_settings(text, name_patterns) := {pair[0] |
	some pair in _sensitive_pairs(_formats, text, name_patterns)
	_is_weak(pair[0], pair[1])
}

_is_weak(name, value) if {
	weak.is_default(value)
	is_written_out(name, value)
}

# An application resolves ${…} itself.
_is_weak(_, value) if {
	weak.is_placeholder(value)
	not startswith(value, "$")
}

# METADATA
# description: |
#   The options, assignments and HTTP headers of a command line that carry a secret, by their names.
options(line, name_patterns) := (assigned | separate) | headers if {
	assigned := {pair[0] |
		some pair in _sensitive_pairs([_assignment], _without_labels(line), name_patterns)
		is_written_out(pair[0], _of_option(pair))
	}
	separate := {pair[0] |
		some pair in _sensitive_pairs([_option], line, name_patterns)

		# A metavariable or a word of a sentence is no value.
		not regex.match(`^([A-Z_]+|to|is|are|and|or|not|for|from|of|in|on|with|as|the|a|an|must|may|will|can|if|when|option|flag|argument|value)[.,]?$`, pair[1])
		is_operand(pair[0], pair[1], name_patterns)
	}
	headers := {pair[0] |
		pairs := {[match[1], match[2]] |
			some pattern in _headers
			some match in regex.find_all_string_submatch_n(pattern, line, -1)
		}
		some pair in pairs
		is_credential_header(pair[0], name_patterns)
		is_written_out(pair[0], pair[1])
	}
}

# What an option is given in quotes is no prose, also when it has spaces.
_of_option(pair) := regex.replace(pair[1], `\s`, "_") if {
	pair[2]
	regex.match(`^[–—-]`, pair[0])
} else := pair[1]

# The labels of a metric are no assignments: kube_secret_info{secret="app"}.
_without_labels(line) := regex.replace(line, `\w\{[A-Za-z_]\w*(=|!=|=~|!~)"[^{}]*\}`, "") if {
	contains(line, "{")
} else := line

# METADATA
# description: Whether an argument is a sensitive option and the next one a secret that it is given.
is_operand(option, value, name_patterns) if {
	regex.match(`^[–—-]{1,2}[A-Za-z][\w.-]*$`, option)
	name := trim_left(option, "-–—")
	sensitive.is_sensitive_name(name, name_patterns)

	# Switches take no value.
	not regex.match(`(?i)^(enable|disable|skip|no|use|allow|require|with|without|watch|show|include|exclude|ignore|rotate|reset|print|auto|generate|create|list|has|is|check|validate|verify|force)([_.-]|$)`, name)
	not regex.match(`^[–—-]`, value)
	is_written_out(name, regex.replace(value, `\s`, "_"))
}

# METADATA
# description: Whether an HTTP header of this name carries credentials.
is_credential_header(name, _) if {
	lower(name) in {"authorization", "proxy-authorization", "cookie", "x-auth", "x-auth-key"}
}

is_credential_header(name, name_patterns) if sensitive.is_sensitive_name(name, name_patterns)

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

# METADATA
# description: |
#   The programs, headers and SQL statements that are given a password in a way of their own.
programs(text) := {program.name |
	some program in _programs
	contains(text, program.hint)
	regex.match(_pattern(program), text)
}

# METADATA
# description: Whether a text mentions one of them; a cheap look that spares the costly one.
may_call_program(text) if regex.match(_program_hints, text)

_program_hints := `curl|mysql|mariadb|mongo|sshpass|redis-cli|login|ldap|sqlcmd|bcp|etcdctl|htpasswd|pass:|stdin|chpasswd|base64|uthorization|'|rabbitmqctl|smbclient|mc |cqlsh|mosquitto|zip|lftp|sudo|kinit|configure|npm|ipmitool|sqlplus|echo|printf`

# METADATA
# description: Whether a value that a sensitive name has in free text is a secret written out.
is_written_out(name, value) if {
	_is_plain(value)
	not _is_label(name, value)
	not sensitive.is_pointer(name, value)
	not _names_a_secret(name, value)
}

# What is used when the variable is not set.
is_written_out(_, value) if {
	sensitive.writes_a_default(value)
	_is_plain(regex.replace(value, `^\s*\$\{[\w.]+:?-?|\}\s*$`, ""))
}

# Names and their values, each pair once, and whether the value stands in quotes.
_sensitive_pairs(formats, text, name_patterns) := {pair |
	small := lower(text)
	pairs := {[match[1], concat("", [match[2], match[3], match[4]]), match[4] == ""] |
		some format in formats
		contains(small, format.hint)
		some match in regex.find_all_string_submatch_n(format.pattern, text, -1)
	}

	bare_names := {name: trim_left(name, "-–—") | some [name, _, _] in pairs}
	sensitive_names := sensitive.names_among({bare | some bare in bare_names}, name_patterns)

	some [name, written, is_quoted] in pairs
	bare_names[name] in sensitive_names
	pair := [name, _value(written, is_quoted), is_quoted]
}

# After a value without quotes comes a comment, or the comma or semicolon of a list; before it an anchor or a
# type of YAML.
_value(written, true) := written

_value(written, false) := regex.replace(regex.replace(written, `([ \t]+[#;].*|[,;]?\s*)$`, ""), `^(&[\w-]+|!!\w+)[ \t]+`, "")

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
	`^\$([A-Za-z_][\w.:-]*|[0-9]+)$`, `^['"]+\$`, `^:[a-z_]+[;,]?$`, `^\$__`, `^%\w+%$`, `^@\w+@$`, `^__\w+__$`, `^[<\[{]`, `^[&*!][A-Za-z]+$`, `^[|>][+-]?[0-9]?$`, `^\W$|^--|^\.[*+]`,
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

# Every pattern has the same four groups: the name, and the value in double quotes, in single quotes or
# in none. The hint, in small letters, spares texts that cannot match.
_formats := [
	# key = value, key: value, export KEY=value, "key": "value".
	{"hint": "", "pattern": `(?m)^[ \t]*(?:- +)?(?:(?:export|set|setenv|ENV|ARG|local|readonly|declare|const|let|var) +)?["']?(?:\$(?:env:)?|:|//[\w.:-]+(?:/[^\s:]*)?:)?([A-Za-z_][\w./\[\]-]*)\\?["']?[ \t]*(?:=>|:=|=|:)[ \t]*(?:\\?"([^"\\\r\n]*)|'([^'\r\n]*)'|([^\s"'\\=~][^\r\n]*))`},
	{"hint": `':`, "pattern": `'([A-Za-z_][\w.-]*)'\s*:\s*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([0-9]{4,}))`},
	# {user: app, password: x}
	{"hint": "{", "pattern": `\{(?:[^{}\r\n]*,)?[ \t]*([\w.-]*(?i:password|passwd|passphrase|pwd|secret|token|api_?key))[ \t]*:(?:[ \t]*"([^"\r\n]*)"|[ \t]*'([^'\r\n]*)'|[ \t]+([^\s,{}\[\]"']+))`},
	# Connection strings, login modules, attributes and queries: only words that are unmistakable.
	{"hint": "=", "pattern": `(?i)(?:[;&?|,("'<=\[{]|\S[ \t]+)([\w.-]*(?:password|passwd|passphrase|pwd|client_?secret|api_?key|access_?token|account_?key|secret_?key|shared_?access_?key|shared_?access_?signature))[ \t]*=[ \t]*(?:\\?"([^"\\\r\n]*)|'([^'\r\n]*)'|((?:\$\([^()\s]*\)|[^\s;&,"'<>()=~])+(?:\([^()\r\n;]*\))?))`},
	{"hint": "={", "pattern": `(?i)(?:^|[;"'])(password|pwd)[ \t]*=()()\{([^{}$\r\n]+)\}`},
	{"hint": "=", "pattern": `(?i)[&?]((?:[\w.-]*[_.-])?(?:pass|pw|secret|token|[a-z]*_?key|auth))=()()([^\s;&,"'<>()=~#]+)`},
	# Ruby, PHP, JavaScript: x['password'] = "y", password => "y", define('PASSWORD', 'y').
	{"hint": "]", "pattern": `\[["']([\w.-]+)["']\][ \t]*=>?[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "=>", "pattern": `\b([\w.-]*(?i:passw|passphrase|secret|api_?key|_token)[\w.-]*)["']?[ \t]*=>[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": ":=", "pattern": `[ \t]([A-Za-z][\w.-]*)[ \t]*:=[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "env", "pattern": `env(?:iron\.get)?\([ \t]*["']([\w.-]+)["'][ \t]*,[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "property(", "pattern": `Property\([ \t]*["']([\w.-]+)["'][ \t]*,[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "define(", "pattern": `define\([ \t]*["']([\w.-]+)["'][ \t]*,[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "</", "pattern": `<\w+[ \t][^<>]*\b(?:name|key|id)="([\w.-]+)"[^<>]*>()()([^<>\r\n]+)</`},
	{"hint": "</", "pattern": `<([A-Za-z_][\w.-]*)>(?:<!\[CDATA\[)?()()([^<>\r\n]+)>?</`},
	{"hint": "<value>", "pattern": `(?:name|key)="([\w.-]+)"[^<>]*>\s*<value>()()([^<\r\n]*)</value>`},
	{"hint": "<value>", "pattern": `<name>\s*([\w.-]+)\s*</name>\s*<value>()()([^<\r\n]*)</value>`},
	{"hint": "value=", "pattern": `<([A-Za-z_][\w.-]*)[ \t]+value=(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "value=", "pattern": `(?:name|key)="([\w.-]+)"\s+value=(?:"([^"\r\n]*)"|'([^'\r\n]*)')()`},
	{"hint": "alue", "pattern": `["']?\b(?:[Nn]ame|[Kk]ey)["']?[ \t]*:[ \t]*["']?([\w.-]+)["']?[ \t]*,?\s*["']?[Vv]alue["']?[ \t]*:[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'{\[,}][^\s,}]*))`},
	# Directives that have a space for their sign; a word alone after password may be prose.
	{"hint": "asswo", "pattern": `(?mi)^[ \t]*([\w.]+password)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{"hint": "asswd", "pattern": `(?mi)^[ \t]*([\w.]+passwd)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{"hint": "requirepass", "pattern": `(?m)^[ \t]*(requirepass)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{"hint": "rootpw", "pattern": `(?m)^[ \t]*(rootpw)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{"hint": "bindpw", "pattern": `(?m)^[ \t]*((?:root)?bindpw)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{"hint": "auth_pass", "pattern": `(?m)^[ \t]*(auth_pass)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{"hint": "secret \"", "pattern": `(?:^|[\s;{])(secret)[ \t]+"([^"\r\n]*)"()();`},
	{"hint": "setenv ", "pattern": `(?m)^[ \t]*setenv[ \t]+(\w+)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=]\S*))[ \t]*;?[ \t]*$`},
	{"hint": "env ", "pattern": `(?m)^[ \t]*ENV[ \t]+(\w+)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=]\S*))[ \t]*$`},
	{"hint": "password", "pattern": `(?m)^[ \t]*(?:user|username|neighbor)[ \t]+\S+[ \t]+((?:insecure-)?password)[ \t]+(?:[0-9][ \t]+)?(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*))(?:[ \t]+groups[ \t].*)?[ \t]*$`},
	{"hint": "auth-pass", "pattern": `(?m)^[ \t]*sentinel[ \t]+(auth-pass)[ \t]+\S+[ \t]+()()(\S+)[ \t]*$`},
	{"hint": "passw", "pattern": `(?m)^[ \t]*(password|passwd)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([A-Za-z]*[^A-Za-z\s"'=:]\S*));?[ \t]*$`},
	{"hint": "masterauth", "pattern": `(?m)^[ \t]*(masterauth)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"']+))[ \t]*$`},
	{"hint": "machine ", "pattern": `(?:^|\s)login\s+\S+\s+(password)\s+()()(\S+)`},
	# What a web server adds to requests.
	{"hint": "eader ", "pattern": `(?i)\b(?:(?:proxy|grpc)_set_header|add_header|set-header|RequestHeader[ \t]+set)[ \t]+([\w-]+)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"']+))`},
	# SQL.
	{"hint": " '", "pattern": `(?i)\b(password)()[ \t]+'([^'\r\n]+)'()`},
]

_assignment := {"hint": "=", "pattern": `(?:^|[\s;&|?,({"'\x60])(?:-{1,2}(?:set(?:-string)?|env|e|build-arg|from-literal|var|define|conf|param|parameter)[= ])?["']?([–—-]{0,2}[A-Za-z_][\w.-]*)=(?:\\?"([^"\\\r\n]*)|'([^'\r\n]*)'|([^\s;&|,"')]+))`}

_option := {"hint": " ", "pattern": `(?:^|[\s"'])([–—-]{1,2}[A-Za-z][\w.-]*)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'–—-][^\s;|&)]*))`}

# A line of its own is a header only when nothing comes behind its value.
_headers := [
	`(?i)(?:-H[ \t]*|--header[= \t])["']?([A-Za-z][\w-]*):[ \t]*(?:(?:bearer|basic|token|digest|apikey)[ \t]+)?([^\s"']+)`,
	`(?i)^["']?([A-Za-z][\w-]*):[ \t]*(?:(?:bearer|basic|token|digest|apikey)[ \t]+)?([^\s"']+)["']?\s*$`,
]

_programs := [
	{"name": "curl -u", "hint": "curl", "call": [`curl`, `(?:-[a-zA-Z]*u|--user|-U|--proxy-user)[ =]?["']?[^\s:"']+:`]},
	{"name": "mysql -p", "hint": "mysql", "call": [`mysql(?:dump|admin|import|check|show|sh)?`, `-p`]},
	{"name": "mariadb -p", "hint": "mariadb", "call": [`mariadb(?:-[a-z]+)?`, `-p`]},
	{"name": "mongo -p", "hint": "mongo", "call": [`mongo(?:sh|dump|restore|export|import)?`, `-p[ \t]+`]},
	{"name": "sshpass -p", "hint": "sshpass", "call": [`sshpass`, `-p[ \t]*`]},
	{"name": "redis-cli -a", "hint": "redis-cli", "call": [`redis-cli`, `-a[ \t]*`]},
	{"name": "login -p", "hint": "login", "call": [`(?:docker|podman|nerdctl|buildah|oras|helm registry|az|oc) login`, `-p[ =]?`]},
	{"name": "ldap -w", "hint": "ldap", "call": [`ldap(?:search|add|modify|delete|passwd|whoami|compare)`, `-w[ \t]*`]},
	{"name": "sqlcmd -P", "hint": "sqlcmd", "call": [`sqlcmd`, `-P[ \t]*`]},
	{"name": "bcp -P", "hint": "bcp", "call": [`bcp`, `-P[ \t]*`]},
	{"name": "cqlsh -p", "hint": "cqlsh", "call": [`cqlsh`, `-p[ \t]*`]},
	{"name": "mosquitto -P", "hint": "mosquitto", "call": [`mosquitto_(?:pub|sub|rr)`, `-P[ \t]+`]},
	{"name": "zip -P", "hint": "zip", "call": [`(?:un)?zip`, `-P[ \t]*`]},
	{"name": "ipmitool -P", "hint": "ipmitool", "call": [`ipmitool`, `-P[ \t]*`]},
	{"name": "smbclient -U", "hint": "smbclient", "call": [`smbclient`, `(?:-U|--user)[ =]?["']?[^\s%"']+%`]},
	{"name": "lftp -u", "hint": "lftp", "call": [`lftp`, `-u[ \t]*["']?[^\s,"']+,`]},
	{"name": "rabbitmqctl", "hint": "rabbitmqctl", "call": [`rabbitmqctl`, `(?:add_user|change_password|authenticate_user)[ \t]+\S+[ \t]+`]},
	{"name": "sqlplus", "hint": "sqlplus", "call": [`sqlplus`, `["']?\w+/`, `[^\s@]*@`]},
	{"name": "mc alias set", "hint": "mc ", "literal": [`\bmc[ \t]+(?:alias[ \t]+set|config[ \t]+host[ \t]+add)[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+`, ``]},
	{"name": "aws configure set", "hint": "configure", "literal": [`\baws[ \t]+configure[ \t]+set[ \t]+(?:\S+\.)?aws_(?:secret_access_key|session_token)[ \t]+`, ``]},
	{"name": "npm config set", "hint": " set ", "literal": [`\b(?:npm|yarn|pnpm)[ \t]+(?:config[ \t]+)?set[ \t]+\S*_(?:authToken|password|auth)[= \t]+`, ``]},
	{"name": "etcdctl --user", "hint": "etcdctl", "call": [`etcdctl`, `--user[ =]["']?[^\s:"']+:`]},
	{"name": "htpasswd -b", "hint": "htpasswd", "call": [`htpasswd`, `-[A-Za-z]*b[A-Za-z]*\s+(?:\S+\s+){1,2}`, `\S*\s*($|[;&|>)\r\n])`]},
	{"name": "openssl pass:", "hint": "pass:", "literal": [`(?:^|\s)-(?:pass(?:in|out)?|k)\s+["']?pass:`, ``]},
	{"name": "password-stdin", "hint": "stdin", "literal": [`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?`, `[^"'$\x60|\r\n]*["']?[ \t]*\|[^|;&\r\n]*(?:--password-stdin|passwd --stdin)`]},
	{"name": "chpasswd", "hint": "chpasswd", "literal": [`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?[^\s"':|]+:`, `[^|\r\n]*\|[ \t]*(?:sudo[ \t]+)?chpasswd`]},
	{"name": "sudo -S", "hint": "sudo ", "literal": [`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?`, `[^"'$\x60|\r\n]*["']?[ \t]*\|[ \t]*sudo[ \t]+-\w*S\b`]},
	{"name": "kinit", "hint": "kinit", "literal": [`\b(?:echo|printf)[ \t]+(?:-[ne]+[ \t]+)?["']?`, `[^"'$\x60|\r\n]*["']?[ \t]*\|[ \t]*kinit\b`]},
	{"name": "echo > file", "hint": "echo ", "pattern": `echo[ \t]+(?:-[neE]+[ \t]+)?["']?(?:[a-z]{2,}[A-Z0-9!#%@^_.:*-][^\s"'$<>\x60|;&]*|[a-z]?[A-Z0-9!#%@^_.:*-][^\s"'$<>\x60|;&]{3,})["']?[ \t]*>>?[ \t]*["']?[^\s"';|&>]*(?i:password|passwd|passphrase|secret|token|credentials|pgpass|netrc|api[_-]?key)(?:\.txt)?["']?([\s;&|)]|$)`},
	{"name": "base64 -d", "hint": "base64", "pattern": `(?i)(?:pass|passwd|password|pwd|pin|secret|token|key)=["']?(?:\$\(|\x60)[ \t]*(?:echo|printf)[ \t]+(?:-n[ \t]+)?["']?[a-z0-9+/]{6,}={0,2}["']?[ \t]*\|[ \t]*base64`},
	{"name": "Authorization", "hint": "uthorization", "pattern": `(?i)authorization["']?[ \t]*(?:[:=]|[ \t]["']|,[ \t]*["'])[ \t]*["']?(?:bearer|basic|token)(?:[ \t]+|%20)[\w+/=.~-]{6,}`},
	# Configuration files that have a form of their own: HAProxy, Redis' lists of users, strongSwan, Net-SNMP, Squid,
	# Kafka's and ZooKeeper's login modules.
	{"name": "stats auth", "hint": "stats", "literal": [`(?m)^[ \t]*stats[ \t]+auth[ \t]+[^\s:]+:`, ``]},
	{"name": "user >", "hint": "user ", "literal": [`(?m)^[ \t]*user[ \t]+\S+[ \t](?:[^\r\n]*[ \t])?>`, ``]},
	{"name": "PSK", "hint": "PSK", "pattern": `:[ \t]*PSK[ \t]+"[^"$<{\r\n]+"`},
	{"name": "createUser", "hint": "createUser", "literal": [`(?m)^[ \t]*createUser[ \t]+(?:-e[ \t]+\S+[ \t]+)?\S+[ \t]+(?:MD5|SHA[0-9-]*)[ \t]+`, ``]},
	{"name": "login=", "hint": "login=", "literal": [`[ \t]login=[^\s:]+:`, ``]},
	{"name": "LoginModule", "hint": "LoginModule", "literal": [`(?s)LoginModule[ \t\r\n].*\buser_\w+[ \t]*=[ \t]*`, ``]},
	# host:port:database:user:password
	{"name": "a line of .pgpass", "hint": ":5432:", "pattern": `(?m)^[ \t]*[\w.*-]+:5432:[\w*.-]+:[\w.-]*[A-Za-z*][\w.-]*:[^\s:/@"'$<{(\[][^\s:]*[ \t]*$`},
	{"name": "a line of .pgpass", "hint": ":6432:", "pattern": `(?m)^[ \t]*[\w.*-]+:6432:[\w*.-]+:[\w.-]*[A-Za-z*][\w.-]*:[^\s:/@"'$<{(\[][^\s:]*[ \t]*$`},
	{"name": "a line of .pgpass", "hint": ":*:", "pattern": `(?m)^[ \t]*[\w.*-]+:\*:[\w*.-]+:[\w.-]*[A-Za-z*][\w.-]*:[^\s:/@"'$<{(\[][^\s:]*[ \t]*$`},
	{"name": "PASSWORD()", "hint": "PASSWORD('", "pattern": `\bPASSWORD\('[^'$<{\r\n]+'\)`},
	{"name": "IDENTIFIED BY", "hint": "'", "pattern": `(?i)\bidentified[ \t]+(?:with[ \t]+\S+[ \t]+)?by[ \t]+'[^'$<{\r\n]+'`},
]

# The pattern of a program: as it is, what stands before and behind a literal value, or the program's
# name and, in the same command, also over continued lines, an option and its literal value. They are
# made when they are wanted; a table of finished ones would be made anew for every object.
_pattern(program) := program.pattern if {
	program.pattern
} else := concat(_literal, program.literal) if {
	program.literal
} else := concat("", [`\b`, program.call[0], `\b(?:[^|;&\r\n]|\\\r?\n)*\s`, program.call[1], _literal, rest]) if {
	rest := concat("", array.slice(program.call, 2, 3))
}

_literal := `["']?[^\s"'$<{\x60|;&?=+-]`
