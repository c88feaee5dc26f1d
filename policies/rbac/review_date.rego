# METADATA
# title: Dates of reviews
# description: |
#   The date of the last review, as an annotation has it, and whether it is recent.
package lib.guiderail.review_date

import data.lib.guiderail.date

# METADATA
# description: |
#   What is wrong with a date, null where there is none, by the parameters of a control: it is the value of `annotation`
#   and at most `max_age_days` before `now`.
defect(reviewed, parameters) := sprintf("was never reviewed; set the annotation %s to the day of the review", [
	parameters.annotation,
]) if {
	reviewed == null
} else := sprintf("its annotation %s is %s, which is not a date; %s", [
	parameters.annotation, json.marshal(reviewed), wanted,
]) if {
	not date.nanoseconds(reviewed)
	wanted := "write it as 2026-01-31"
} else := sprintf("says it was reviewed on %s, which is in the future; %s", [reviewed, wanted]) if {
	# It may be tomorrow already where the reviewer lives.
	_age(reviewed, parameters.now) < -1
	wanted := "write the day of the last review"
} else := sprintf("was last reviewed on %s, more than %d days ago; review it", [reviewed, parameters.max_age_days]) if {
	_age(reviewed, parameters.now) > parameters.max_age_days
}

# METADATA
# description: Whether a date is one whose age nobody can tell, because `now` is none.
is_age_open(reviewed, parameters) if {
	date.nanoseconds(reviewed)
	not date.nanoseconds(parameters.now)
}

_age(day, now) := (date.nanoseconds(now) - date.nanoseconds(day)) / date.day
