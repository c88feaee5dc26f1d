# METADATA
# title: Dates and times as strings
# description: |
#   Dates (2026-01-31) and RFC 3339 times (2026-01-31T12:00:00Z). Controls cannot read the clock; the
#   caller supplies the current time.
# related_resources:
#   - https://www.rfc-editor.org/rfc/rfc3339
package lib.guiderail.date

# METADATA
# description: |
#   The nanoseconds since 1970 of a date, its first moment in UTC, or a time. Undefined for all else,
#   days that no calendar has among it, and for years before 2000 and after 2099.
nanoseconds(text) := time.parse_rfc3339_ns(concat("", [text, "T00:00:00Z"])) if {
	_is_text(text)
	regex.match(concat("", [`^`, _day, `$`]), text)
} else := time.parse_rfc3339_ns(text) if {
	_is_text(text)
	regex.match(concat("", [`^`, _day, _time, `$`]), text)
}

# METADATA
# description: The nanoseconds of a day.
day := ((24 * 60) * 60) * 1000000000

_is_text(text) if is_string(text)

_day := concat("", [
	`(?:20[0-9]{2}-(?:`,
	`(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|`,
	`(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|`,
	`02-(?:0[1-9]|1[0-9]|2[0-8]))`,
	# Every fourth year of this century has a 29th of February.
	`|20(?:[02468][048]|[13579][26])-02-29)`,
])

_time := `T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])`
