# METADATA
# title: Schedules
# description: Whether the schedule of a CronJob makes it run every day.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
package lib.guiderail.cron

# METADATA
# description: |
#   Why a schedule does not run every day, as messages say it. Undefined if it does, at whatever time.
undaily(schedule) := "is not set" if {
	schedule in {"", null}
} else := sprintf("%v is not a valid schedule", [schedule]) if {
	not is_string(schedule)
} else := sprintf("%v is not daily", [schedule]) if {
	lower(_bare(schedule)) in {"@weekly", "@monthly", "@yearly", "@annually"}
} else := sprintf("%v is not a valid schedule", [schedule]) if {
	not _is_macro(schedule)
	not _has_five_fields(schedule)
} else := sprintf("%v is not daily", [schedule]) if {
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

# Older clusters accept a time zone in the schedule.
_bare(schedule) := trim_space(regex.replace(schedule, `^\s*(CRON_)?TZ=\S+`, ""))
