# METADATA
# title: Reports of Grype
# description: What `grype -o json` writes, from its first versions on.
# related_resources:
#   - https://github.com/anchore/grype
package lib.guiderail.scan_grype

import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: The reports of a document, as `scan_reports.all` has them.
reports(document) := [{
	"is_image": object.get(source, "type", "image") == "image",
	"target": _target(source),
	"names": {name |
		some name in scan_reading.texts(array.concat(value.array_in(target, "tags"), [value.text_in(target, "userInput")]))
		name != "REDACTED"
	},
	"digests": scan_reading.digests(array.concat(
		value.array_in(target, "repoDigests"),
		[value.text_in(target, "manifestDigest"), value.text_in(target, "userInput")],
	)),
	"state": _state(document),
	"times": {
		"scanned": [["descriptor", "timestamp"]],
		"database": [["descriptor", "db", "built"], ["descriptor", "db", "status", "built"]],
	},
	"os": _os(document),
	"findings": _findings(matches),
	"ignored": [_ignored(scan_reading.entry(match), ["ignoredMatches", i]) |
		some i, match in value.array_in(document, "ignoredMatches")
	],
}] if {
	matches := value.array_in(document, "matches")
	source := value.object_in(document, "source")
	target := value.object_in(source, "target")
}

# What is no image has its path in place of an object.
_target(source) := source.target if {
	is_string(source.target)
} else := ""

_os(document) := {
	"family": document.distro.name,
	"version": value.text_in(document.distro, "version"),
	"is_ended": null,
	"path": ["distro"],
} if {
	value.text_in(document.distro, "name") != ""
} else := null

# What an option hides is not among the ignored matches of every version.
_state(document) := {"word": "partial", "steps": ["descriptor", "configuration", options[0]], "why": why} if {
	options := [option |
		some option in ["only-fixed", "only-notfixed"]
		document.descriptor.configuration[option] == true
	]
	why := sprintf("was written with --%s, which leaves findings out", [options[0]])
} else := {"word": "failed", "steps": ["descriptor", "db"], "why": "names an error of Grype's database"} if {
	some steps in [["db", "error"], ["db", "status", "error"]]
	is_string(object.get(document, array.concat(["descriptor"], steps), null))
	object.get(document, array.concat(["descriptor"], steps), "") != ""
} else := {"word": "complete"} if {
	_os(document) != null
} else := {"word": "complete"} if {
	count(value.object_in(document, "source")) > 0
	some _ in document.matches
} else := {"word": "open", "steps": ["source"], "why": "has no source: what was scanned is not known"} if {
	not document.source
} else := {
	"word": "open",
	"steps": ["distro"],
	"why": "has neither matches nor a distro: whether anything was scanned is not known",
}

_findings(matches) := [found |
	some i, match in matches
	vulnerability := value.object_in(match, "vulnerability")
	artifact := value.object_in(match, "artifact")
	found := {
		"id": object.get(vulnerability, "id", ""),
		"package": object.get(artifact, "name", ""),
		"version": object.get(artifact, "version", ""),
		"level": object.get(scan_reading.levels, object.get(vulnerability, "severity", ""), "unknown"),
		"nvd": _nvd(match),
		"fix": _fix(value.object_in(vulnerability, "fix")),
		"published": "",
		"path": ["matches", i],
	}
]

_nvd(match) := match.vulnerability.severity if {
	startswith(value.text_in(match.vulnerability, "namespace"), "nvd")
} else := [related.severity |
	some related in match.relatedVulnerabilities
	startswith(value.text_in(related, "namespace"), "nvd")
][0] if {
	match.relatedVulnerabilities[0]
} else := ""

_fix(fix) := scan_reading.joined(fix.versions) if {
	fix.state == "fixed"
} else := "" if {
	fix.state in {"not-fixed", "wont-fix"}
} else := null

_ignored(match, path) := {
	"id": object.get(match, ["vulnerability", "id"], "a finding"),
	"by": "Grype",
	"reason": concat("; ", {rule.reason |
		some rule in match.appliedIgnoreRules
		value.text_in(rule, "reason") != ""
	}),
	"ends": _ends(match),
	"path": path,
}

# A rule of Grype never ends. What a statement of VEX says of a product does not need to.
_ends(match) := "never needed" if {
	some rule in match.appliedIgnoreRules
	value.text_in(rule, "vex-status") != ""
} else := ""
