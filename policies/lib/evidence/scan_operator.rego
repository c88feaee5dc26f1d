# METADATA
# title: Reports of the Trivy Operator
# description: |
#   The objects in which the Trivy Operator keeps what Trivy found in the images of a cluster: VulnerabilityReport,
#   ClusterVulnerabilityReport and ExposedSecretReport. They are in this form whether one is under review, several
#   stand in a list, or one is looked up.
# related_resources:
#   - https://aquasecurity.github.io/trivy-operator/latest/docs/crds/
package lib.guiderail.scan_operator

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: Whether an object is a report about an image.
is_report(made) if {
	is_string(made.apiVersion)
	startswith(made.apiVersion, "aquasecurity.github.io/")
	made.kind in {"ClusterVulnerabilityReport", "ExposedSecretReport", "VulnerabilityReport"}
}

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of(made, [i]) | some i, made in document; is_report(made)] if {
	is_array(document)
} else := [_of(document, [])] if {
	is_report(document)
} else := []

# METADATA
# description: The names and digests of the image that an object reports on.
image(made) := {
	"names": {sprintf("%s%s:%s", [prefix, repository, tag]) |
		repository := artifact.repository
		tag := artifact.tag
		prefix := _prefix(made)
	},
	"digests": scan_reading.digests([value.text_in(artifact, "digest")]),
} if {
	artifact := value.object_in(value.object_in(made, "report"), "artifact")
}

_prefix(made) := sprintf("%s/", [made.report.registry.server]) if {
	made.report.registry.server != ""
} else := ""

_of(made, path) := object.union(image(made), {
	"path": path,
	"title": sprintf("%s %v", [made.kind, object.get(made, ["metadata", "name"], "(no name)")]),
	"state": _state(made),
	"times": {"scanned": [["report", "updateTimestamp"]]},
	"os": _os(made),
	"counts": {"path": ["report", "summary"], "levels": _counts(made)},
	"findings": [found |
		some i, written in made.report.vulnerabilities
		vulnerability := scan_reading.entry(written)
		found := {
			"id": object.get(vulnerability, "vulnerabilityID", ""),
			"package": object.get(vulnerability, "resource", ""),
			"version": object.get(vulnerability, "installedVersion", ""),
			"level": object.get(scan_reading.levels, object.get(vulnerability, "severity", ""), "unknown"),
			"nvd": "",
			"fix": object.get(vulnerability, "fixedVersion", ""),
			"published": object.get(vulnerability, "publishedDate", ""),
			"path": array.concat(path, ["report", "vulnerabilities", i]),
		}
	],
	"secrets": [{"title": title, "path": array.concat(path, ["report", "secrets", i])} |
		some i, secret in made.report.secrets
		title := sprintf("%s in %s", [value.text_in(secret, "ruleID"), value.text_in(secret, "target")])
	],
})

# A report of secrets says nothing of vulnerabilities.
_state(made) := {"word": "complete", "is_of_secrets": true} if {
	made.kind == "ExposedSecretReport"
	is_array(made.report.secrets)
} else := {"word": "complete", "is_of_secrets": false} if {
	made.kind != "ExposedSecretReport"
	is_array(made.report.vulnerabilities)
	is_object(made.report.summary)
} else := {
	"word": "open",
	"steps": ["report"],
	"why": "has no list of what was found: whether anything was scanned is not known",
}

_os(made) := {
	"family": value.text_in(os, "family"),
	"version": value.text_in(os, "name"),
	"is_ended": object.get(os, "eosl", false),
	"path": ["report", "os"],
} if {
	os := made.report.os
	value.text_in(os, "family") != ""
} else := null

_counts(made) := {level: number |
	made.kind != "ExposedSecretReport"
	some level in ["critical", "high", "medium", "low", "unknown"]
	number := made.report.summary[sprintf("%sCount", [level])]
	is_number(number)
}
