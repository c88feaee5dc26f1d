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
is_report(object_) if {
	startswith(object_.apiVersion, "aquasecurity.github.io/")
	object_.kind in {"ClusterVulnerabilityReport", "ExposedSecretReport", "VulnerabilityReport"}
}

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of(object_, [i]) | some i, object_ in document; is_report(object_)] if {
	is_array(document)
} else := [_of(document, [])] if {
	is_report(document)
} else := []

# METADATA
# description: The names and digests of the image that an object reports on.
image(object_) := {
	"names": {sprintf("%s%s:%s", [prefix, repository, tag]) |
		repository := artifact.repository
		tag := artifact.tag
		server := object.get(object_, ["report", "registry", "server"], "")
		prefix := concat("/", [part | some part in [server, ""]; server != ""])
	},
	"digests": scan_reading.digests([value.text_in(artifact, "digest")]),
} if {
	artifact := value.object_in(value.object_in(object_, "report"), "artifact")
}

_of(object_, path) := object.union(image(object_), {
	"path": path,
	"title": sprintf("%s %v", [object_.kind, object.get(object_, ["metadata", "name"], "(no name)")]),
	"state": _state(object_),
	"times": {"scanned": [["report", "updateTimestamp"]]},
	"os": _os(object_),
	"counts": {"path": ["report", "summary"], "levels": _counts(object_)},
	"findings": [found |
		some i, vulnerability in object_.report.vulnerabilities
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
		some i, secret in object_.report.secrets
		title := sprintf("%v in %v", [object.get(secret, "ruleID", "a secret"), object.get(secret, "target", "the image")])
	],
})

# A report of secrets says nothing of vulnerabilities.
_state(object_) := {"word": "complete", "is_of_secrets": true} if {
	object_.kind == "ExposedSecretReport"
	is_array(object_.report.secrets)
} else := {"word": "complete", "is_of_secrets": false} if {
	object_.kind != "ExposedSecretReport"
	is_array(object_.report.vulnerabilities)
	is_object(object_.report.summary)
} else := {"word": "open", "steps": ["report"], "why": "has no list of what was found: whether anything was scanned is not known"}

_os(object_) := {
	"family": object.get(os, "family", ""),
	"version": object.get(os, "name", ""),
	"is_ended": object.get(os, "eosl", false),
	"path": ["report", "os"],
} if {
	os := object_.report.os
	value.text_in(os, "family") != ""
} else := null

_counts(object_) := {level: number |
	object_.kind != "ExposedSecretReport"
	some level in ["critical", "high", "medium", "low", "unknown"]
	number := object_.report.summary[sprintf("%sCount", [level])]
}
