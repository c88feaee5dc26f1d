# METADATA
# title: How values of scan reports are read
# description: |
#   Severities, times and places, which every scanner writes in its own way.
package lib.guiderail.scan_reading

import data.lib.guiderail.date

# METADATA
# description: |
#   The severities under the names that all share, by the words of the scanners. A word that is not here says nothing:
#   `unknown`.
levels := object.union_n([{word: level, upper(word): level, _title(word): level} | some word, level in _words])

_words := {
	"critical": "critical",
	"defcon1": "critical",
	"high": "high",
	"important": "high",
	"medium": "medium",
	"moderate": "medium",
	"low": "low",
	"negligible": "negligible",
	"informational": "negligible",
	"none": "negligible",
}

_title(word) := concat("", [upper(substring(word, 0, 1)), substring(word, 1, -1)])

# METADATA
# description: The severity of a score of CVSS 3 or 4; undefined for what is no score.
level_of_score(score) := "critical" if {
	score >= 9
	score <= 10
} else := "high" if {
	score >= 7
	score < 9
} else := "medium" if {
	score >= 4
	score < 7
} else := "low" if {
	score > 0
	score < 4
}

# METADATA
# description: |
#   A time that a report has at a path: `path`, `shown` (its day) and `ns`, nanoseconds since 1970. AWS may write
#   seconds since 1970. Undefined where there is none; years before 2000 are what tools write that know none.
moment(document, steps) := {"path": steps, "ns": ns, "shown": shown} if {
	written := _found(document, steps)
	ns := _nanoseconds(written)
	[year, month, day] := time.date(ns)
	shown := sprintf("%d-%02d-%02d", [year, month, day])
}

_nanoseconds(written) := date.nanoseconds(written)

_nanoseconds(written) := round(written * 1000000) * 1000 if {
	is_number(written)
	written > 946684800
	written < 4102444800
}

# METADATA
# description: The first of some times that a report has; undefined where it has none.
first_moment(document, places) := [found | some steps in places; found := moment(document, steps)][0]

# METADATA
# description: An entry of a list, which need not be the object that it ought to be.
entry(written) := written if {
	is_object(written)
} else := {}

# METADATA
# description: The path to a value, or to the nearest value around it that is there.
place(document, steps) := array.slice(steps, 0, max(there)) if {
	there := [n |
		some n in numbers.range(0, count(steps))
		_found(document, array.slice(steps, 0, n)) != null
	]
}

# A document may be a list, which object.get refuses.
_found(document, steps) := object.get({"": document}, array.concat([""], steps), null)

# METADATA
# description: Those of some values that are texts with something in them.
texts(values) := {text |
	some text in values
	is_string(text)
	text != ""
}

# METADATA
# description: The digests in texts, which may be whole references.
digests(values) := {digest |
	some text in texts(values)
	some digest in regex.find_n(`sha256:[0-9a-f]{64}`, text, 1)
}

# METADATA
# description: Texts one after another; "" where there are none.
joined(values) := concat(", ", [text | some text in values; is_string(text)]) if {
	is_array(values)
} else := values if {
	is_string(values)
} else := ""
