# METADATA
# title: Settings in text of many formats
# description: |
#   Finds sensitive names that a configuration file or a program gives a value. Every function gives the names of what
#   is exposed and never its value.
package lib.guiderail.settings

import data.lib.guiderail.sensitive
import data.lib.guiderail.weak
import data.lib.guiderail.written_out

# METADATA
# description: |
#   The sensitive names to which a configuration text gives a value: lines of properties, INI, YAML,
#   TOML and shell, JSON and flow mappings, XML, name and value pairs, connection strings.
exposed(text, name_patterns) := {pair[0] |
	some pair in sensitive_pairs(_formats, text, name_patterns)
	written_out.is_secret(pair[0], pair[1])
}

# METADATA
# description: The same for program code, where only what stands in quotes is a value.
literals(code, name_patterns) := {pair[0] |
	some pair in sensitive_pairs(_formats, code, name_patterns)
	pair[2]
	written_out.is_secret(pair[0], pair[1])
}

# METADATA
# description: |
#   The sensitive names to which a configuration text gives a placeholder or a well-known default.
weak_values(text, name_patterns) := {pair[0] |
	some pair in sensitive_pairs(_formats, text, name_patterns)
	_is_weak(pair[0], pair[1])
}

_is_weak(name, value) if {
	weak.is_default(value)
	written_out.is_secret(name, value)
}

# An application resolves ${…} itself.
_is_weak(_, value) if {
	weak.is_placeholder(value)
	not startswith(value, "$")
}

# METADATA
# description: |
#   The sensitive names and their values in a text of some formats, each pair once, and whether the value stands in
#   quotes. Every format has a `pattern` with four groups: the name, and the value in double quotes, in single quotes
#   or in none; its `hint`, in small letters, spares texts that cannot match.
sensitive_pairs(formats, text, name_patterns) := {pair |
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

_value(written, false) := regex.replace(
	regex.replace(
		written,
		`([ \t]+[#;].*|[,;]?\s*)$`,
		"",
	),
	`^(&[\w-]+|!!\w+)[ \t]+`, "",
)

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
	{
		"hint": "asswo",
		"pattern": `(?mi)^[ \t]*([\w.]+password)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`,
	},
	{
		"hint": "asswd",
		"pattern": `(?mi)^[ \t]*([\w.]+passwd)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`,
	},
	{
		"hint": "requirepass",
		"pattern": `(?m)^[ \t]*(requirepass)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`,
	},
	{"hint": "rootpw", "pattern": `(?m)^[ \t]*(rootpw)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`},
	{
		"hint": "bindpw",
		"pattern": `(?m)^[ \t]*((?:root)?bindpw)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`,
	},
	{
		"hint": "auth_pass",
		"pattern": `(?m)^[ \t]*(auth_pass)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=:]\S*));?[ \t]*$`,
	},
	{"hint": "secret \"", "pattern": `(?:^|[\s;{])(secret)[ \t]+"([^"\r\n]*)"()();`},
	{
		"hint": "setenv ",
		"pattern": `(?m)^[ \t]*setenv[ \t]+(\w+)[ \t]+(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\s"'=]\S*))[ \t]*;?[ \t]*$`,
	},
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
