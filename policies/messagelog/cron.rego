# METADATA
# title: Schedules
# description: How often a CronJob runs, as far as its schedule shows it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
package lib.guiderail.cron

# METADATA
# description: |
#   Why something with this schedule does not run every day, as a predicate; undefined if it does. Hours and
#   minutes may be any.
undaily(schedule) := "is not set" if {
	schedule in {"", null}
} else := "is not a schedule" if {
	not is_string(schedule)
} else := "is less than daily" if {
	lower(_bare(schedule)) in {"@weekly", "@monthly", "@yearly", "@annually"}
} else := "is not a schedule" if {
	not _is_macro(schedule)
	not _has_five_fields(schedule)
} else := "is less than daily" if {
	not _is_macro(schedule)
	some i, field in array.slice(_fields(schedule), 2, 5)
	not lower(field) in _all[i]
}

# Days of the month, months and days of the week.
_all := [
	{"*", "?", "*/1", "1-31"},
	{"*", "?", "*/1", "1-12", "jan-dec"},
	{"*", "?", "*/1", "0-6", "0-7", "1-7", "sun-sat"},
]

_is_macro(schedule) if lower(_bare(schedule)) in {"@daily", "@midnight", "@hourly"}

_is_macro(schedule) if regex.match(`^@every ([0-9]+(\.[0-9]+)?(ns|us|ms|s|m))+$`, _bare(schedule))

_is_macro(schedule) if regex.match(`^@every ([0-9]|1[0-9]|2[0-4])h$`, _bare(schedule))

_has_five_fields(schedule) if {
	fields := _fields(schedule)
	count(fields) == 5
	every field in fields {
		regex.match(`^(\*|\?|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(/[0-9]+)?(,(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(/[0-9]+)?)*$`, field)
	}
}

_fields(schedule) := regex.split(`\s+`, _bare(schedule))

# Older clusters took the time zone here.
_bare(schedule) := trim_space(regex.replace(schedule, `^\s*(CRON_)?TZ=\S+`, ""))
