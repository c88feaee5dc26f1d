# METADATA
# title: All controls in conftest's own namespace
# description: |
#   `conftest test -p policies FILE` asks this package, which asks every control about every object once;
#   with `--combine` all documents together, so that the objects see one another. Each failure has in its
#   metadata the `control`, its `severity`, the `object` and `details.path`; the documentation of a control
#   is what `guiderail explain` prints.
package main

import data.lib.guiderail.as_read
import data.lib.guiderail.judge

violation contains object.union(_located(finding.at), object.remove(finding, ["enforcement"])) if {
	some finding in _judged.violations
}

# What the parser left out was not judged.
warn contains object.union(_located(document.at), {"msg": msg}) if {
	some document in _documents
	msg := sprintf("not judged as it is meant: the document %s", [as_read.loss(document.value)])
}

# What was not judged is never a pass.
warn contains object.union(_located(finding.at), object.union(
	object.remove(finding, ["enforcement"]),
	{"msg": msg},
)) if {
	some finding in _judged.unknowns
	msg := sprintf("%s: unknown: %s", [finding.control, finding.msg])
}

warn contains object.union(_located(problem.at), {"msg": sprintf("not judged: the document %s", [problem.msg])}) if {
	some problem in _judged.problems
}

warn contains {"msg": msg, "controls": controls} if {
	not _is_whole
	controls := sort(_judged.alone)
	count(controls) > 0
	what := sprintf("not judged by %s, which need other objects", [concat(", ", controls)])
	msg := sprintf("%s; pass them all to conftest with --combine", [what])
}

_judged := judge.of(_documents) if _is_whole

_judged := judge.apart(_documents) if not _is_whole

# Whether the other objects are there to be looked at.
_is_whole if _is_combined

_is_whole if data.inventory

_documents := [{"at": [i], "value": document.contents} | some i, document in input] if {
	_is_combined
} else := [{"at": [], "value": value} | value := input]

_is_combined if {
	is_array(input)
	every document in input {
		is_string(document.path)
	}
}

_located(at) := {"_loc": {"file": file}} if {
	file := _files[at[0]]
} else := {}

_files := [document.path | _is_combined; some document in input]
