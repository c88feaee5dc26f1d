# METADATA
# title: Reports of Snyk
# description: |
#   What `snyk container test --json` and `snyk test --json` write: one project, a list of them, or an image with the
#   applications in it. A report has neither the digest of the image nor the time of the scan.
# related_resources:
#   - https://docs.snyk.io/snyk-cli/commands/container-test
package lib.guiderail.scan_snyk

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of_project(project, [i]) | some i, project in document; is_object(project)] if {
	is_array(document)
} else := [_of_project(document, [])]

_of_project(project, path) := {
	"path": path,
	"title": _title(project),
	"is_image": _is_image(project),
	"names": {name | _is_image(project); name := _image(value.text_in(project, "path"))},
	"digests": scan_reading.digests([value.text_in(project, "path")]),
	"state": _state(project),
	"findings": [found |
		some part in parts
		some i, written in part.values.vulnerabilities
		vulnerability := scan_reading.entry(written)
		not vulnerability.type == "license"
		found := {
			"id": object.get(vulnerability, "id", ""),
			"package": object.get(vulnerability, "packageName", object.get(vulnerability, "name", "")),
			"version": object.get(vulnerability, "version", ""),
			"level": object.get(scan_reading.levels, _severity(vulnerability), "unknown"),
			"nvd": _nvd(vulnerability),
			"fix": _fix(vulnerability),
			"published": object.get(vulnerability, "publicationTime", ""),
			"path": array.concat(part.path, ["vulnerabilities", i]),
		}
	],
	"ignored": [entry |
		some part in parts
		some i, vulnerability in part.values.filtered.ignore
		entry := _ignored(scan_reading.entry(vulnerability), array.concat(part.path, ["filtered", "ignore", i]))
	],
} if {
	parts := array.concat(
		[{"path": path, "values": project}],
		[{"path": array.concat(path, ["applications", i]), "values": application} |
			some i, application in project.applications
		],
	)
}

_title(project) := project.displayTargetFile if {
	not _is_image(project)
	value.text_in(project, "displayTargetFile") != ""
} else := object.get(project, "projectName", object.get(project, "path", "Snyk's report"))

_is_image(project) if {
	is_object(project.docker)
} else if {
	project.packageManager in {"apk", "deb", "linux", "rpm"}
} else := false

# Snyk puts the name of the project after the reference.
_image(path) := regex.find_n(`^.+:[^/:]+`, path, 1)[0] if {
	regex.match(`:[^/:]+/[^:]+$`, path)
} else := path

_state(project) := {
	"word": "failed",
	"steps": ["error"],
	"why": "has an error in place of vulnerabilities: the scan failed",
} if {
	not project.vulnerabilities
} else := {"word": "complete"} if {
	some part in array.concat([project], value.array_in(project, "applications"))
	_is_proof(part)
} else := {"word": "empty", "steps": ["dependencyCount"], "why": "has no dependencies: nothing was scanned"}

_is_proof(part) if part.dependencyCount > 0

_is_proof(part) if count(part.vulnerabilities) > 0

# In old reports `severity` ends at high.
_severity(vulnerability) := object.get(vulnerability, "severityWithCritical", object.get(vulnerability, "severity", ""))

_nvd(vulnerability) := vulnerability.nvdSeverity if {
	is_string(vulnerability.nvdSeverity)
} else := [score.severity | some score in vulnerability.cvssDetails; score.assigner == "NVD"][0] if {
	is_array(vulnerability.cvssDetails)
} else := ""

_fix(vulnerability) := vulnerability.nearestFixedInVersion if {
	is_string(vulnerability.nearestFixedInVersion)
} else := scan_reading.joined(object.get(vulnerability, "fixedIn", ""))

_ignored(vulnerability, path) := {
	"id": object.get(vulnerability, "id", "a finding"),
	"by": "Snyk",
	"reason": concat("; ", {reason |
		some entry in entries
		reason := trim_space(value.text_in(entry, "reason"))
		not reason in {"", "None Given"}
	}),
	"ends": _end([value.text_in(entry, "expires") | some entry in entries]),
	"path": path,
} if {
	entries := value.array_in(value.object_in(vulnerability, "filtered"), "ignored")
}

# The last of several; one that has no end is the last.
_end(ends) := max(ends) if {
	not "" in ends
} else := ""
