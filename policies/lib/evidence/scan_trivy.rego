# METADATA
# title: Reports of Trivy
# description: |
#   What Trivy writes of an image as JSON, in its first schema (a list) and its second one, and of the workloads of a
#   cluster; and the reports that its operator keeps as objects. Which severities were left out with --severity or
#   --ignore-unfixed no report shows.
# related_resources:
#   - https://trivy.dev/latest/docs/configuration/reporting/
package lib.guiderail.scan_trivy

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := _of_list(document) if {
	is_array(document)
} else := _of_cluster(document) if {
	document.ClusterName
} else := [_of_artefact(document)]

_of_artefact(document) := object.union(_contents(results, ["Results"]), {
	"is_image": object.get(document, "ArtifactType", "container_image") == "container_image",
	"target": artefact,
	"names": names,
	"digests": scan_reading.digests(array.concat(value.array_in(metadata, "RepoDigests"), [artefact, metadata.Reference])),
	"state": _state(results),
	"times": {
		"scanned": [["CreatedAt"]],
		"created": [["Metadata", "ImageConfig", "created"]],
	},
	"os": _os(metadata),
}) if {
	results := value.array_in(document, "Results")
	metadata := object.union({"Reference": ""}, value.object_in(document, "Metadata"))
	artefact := value.text_in(document, "ArtifactName")
	names := {name |
		some name in scan_reading.texts(array.concat(value.array_in(metadata, "RepoTags"), [artefact]))
		not regex.match(`\.tar(\.gz)?$|\.tgz$`, name)
	}
}

_os(metadata) := {
	"family": value.text_in(metadata.OS, "Family"),
	"version": value.text_in(metadata.OS, "Name"),
	"is_ended": object.get(metadata, ["OS", "EOSL"], false),
	"path": ["Metadata", "OS"],
} if {
	value.text_in(metadata.OS, "Family") != ""
} else := null

# The first schema tells of neither the image nor the time, but for what a target begins with.
_of_list(document) := [object.union(_contents(document, []), {
	"target": concat(", ", array.slice([value.text_in(result, "Target") | some result in document], 0, 1)),
	"names": _targets(document),
	"state": _state(document),
})]

_of_cluster(document) := [report |
	some field in ["Resources", "Vulnerabilities", "Findings"]
	some i, written in document[field]
	resource := scan_reading.entry(written)
	results := value.array_in(resource, "Results")
	some _ in [result | some result in results; result.Class != "config"]
	metadata := [item | some item in value.array_in(resource, "Metadata"); is_object(item)]
	report := object.union(_contents(results, [field, i, "Results"]), {
		"title": sprintf("%v %v", [object.get(resource, "Kind", "resource"), object.get(resource, "Name", i)]),
		"names": (_targets(results) | scan_reading.texts([tag | some item in metadata; some tag in item.RepoTags])),
		"digests": scan_reading.digests([digest | some item in metadata; some digest in item.RepoDigests]),
		"path": [field, i],
		"state": _state(results),
		"times": {"scanned": [["CreatedAt"]]},
	})
]

# Of an image with an operating system the target begins with the reference.
_targets(results) := {name |
	some result in results
	[[_, name]] := regex.find_all_string_submatch_n(`^(\S+:\S+) \(\S+ [^()]*\)$`, value.text_in(result, "Target"), 1)
}

_contents(results, path) := {
	"findings": _findings(results, path),
	"secrets": [{"title": title, "path": array.concat(path, [i, "Secrets", j])} |
		some i, result in results
		some j, secret in result.Secrets
		title := sprintf("%s in %s", [value.text_in(secret, "RuleID"), value.text_in(result, "Target")])
	],
	"ignored": [entry |
		some i, result in results
		some j, modified in result.ExperimentalModifiedFindings
		entry := _ignored(scan_reading.entry(modified), array.concat(path, [i, "ExperimentalModifiedFindings", j]))
	],
}

_findings(results, path) := [found |
	some i, result in results
	some j, written in result.Vulnerabilities
	vulnerability := scan_reading.entry(written)
	found := {
		"id": object.get(vulnerability, "VulnerabilityID", ""),
		"package": object.get(vulnerability, "PkgName", ""),
		"version": object.get(vulnerability, "InstalledVersion", ""),
		"level": object.get(scan_reading.levels, object.get(vulnerability, "Severity", ""), "unknown"),
		"nvd": object.get(_ranks, object.get(vulnerability, ["VendorSeverity", "nvd"], 0), ""),
		"fix": object.get(vulnerability, "FixedVersion", ""),
		"published": object.get(vulnerability, "PublishedDate", ""),
		"path": array.concat(path, [i, "Vulnerabilities", j]),
	}
]

_ranks := {1: "low", 2: "medium", 3: "high", 4: "critical"}

# What a statement of VEX says of a product is no risk that somebody accepts for a time. When other entries end stands
# in the file that they come from.
_ignored(modified, path) := {
	"id": object.get(modified, ["Finding", "VulnerabilityID"], "a finding"),
	"by": object.get(modified, "Source", "Trivy"),
	"reason": value.text_in(modified, "Statement"),
	"ends": ends,
	"path": path,
} if {
	ends := {"not_affected": "never needed", "fixed": "never needed"}[modified.Status]
} else := {
	"id": object.get(modified, ["Finding", "VulnerabilityID"], "a finding"),
	"by": object.get(modified, "Source", "Trivy"),
	"reason": value.text_in(modified, "Statement"),
	"ends": "not shown",
	"path": path,
}

_state(results) := {"word": "complete"} if {
	some result in results
	object.get(scan_reading.entry(result), "Class", "os-pkgs") in {"os-pkgs", "lang-pkgs"}
} else := {
	"word": "empty",
	"steps": ["Results"],
	"why": "has no Results of packages: nothing was scanned for vulnerabilities",
}
