# METADATA
# title: Durations as Go writes them
# description: Such as 90s, 1h30m and 0.5h.
# related_resources:
#   - https://pkg.go.dev/time#ParseDuration
package lib.guiderail.duration

# METADATA
# description: Whether something is a duration, however long.
is_valid(written) if regex.match(`^([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`, sprintf("%v", [written]))

# METADATA
# description: |
#   The hours of a duration in hours, minutes and seconds. Undefined for others, and for what exceeds three centuries,
#   on which the builtin fails.
hours(written) := time.parse_duration_ns(text) / 3600000000000 if {
	text := sprintf("%v", [written])
	regex.match(concat("", [`^(0|`, _hours, _minutes, _seconds, `)$`]), text)
	text != ""
}

_hours := `([0-9]{1,6}(\.[0-9]{1,9})?h)?`

_minutes := `([0-9]{1,7}(\.[0-9]{1,9})?m)?`

_seconds := `([0-9]{1,9}(\.[0-9]{1,9})?s)?`
