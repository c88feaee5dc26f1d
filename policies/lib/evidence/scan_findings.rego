# METADATA
# title: Which findings of a scan count
# description: |
#   The findings of a report that count by the parameters of a control, and how messages name them.
package lib.guiderail.scan_findings

import data.lib.guiderail.date
import data.lib.guiderail.scan_reading

# METADATA
# description: |
#   The findings of a report that count, by `max` (their severities and `unknown`), `scale`, `fixable_only`,
#   `leeway_days` and `now`.
counted(report, parameters) := [object.union(found, {"level": level}) |
	some found in report.findings
	level := _level(found, parameters.scale)
	_is_asked(level, parameters.max)
	not _is_accepted(found, parameters)
	not _is_left(found, parameters)
]

_level(found, "vendor") := found.level

# What NVD does not tell, or in a word that is not known, the scanner's own severity does.
_level(found, "nvd") := scan_reading.levels[found.nvd] if {
	scan_reading.levels[found.nvd]
} else := scan_reading.level_of_score(found.nvd) if {
	is_number(found.nvd)
} else := found.level

_is_asked("unknown", _)

_is_asked(level, asked) if asked[level] >= 0

# One that ends is in force until then. Where the present is not known, the report's word stands.
_is_accepted(found, parameters) if {
	some end in found.accepted
	not _is_past(end, object.get(parameters, "now", ""))
}

_is_past(end, now) if date.nanoseconds(end) + date.day < date.nanoseconds(now)

_is_left(found, parameters) if {
	parameters.fixable_only
	found.fix in {"", null}
}

_is_left(found, parameters) if {
	parameters.leeway_days > 0
	date.nanoseconds(found.published) + (parameters.leeway_days * date.day) > date.nanoseconds(parameters.now)
}

# METADATA
# description: |
#   The findings of a severity among those that count: their `number`, each vulnerability of a package once, the `path`
#   of the first one, and the first few as `examples`. Undefined where there are none. Of a report that shows only a
#   part the number is that of its summary.
of_level(report, findings, level) := {
	"number": report.counts.levels[level],
	"path": report.counts.path,
	"examples": ", by the summary of the report",
} if {
	report.counts.levels[level] > count([1 | some item in report.findings; item.level == level])
} else := _listed(findings, level)

_listed(findings, level) := {"number": count(found), "path": path, "examples": examples} if {
	found := {[item.id, item.package, item.version] | some item in findings; item.level == level}
	keys := array.slice(sort(found), 0, 3)
	firsts := [_first(findings, key) | some key in keys]
	path := firsts[0].path
	names := concat(", ", [shown(first) | some first in firsts])
	examples := sprintf(": %s%s", [names, _rest(count(found) - count(keys))])
}

_first(findings, [id, name, version]) := [item |
	some item in findings
	item.id == id
	item.package == name
	item.version == version
][0]

_rest(number) := sprintf(" and %d more", [number]) if {
	number > 0
} else := ""

# METADATA
# description: |
#   How many findings of each severity a report has, accepted ones among them, each vulnerability of a package once. Of
#   a report that shows only a part the numbers are those of its summary.
tally(report) := object.union_n([{level: number} |
	listed := {[item.level, item.id, item.package, item.version] | some item in report.findings}
	some level in ({key[0] | some key in listed} | object.keys(report.counts.levels))
	number := max([count([1 | some key in listed; key[0] == level]), object.get(report.counts.levels, level, 0)])
	number > 0
])

# METADATA
# description: How messages name a finding.
shown(found) := sprintf("%v in %s%s", [_named(found.id), release, _fixed(found.fix)]) if {
	release := trim_space(sprintf("%v %v", [found.package, found.version]))
}

_named("") := "a vulnerability without an ID"

_named(id) := id if id != ""

_fixed(fix) := sprintf(" (fixed in %s)", [fix]) if {
	is_string(fix)
	fix != ""
} else := ""
