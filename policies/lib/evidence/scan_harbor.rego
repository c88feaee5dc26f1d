# METADATA
# title: Reports that Harbor keeps
# description: |
#   What Harbor's API gives of an image, whichever scanner it asks. Harbor leaves out what its list of allowed
#   vulnerabilities has only where it stops a pull, not here.
# related_resources:
#   - https://github.com/goharbor/pluggable-scanner-spec
package lib.guiderail.scan_harbor

import data.lib.guiderail.scan_format
import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [report |
	some key, contents in document
	scan_format.is_harbor(key)
	vulnerabilities := value.array_in(contents, "vulnerabilities")
	artifact := value.object_in(contents, "artifact")
	report := {
		"path": [key],
		"names": {name | name := sprintf("%s:%s", [artifact.repository, artifact.tag])},
		"digests": scan_reading.digests(array.concat(
			[value.text_in(artifact, "digest")],
			[digest | some vulnerability in vulnerabilities; some digest in vulnerability.artifact_digests],
		)),
		"state": _state(contents, vulnerabilities),
		"times": {"scanned": [["generated_at"]]},
		"findings": [found |
			some i, written in vulnerabilities
			vulnerability := scan_reading.entry(written)
			found := {
				"id": object.get(vulnerability, "id", ""),
				"package": object.get(vulnerability, "package", ""),
				"version": object.get(vulnerability, "version", ""),
				"level": object.get(scan_reading.levels, object.get(vulnerability, "severity", ""), "unknown"),
				"nvd": object.get(vulnerability, ["vendor_attributes", "CVSS", "nvd", "V3Score"], ""),
				"fix": object.get(vulnerability, "fix_version", ""),
				"published": "",
				"path": [key, "vulnerabilities", i],
			}
		],
	}
]

# Harbor says "Unknown" of what the scanner could not read, and "None" of what is clean.
_state(contents, vulnerabilities) := {"word": "complete"} if {
	count(vulnerabilities) > 0
} else := {"word": "complete"} if {
	contents.severity == "None"
} else := {
	"word": "open",
	"steps": ["vulnerabilities"],
	"why": "has no vulnerabilities and does not say None: whether anything was scanned is not known",
}
