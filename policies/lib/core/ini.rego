# METADATA
# title: INI files
# description: |
#   INI files read as X-Road's services read theirs, with Apache Commons Configuration: comments begin
#   with # or ;, keys end at = or :, values may be quoted, and a backslash behind a blank continues the
#   value on the next line. Names of sections and keys are exact, blanks within the brackets included.
# related_resources:
#   - https://commons.apache.org/proper/commons-configuration/apidocs/org/apache/commons/configuration2/INIConfiguration.html
package lib.guiderail.ini

# METADATA
# description: |
#   The settings of a text in their order: `section` ("" before the first), `key`, `value` and `line`,
#   counted from 1. A key that is written twice is there twice.
settings(text) := [setting |
	lines := split(regex.replace(text, `\r\n?`, "\n"), "\n")
	continuations := _continuations(lines)
	headers := [i | some i, line in lines; not i in continuations; _is_header(trim(line, _blanks))]
	starts := array.concat([-1], headers)
	ends := array.concat(headers, [count(lines)])
	some k, start in starts
	some offset, line in array.slice(lines, start + 1, ends[k])
	i := (start + 1) + offset
	not i in continuations
	parts := _parts(trim(line, _blanks))
	values := array.concat([parts.value], _following(lines, continuations, i))
	setting := {
		"section": _section(lines, start),
		"key": parts.key,
		"value": concat("\n", [_value(value) | some value in values]),
		"line": i + 1,
	}
]

# METADATA
# description: Whether the first line that is no comment is the header of a section.
begins_with_section(text) if regex.match(`^\s*([#;][^\n]*\n\s*)*\[[^\]\n]+\][ \t\r]*(\n|$)`, text)

_blanks := " \t\f\u000b"

_is_header(line) if {
	startswith(line, "[")
	endswith(line, "]")
}

_section(lines, start) := substring(header, 1, count(header) - 2) if {
	header := trim(lines[start], _blanks)
} else := ""

# Where a quote stands behind a separator, that one ends the key even if there are others before it.
_parts(line) := {"key": key, "value": value} if {
	_is_setting(line)
	match := regex.find_all_string_submatch_n(`^([^"']*)[=:]\s*(["'].*)$|^([^=:]*)[=:](.*)$`, line, 1)[0]
	key := trim(concat("", [match[1], match[3]]), _blanks)
	value := trim(concat("", [match[2], match[4]]), _blanks)
} else := {"key": line, "value": ""} if {
	_is_setting(line)
}

_is_setting(line) if not regex.match(`^([#;]|$)`, line)

_value(text) := replace(content, concat("", [`\`, quote]), quote) if {
	quote := substring(text, 0, 1)
	quote in {`"`, "'"}
	match := regex.find_all_string_submatch_n(`^(?:"((?:[^"\\]|\\.)*)|'((?:[^'\\]|\\.)*))`, text, 1)[0]
	content := concat("", [match[1], match[2]])
} else := trim(regex.replace(_without_comment(text), `(^|\s)\\$`, ""), _blanks)

# Within a line only what a blank precedes begins a comment.
_without_comment(text) := trim(regex.replace(text, `\s[#;].*$`, ""), _blanks)

# The lines that continue a value. In a run of lines that ask to be continued those before the first
# that is no comment do not count.
_continuations(lines) := {i |
	asking := {i | some i, line in lines; endswith(_without_comment(line), `\`); _asks(_without_comment(line))}
	some first in asking
	not regex.match(`^\s*[#;]`, lines[first])
	some i in numbers.range(first + 1, count(lines) - 1)
	i > first
	count({k | some k in numbers.range(first, i - 1)} - asking) == 0
}

_asks(line) if regex.match(`(^|\s|^[^=:]*[=:])\\$`, line)

_following(lines, continuations, i) := [lines[j] |
	some j in sort([j | some j in continuations])
	j > i
	count({k | some k in numbers.range(i + 1, j)} - continuations) == 0
]
