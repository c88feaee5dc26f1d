# METADATA
# title: What of a text is worth a search for secrets
# description: |
#   A cheap look at a text that spares the costly ones nearly all of it. It errs towards what is not worth it.
package lib.guiderail.suspects

import data.lib.guiderail.sensitive

# METADATA
# description: |
#   The lines of a text in which something may be found, without comments; JSON is broken into a line
#   for each member and what a backslash continues is joined. The other functions want text of this
#   form: to search only these lines is what makes a megabyte of dashboards cheap. Patterns that are not
#   the usual ones may find something on any line. Of a very long text only the beginning is read;
#   `is_read_whole` tells.
lines(text, patterns) := substring(concat("\n", [line | some line in written; line in suspects]), 0, _most_suspect) if {
	written := split(_broken_at_members(_without_markup_comments(substring(text, 0, _most))), "\n")
	hint := _hint_in(text, patterns)

	# Each is judged once: a dashboard repeats a few hundred lines ten thousand times.
	suspects := {line |
		some line in {line | some line in written}
		regex.match(hint, line)
		not _is_comment(line)
	}
}

# METADATA
# description: Whether `lines` had a look at all of a text.
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

# The members of JSON may have spaces before them; in code, a comma and a quote come before any argument.
_broken_at_members(text) := regex.replace(broken, `([,{])[ \t]+(\\*"[^"\\\n]*\\*"\s*:)`, "$1\n$2") if {
	broken := strings.replace_n(_line_breaks, text)
	regex.match(`[,{][ \t]+\\*"`, broken)
} else := strings.replace_n(_line_breaks, text)

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

_any_hint(patterns) := concat("|", array.concat([hint_of(patterns)], array.concat(_rare_words, [form |
	some form in _rare_forms
])))

_rare_words := [
	"curl", "mysql", "mariadb", "mongo", "redis-cli", "ldap", "sqlcmd", "bcp", "etcdctl", "stdin", "base64", "rabbitmqctl",
	"smbclient", "mc alias", "mc config", "cqlsh", "mosquitto_", "zip ", "lftp", "sudo ", "kinit", "ipmitool",
	"identified", "IDENTIFIED", "Identified", "PSK", "psk", "createUser", "oracle:", "AKIA", "ASIA", "ghp_",
	"gho_", "ghu_",
	"ghs_", "ghr_", "glpat-", "glrt-", "gldt-", "xox", "xapp-", "eyJ", "slack", "discord", "webhook.office",
	"sig=", "AIza", "sk_live_", "rk_live_",
	"sk-", "whsec_", "SG.", "npm_", "hvs.", "hvb.", "dckr_", "dop_v1", "hf_", "pypi-", "shpat_", "shpss_", "shpca_", ":AA",
	"github_pat", ":5432:", ":6432:", "AGE-SEC", "PuTTY", "LS0tLS1CRUdJTi", "-----BEGIN",
]

# Where the one is, the other may be in a line of interest.
_rare_forms := {" >": "user ", "LoginModule": "user_", ":*:": `:\*:`}

# METADATA
# description: Whether a text may hold a secret; nearly none does.
may_hold(text, patterns) if regex.match(_any_hint(array.concat(patterns.name_patterns, patterns.value_patterns)), text)
