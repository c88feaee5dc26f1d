# METADATA
# title: Reports of Clair
# description: |
#   The vulnerability report of Clair 4, and what clair-scanner, Klar and Quay's API write. Clair 4 tells neither names
#   nor times.
# related_resources:
#   - https://quay.github.io/clair/reference/api.html
package lib.guiderail.scan_clair

import data.lib.guiderail.scan_format
import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [_of_manifest(document)] if {
	document.manifest_hash
} else := [_of_clair_scanner(document)] if {
	document.unapproved
} else := [_of_klar(document)] if {
	object.get(document, "LayerCount", null) != null
} else := [_of_layer(document)]

_of_manifest(document) := {
	"digests": scan_reading.digests([document.manifest_hash]),
	"state": _indexed(document),
	"os": _os(document),
	"findings": [found |
		packages := value.object_in(document, "packages")
		some package_id, ids in _matched(document)
		installed := value.object_in(packages, package_id)
		some id in ids
		vulnerability := value.object_in(document.vulnerabilities, id)
		found := {
			"id": trim_suffix(split(sprintf("%v", [object.get(vulnerability, "name", id)]), " ")[0], ":"),
			"package": object.get(installed, "name", object.get(vulnerability, ["package", "name"], "")),
			"version": object.get(installed, "version", ""),
			"level": object.get(scan_reading.levels, object.get(vulnerability, "normalized_severity", ""), "unknown"),
			"nvd": "",
			"fix": trim_prefix(value.text_in(vulnerability, "fixed_in_version"), "0:0"),
			"published": object.get(vulnerability, "issued", ""),
			"path": ["vulnerabilities", id],
		}
	],
}

# Without the table of the packages each vulnerability names its own.
_matched(document) := document.package_vulnerabilities if {
	is_object(document.package_vulnerabilities)
} else := {"": object.keys(value.object_in(document, "vulnerabilities"))}

_indexed(document) := {
	"word": "failed",
	"steps": ["err"],
	"why": "names an error: the image could not be indexed",
} if {
	value.text_in(document, "err") != ""
} else := {
	"word": "failed",
	"steps": [],
	"why": "has no vulnerabilities: it tells what is in the image, not what is wrong with it",
} if {
	not document.vulnerabilities
	not document.package_vulnerabilities
} else := {"word": "empty", "steps": ["packages"], "why": "has no packages: nothing was scanned"} if {
	count(value.object_in(document, "packages")) == 0
} else := {"word": "complete"}

_os(document) := [{"family": name, "version": version, "is_ended": null, "path": ["distributions"]} |
	some distribution in value.object_in(document, "distributions")
	name := value.text_in(distribution, "did")
	name != ""
	version := value.text_in(distribution, "version_id")
][0] if {
	is_object(document.distributions)
} else := null

# What its list of exceptions has is missing among the unapproved, and why is not told.
_of_clair_scanner(document) := {
	"names": scan_reading.texts([document.image]),
	"state": _listed(value.array_in(document, "vulnerabilities"), ["vulnerabilities"]),
	"findings": [found |
		some i, written in document.vulnerabilities
		vulnerability := scan_reading.entry(written)
		found := {
			"id": object.get(vulnerability, "vulnerability", ""),
			"package": object.get(vulnerability, "featurename", ""),
			"version": object.get(vulnerability, "featureversion", ""),
			"level": object.get(scan_reading.levels, object.get(vulnerability, "severity", ""), "unknown"),
			"nvd": "",
			"fix": object.get(vulnerability, "fixedby", ""),
			"published": "",
			"path": ["vulnerabilities", i],
		}
	],
}

_of_klar(document) := {
	"state": _layers(document.LayerCount),
	"findings": [found |
		some severity, vulnerabilities in document.Vulnerabilities
		some i, written in vulnerabilities
		vulnerability := scan_reading.entry(written)
		found := object.union(_feature(vulnerability, severity), {
			"package": object.get(vulnerability, "FeatureName", ""),
			"version": object.get(vulnerability, "FeatureVersion", ""),
			"path": ["Vulnerabilities", severity, i],
		})
	],
}

_layers(number) := {"word": "empty", "steps": ["LayerCount"], "why": "has LayerCount 0: nothing was scanned"} if {
	number == 0
} else := {"word": "complete"}

_of_layer(document) := {
	"state": _scanned(document),
	"findings": [found |
		some root in [["data", "Layer"], ["Layer"]]
		some i, feature in value.array_in(object.get(document, root, {}), "Features")
		some j, written in feature.Vulnerabilities
		vulnerability := scan_reading.entry(written)
		found := object.union(_feature(vulnerability, ""), {
			"package": value.text_in(feature, "Name"),
			"version": value.text_in(feature, "Version"),
			"path": array.concat(root, ["Features", i, "Vulnerabilities", j]),
		})
	],
}

_scanned(document) := {"word": "failed", "steps": ["status"], "why": why} if {
	object.get(document, "status", "scanned") != "scanned"
	why := sprintf("has status %s: there is nothing that a scan found", [json.marshal(document.status)])
} else := _listed(value.array_in(scan_format.layer(document), "Features"), ["data", "Layer", "Features"])

_feature(vulnerability, severity) := {
	"id": object.get(vulnerability, "Name", ""),
	"level": object.get(scan_reading.levels, object.get(vulnerability, "Severity", severity), "unknown"),
	"nvd": "",
	"fix": object.get(vulnerability, "FixedBy", ""),
	"published": "",
}

_listed(items, steps) := {
	"word": "open",
	"steps": steps,
	"why": "lists nothing: whether anything was scanned is not known",
} if {
	count(items) == 0
} else := {"word": "complete"}
