# METADATA
# title: Reports of Sysdig
# description: |
#   What Sysdig's scanner writes, in its first form (lists) and its second one (maps), and the exports of its
#   reporting, which list the findings of many images without a digest or a time.
# related_resources:
#   - https://docs.sysdig.com/en/sysdig-secure/pipeline/
package lib.guiderail.scan_sysdig

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of_result(document)] if {
	is_object(document.result)
} else := [_of_rows(document.data, ["data"])] if {
	document.data
} else := [object.union(_of_rows(panel.data, ["panels", i, "data"]), {"path": ["panels", i]}) |
	some i, panel in document.panels
	panel.data
]

_of_result(document) := {
	"is_image": object.get(result, "assetType", "containerImage") == "containerImage",
	"names": scan_reading.texts([object.get(metadata, field, "") | some field in ["fullImageName", "pullString"]]),
	"digests": scan_reading.digests([object.get(metadata, "digest", "")]),
	"state": _state(result),
	"times": {
		"scanned": [["info", "scanTime"], ["result", "producer", "producedAt"], ["producer", "producedAt"]],
		"database": [["client", "scanner", "mainDB", "timestamp"]],
		"created": [["result", "metadata", "createdAt"]],
	},
	"os": _base(metadata),
	"findings": array.concat(_nested(result), _mapped(result)),
	"ignored": [_accepted(value.object_in(result.riskAccepts, id), ["result", "riskAccepts", id]) |
		some id, _ in result.riskAccepts
	],
} if {
	result := document.result
	metadata := value.object_in(result, "metadata")
}

_state(result) := {
	"word": "empty",
	"steps": ["result", "packages"],
	"why": "has no packages: nothing was scanned",
} if {
	not _has_packages(result)
} else := {"word": "complete"}

_has_packages(result) if {
	some _ in result.packages
}

# The first form spells it in another way than the second one.
_base(metadata) := _os(metadata.baseOS, ["result", "metadata", "baseOS"]) if {
	is_string(metadata.baseOS)
} else := _os(value.text_in(metadata, "baseOs"), ["result", "metadata", "baseOs"])

_os(text, path) := {"family": family, "version": version, "is_ended": null, "path": path} if {
	[[_, family, version]] := regex.find_all_string_submatch_n(`^(\S+) (\S+)$`, text, 1)
} else := null

# In the first form each package lists what is wrong with it.
_nested(result) := [found |
	some i, written in result.packages
	installed := scan_reading.entry(written)
	some j, listed in installed.vulns
	vulnerability := scan_reading.entry(listed)
	found := {
		"id": object.get(vulnerability, "name", ""),
		"package": object.get(installed, "name", ""),
		"version": object.get(installed, "version", ""),
		"level": object.get(scan_reading.levels, _severity(vulnerability), "unknown"),
		"nvd": "",
		"fix": object.get(vulnerability, "fixedInVersion", object.get(vulnerability, "fixVersion", "")),
		"published": object.get(vulnerability, "disclosureDate", ""),
		"accepted": _ends(result, [vulnerability, installed]),
		"path": ["result", "packages", i, "vulns", j],
	}
]

# In the second one packages and vulnerabilities are maps that refer to one another.
_mapped(result) := [found |
	some written in result.packages
	installed := scan_reading.entry(written)
	some id in installed.vulnerabilitiesRefs
	vulnerability := value.object_in(result.vulnerabilities, id)
	found := {
		"id": object.get(vulnerability, "name", id),
		"package": object.get(installed, "name", ""),
		"version": object.get(installed, "version", ""),
		"level": object.get(scan_reading.levels, _severity(vulnerability), "unknown"),
		"nvd": "",
		"fix": object.get(vulnerability, "fixVersion", ""),
		"published": object.get(vulnerability, "disclosureDate", ""),
		"accepted": _ends(result, [vulnerability, installed]),
		"path": ["result", "vulnerabilities", id],
	}
]

_severity(vulnerability) := vulnerability.severity if {
	is_string(vulnerability.severity)
} else := object.get(vulnerability, ["severity", "value"], "")

# When the acceptances end that are in force. One that is no longer active accepts nothing.
_ends(result, holders) := [end |
	some holder in holders
	some ref in holder.riskAcceptRefs
	acceptance := value.object_in(result.riskAccepts, ref)
	object.get(acceptance, "status", "active") == "active"
	end := object.get(acceptance, "expirationDate", "")
]

_accepted(acceptance, path) := {
	"id": object.get(acceptance, "entityValue", "a finding"),
	"by": "a risk acceptance of Sysdig",
	"reason": concat(": ", scan_reading.texts([acceptance[field] | some field in ["description", "reason"]])),
	"ends": value.text_in(acceptance, "expirationDate"),
	"is_over": object.get(acceptance, "status", "active") != "active",
	"path": path,
}

_of_rows(rows, path) := {
	"title": "Sysdig's reporting",
	"names": scan_reading.texts([row[field] | some row in rows; some field in ["imagePullString", "container_image"]]),
	"state": {"word": "complete"},
	"findings": [found |
		some i, written in rows
		row := scan_reading.entry(written)
		found := {
			"id": _field(row, "vulnName", "vuln_id"),
			"package": _field(row, "packageName", "scan_package_name"),
			"version": _field(row, "packageVersion", "scan_package_version"),
			"level": object.get(scan_reading.levels, _field(row, "vulnSeverity", "vuln_severity"), "unknown"),
			"nvd": "",
			"fix": _field(row, "vulnFixVersion", "vuln_fixed_in_version"),
			"published": _field(row, "vulnDisclosureDate", "vuln_disclosure_date"),
			"accepted": ["" | object.get(row, "vuln_risk_accepted", false) == true],
			"path": array.concat(path, [i]),
		}
	],
}

_field(row, old, new) := object.get(row, old, object.get(row, new, ""))
