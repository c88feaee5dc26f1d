# METADATA
# title: Reports of Aqua
# description: What Aqua's console (`cves`) and its scanner (`resources`) write of an image.
# related_resources:
#   - https://docs.aquasec.com/
package lib.guiderail.scan_aqua

import data.lib.guiderail.date
import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of_console(document)] if {
	document.cves
} else := [_of_scanner(document)]

_of_console(document) := {
	"names": _name(document, "image_name"),
	"state": _state(document),
	"times": {"scanned": [["scan_date"]]},
	"counts": {"path": ["cves_counts"], "levels": _counts(value.object_in(document, "cves_counts"))},
	"findings": [found |
		some i, written in document.cves
		vulnerability := scan_reading.entry(written)
		found := {
			"id": object.get(vulnerability, "name", ""),
			"package": object.get(vulnerability, "file", ""),
			"version": object.get(vulnerability, "have_version", ""),
			"level": object.get(scan_reading.levels, _told(vulnerability), "unknown"),
			"nvd": "",
			"fix": object.get(vulnerability, "fix_version", ""),
			"published": object.get(vulnerability, "publishdate", ""),
			"accepted": ["" | object.get(vulnerability, "acknowledged", false) == true],
			"path": ["cves", i],
		}
	],
	"ignored": [entry |
		some i, vulnerability in document.cves
		vulnerability.acknowledged == true
		entry := _acknowledged(vulnerability, ["cves", i])
	],
}

_of_scanner(document) := {
	"names": _name(document, "image"),
	"digests": scan_reading.digests([value.text_in(document, "digest")]),
	"state": _scanned(document),
	"times": {"scanned": [["scan_started", "seconds"]], "created": [["metadata", "created"]]},
	"os": _os(document),
	"counts": {"path": ["vulnerability_summary"], "levels": _counts(value.object_in(document, "vulnerability_summary"))},
	"findings": [found |
		some i, resource in document.resources
		some j, written in resource.vulnerabilities
		vulnerability := scan_reading.entry(written)
		found := {
			"id": object.get(vulnerability, "name", ""),
			"package": value.text_in(value.object_in(resource, "resource"), "name"),
			"version": value.text_in(value.object_in(resource, "resource"), "version"),
			"level": object.get(scan_reading.levels, _severity(vulnerability), "unknown"),
			"nvd": object.get(vulnerability, "nvd_severity_v3", object.get(vulnerability, "nvd_severity", "")),
			"fix": object.get(vulnerability, "fix_version", ""),
			"published": object.get(vulnerability, "publish_date", ""),
			"accepted": [_end(vulnerability) | _is_acknowledged(vulnerability)],
			"path": ["resources", i, "vulnerabilities", j],
		}
	],
	"secrets": array.concat(
		[{"title": title, "path": ["sensitive_data", i]} |
			some i, secret in document.sensitive_data
			title := sprintf("%s in %s", [value.text_in(secret, "type"), value.text_in(secret, "path")])
		],
		[{"title": title, "path": ["resources", i, "resource", "sensitive_items"]} |
			some i, resource in document.resources
			count(value.array_in(value.object_in(resource, "resource"), "sensitive_items")) > 0
			title := sprintf("a secret in %s", [value.text_in(resource.resource, "path")])
		],
	),
	"ignored": [entry |
		some i, resource in document.resources
		some j, vulnerability in resource.vulnerabilities
		_is_acknowledged(vulnerability)
		entry := _acknowledged(vulnerability, ["resources", i, "vulnerabilities", j])
	],
}

_name(document, field) := {concat("/", parts)} if {
	value.text_in(document, field) != ""
	parts := [part | some part in [value.text_in(document, "registry"), document[field]]; part != ""]
} else := set()

_state(document) := {"word": "failed", "steps": ["errorMsg"], "why": "has an errorMsg: the scan failed"} if {
	value.text_in(document, "errorMsg") != ""
} else := {"word": "failed", "steps": ["status"], "why": why} if {
	not document.status == "SCANNED"
	why := sprintf("has status %s: such a scan is not completed", [json.marshal(object.get(document, "status", null))])
} else := {"word": "complete"}

_scanned(document) := {"word": "complete"} if {
	some resource in document.resources
	resource.scanned != false
} else := {"word": "empty", "steps": ["resources"], "why": "has no resources: nothing was scanned"}

_os(document) := {
	"family": document.os,
	"version": value.text_in(document, "version"),
	"is_ended": null,
	"path": ["os"],
} if {
	value.text_in(document, "os") != ""
} else := null

_told(vulnerability) := object.get(vulnerability, "severity", object.get(vulnerability, "vendor_severity", ""))

_severity(vulnerability) := object.get(vulnerability, "aqua_severity", object.get(vulnerability, "vendor_severity", ""))

_counts(summary) := {level: number |
	some level in ["critical", "high", "medium", "low", "negligible"]
	number := summary[level]
	is_number(number)
}

_is_acknowledged(vulnerability) if value.text_in(vulnerability, "acknowledged_date") != ""

_is_acknowledged(vulnerability) if vulnerability.acknowledged == true

_acknowledged(vulnerability, path) := {
	"id": object.get(vulnerability, "name", "a finding"),
	"by": "an acknowledgement in Aqua",
	"reason": value.text_in(vulnerability, "ack_comment"),
	"ends": _end(vulnerability),
	"path": path,
}

# Some days after it was configured, or never for none.
_end(vulnerability) := sprintf("%d-%02d-%02d", [year, month, day]) if {
	vulnerability.ack_expiration_days > 0
	ns := date.nanoseconds(vulnerability.ack_expiration_configured_at)
	[year, month, day] := time.date(ns + (vulnerability.ack_expiration_days * date.day))
} else := "not shown" if {
	vulnerability.ack_expiration_days > 0
} else := value.text_in(vulnerability, "ack_expiration_date")
