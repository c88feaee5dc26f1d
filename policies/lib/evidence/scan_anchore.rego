# METADATA
# title: Reports of Anchore
# description: |
#   The vulnerabilities of an image as Anchore Engine, Anchore Enterprise and anchorectl write them, and the evaluation
#   of a policy, which shows what that policy asks for and nothing else.
# related_resources:
#   - https://docs.anchore.com/current/docs/
package lib.guiderail.scan_anchore

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document with vulnerabilities, as `scan_reports.all` has them.
reports(document) := [{
	"state": {"word": "complete"},
	"findings": _findings(document, []),
}] if {
	is_array(document)
} else := [{
	"digests": scan_reading.digests([object.get(document, "imageDigest", ""), object.get(document, "image_digest", "")]),
	"state": _state(document),
	"findings": _findings(value.array_in(document, "vulnerabilities"), ["vulnerabilities"]),
}]

_state(document) := {
	"word": "open",
	"steps": ["vulnerabilities"],
	"why": "has no vulnerabilities, and not of all types: what was scanned is not known",
} if {
	count(value.array_in(document, "vulnerabilities")) == 0
	not _type(document) == "all"
} else := {"word": "complete"}

_type(document) := object.get(document, "vulnerability_type", object.get(document, "vulnerabilityType", ""))

_findings(rows, path) := [found |
	some i, written in rows
	row := scan_reading.entry(written)
	found := {
		"id": object.get(row, "vuln", ""),
		"package": _field(row, "package_name", "packageName"),
		"version": _field(row, "package_version", "packageVersion"),
		"level": object.get(scan_reading.levels, object.get(row, "severity", ""), "unknown"),
		"nvd": _score(row),
		"fix": _fix(row),
		"published": "",
		"path": array.concat(path, [i]),
	}
]

_field(row, old, new) := object.get(row, old, object.get(row, new, object.get(row, "package", "")))

_score(row) := row.nvd_data[0].cvss_v3.base_score if {
	is_number(row.nvd_data[0].cvss_v3.base_score)
} else := object.get(row, ["nvdData", 0, "cvssV3", "baseScore"], "")

_fix(row) := "" if {
	object.get(row, "fix", "None") == "None"
} else := row.fix

# METADATA
# description: The reports of a document with evaluations of a policy.
evaluations(document) := [report |
	some entry in _entries(document)
	report := object.union(object.remove(entry, ["scanned"]), {
		"state": {
			"word": "open",
			"steps": [],
			"why": "is the evaluation of a policy, which shows what that policy asks for and nothing else",
		},
		"times": {"scanned": entry.scanned},
	})
]

_entries(document) := [entry | some i, part in document; some entry in _rows_of(part, [i])] if {
	is_array(document)
} else := _rows_of(document, []) if {
	not document.evaluations
} else := [{
	"path": [],
	"scanned": [["evaluations", 0, "evaluation_time"]],
	"names": scan_reading.texts([object.get(document, "evaluated_tag", "")]),
	"digests": scan_reading.digests([object.get(document, "image_digest", "")]),
	"findings": [found |
		some i, evaluation in document.evaluations
		some j, row in evaluation.details.findings
		row.gate == "vulnerabilities"
		row.trigger == "package"
		not row.allowlisted == true
		at := ["evaluations", i, "details", "findings", j]
		found := _triggered(value.text_in(row, "trigger_id"), value.text_in(row, "message"), at)
	],
}]

# The columns of a row stand in its header.
_rows_of(part, path) := [entry |
	some digest, tags in part
	some tag, evaluations_ in tags
	some i, evaluation in evaluations_
	at := array.concat(path, [digest, tag, i])
	entry := {
		"path": at,
		"scanned": [["last_evaluation"]],
		"names": {tag},
		"digests": scan_reading.digests([digest]),
		"findings": [found |
			some image, result in evaluation.detail.result
			columns := {name: min(places) |
				some name in result.result.header
				places := [n | some n, header in result.result.header; header == name]
			}
			some j, row in result.result.rows
			row[columns.Gate] == "vulnerabilities"
			row[columns.Trigger] == "package"
			row[columns.Whitelisted] == false
			row_path := array.concat(at, ["detail", "result", image, "result", "rows", j])
			found := _triggered(sprintf("%v", [row[columns.Trigger_Id]]), sprintf("%v", [row[columns.Check_Output]]), row_path)
		],
	}
]

# An ID is CVE-2019-1000+package, and a message begins with the severity.
_triggered(trigger, message, path) := {
	"id": split(trigger, "+")[0],
	"package": concat("+", array.slice(split(trigger, "+"), 1, 9)),
	"version": "",
	"level": object.get(scan_reading.levels, split(message, " ")[0], "unknown"),
	"nvd": "",
	"fix": null,
	"published": "",
	"path": path,
}
