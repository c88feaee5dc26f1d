# METADATA
# title: Schedules of AWS
# description: How often a schedule in the form rate(…) or cron(…) comes round.
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
package lib.guiderail.schedule

# METADATA
# description: |
#   The longest time between two runs of a schedule, in days; undefined where the text is no schedule. Of cron only the
#   day of the month, the month and the day of the week count.
days(schedule) := ceil(to_number(amount) * _in_days[unit]) if {
	is_string(schedule)
	[_, amount, unit] := regex.find_all_string_submatch_n(`^rate\(([0-9]+) (minute|hour|day)s?\)$`, schedule, -1)[0]
} else := _gap(fields[2], fields[3], fields[4]) if {
	is_string(schedule)
	text := regex.find_all_string_submatch_n(`^cron\((.*)\)$`, schedule, -1)[0][1]
	fields := regex.split(` +`, upper(trim_space(text)))
	count(fields) == 6
	fields[5] in {"*", "?"}
}

_in_days := {"minute": 1 / 1440, "hour": 1 / 24, "day": 1}

# Two years, so that what comes once a year comes twice.
_calendar := [day |
	some year in [0, 1]
	some i, length in _lengths
	some date in numbers.range(1, length)
	n := ((year * 365) + sum(array.slice(_lengths, 0, i))) + date
	day := {"n": n, "month": i + 1, "date": date, "weekday": (n % 7) + 1, "length": length}
]

_lengths := [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

_gap(dates, months, weekdays) := max(gaps) if {
	in_months := _numbers(strings.replace_n(_months, months), 1, 12)
	on := strings.replace_n(_weekdays, weekdays)
	on_dates := _numbers(dates, 1, 31)
	on_weekdays := _numbers(on, 1, 7)
	runs := [day.n |
		some day in _calendar
		day.month in in_months
		_is_on_date(day, dates, on_dates)
		_is_on_weekday(day, on, on_weekdays)
	]
	gaps := [gap | some i, run in runs; gap := runs[i + 1] - run]
}

_months := {
	"JAN": "1", "FEB": "2", "MAR": "3", "APR": "4", "MAY": "5", "JUN": "6",
	"JUL": "7", "AUG": "8", "SEP": "9", "OCT": "10", "NOV": "11", "DEC": "12",
}

_weekdays := {"SUN": "1", "MON": "2", "TUE": "3", "WED": "4", "THU": "5", "FRI": "6", "SAT": "7"}

_is_on_date(day, _, dates) if day.date in dates

# The last day of a month.
_is_on_date(day, field, _) if {
	regex.match(`^L(W|-[0-9]+)?$`, field)
	day.date == day.length
}

# The working day next to a date; the date itself is near enough.
_is_on_date(day, field, _) if field == sprintf("%dW", [day.date])

_is_on_weekday(day, _, weekdays) if day.weekday in weekdays

_is_on_weekday(day, "L", _) if day.weekday == 7

# The last of a weekday in its month.
_is_on_weekday(day, field, _) if {
	field == sprintf("%dL", [day.weekday])
	day.date > day.length - 7
}

# The first, second and so on.
_is_on_weekday(day, field, _) if field == sprintf("%d#%d", [day.weekday, ceil(day.date / 7)])

# The numbers in a list such as 1,5-7,10/5 or *.
_numbers(field, first, last) := {n |
	some part in split(field, ",")
	[_, all, from, to, step] := regex.find_all_string_submatch_n(`^(?:([*?])|([0-9]+)(?:-([0-9]+))?)(?:/([0-9]+))?$`, part, -1)[0]
	start := to_number(_or(from, first))
	some n in numbers.range(start, to_number(_or(to, _end(all, step, start, last))))
	(n - start) % max([1, to_number(_or(step, 1))]) == 0
}

_end(_, step, _, last) := last if step != ""

_end(all, "", start, last) := {true: start, false: last}[all == ""]

_or(text, otherwise) := text if {
	text != ""
} else := otherwise
