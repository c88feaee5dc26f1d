# METADATA
# title: Every image that runs must have a scan report
# description: |
#   A pipeline that scans most images leaves out the one that somebody added by hand. Give guiderail check the manifests
#   and the reports at once: an image that no report speaks of was not scanned, as far as anybody can show.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
#   - https://trivy.dev/latest/docs/target/container_image/
# custom:
#   severity: high
#   requirements: [IMG-05]
#   match: [workload]
#   limits:
#     gatekeeper: The reports are files, which no cluster has; images.in_cluster_scan_evidence is for what it has.
#   remediation: Scan the image by its digest, keep the report, and pass it to guiderail check together with the
#     manifests.
#   parameters:
#     required: {type: boolean, description: "Whether reports must be there also where no file is one."}
#     now:
#       type: string
#       format: date-time
#       description: The current time (RFC 3339). Without it, evidence does not tell how old a report is.
package guiderail.images.scan_required

import data.lib.guiderail.ctx
import data.lib.guiderail.date
import data.lib.guiderail.image
import data.lib.guiderail.scan_findings
import data.lib.guiderail.scan_match
import data.lib.guiderail.scan_reports

defaults := {"now": "", "required": false}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if {
	_is_scanned
	count(image.uses) > 0
}

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in _uses
	use.parts.valid
	count(_of(use)) == 0
	msg := sprintf("%s: no scan report of this run is of image %s", [use.title, image.shown(use.reference)])
}

violation contains {"msg": msg, "details": {"path": use.path}} if {
	some use in _uses
	found := _of(use)
	count(found) > 0
	every report in found {
		report.word in {"empty", "failed"}
	}
	shown := image.shown(use.reference)
	msg := sprintf("%s: the scan report of image %s %s", [use.title, shown, found[0].why])
}

# The digest of an index is another one than that of the image of a platform.
unknown contains {"msg": msg, "details": {"path": use.path}} if {
	some use in _uses
	use.parts.digest != ""
	found := _of(use)
	count(found) > 0
	every report in found {
		report.how == "tag"
	}
	shown := image.shown(use.reference)
	msg := sprintf("%s: a scan report has the tag of image %s, but not its digest", [use.title, shown])
}

unknown contains {"msg": msg, "details": {"path": use.path}} if {
	some use in _uses
	use.reference != ""
	not use.parts.valid
	msg := sprintf("%s: whether image %s was scanned is not known", [use.title, image.shown(use.reference)])
}

# What speaks of each image, also where nothing is wrong with it.
evidence contains {"msg": msg, "details": details} if {
	some use in _uses
	count(_of(use)) == 0
	shown := image.shown(use.reference)
	msg := sprintf("%s: no scan report is of image %s", [use.title, shown])
	details := {"path": use.path, "image": shown, "by": "none"}
}

evidence contains {"msg": msg, "details": details} if {
	some use in _uses
	some report in _of(use)
	shown := image.shown(use.reference)
	msg := sprintf("%s: a scan report%s has the %s of image %s", [use.title, report.made, report.how, shown])
	details := object.union(report.told, {
		"path": use.path,
		"image": shown,
		"by": report.how,
		"other": {"group": "inventory.guiderail", "kind": "ScanReport", "name": report.key},
	})
}

_uses := image.uses if _is_scanned

# Manifests alone are not asked for reports.
_is_scanned if parameters.required

_is_scanned if count(_reports) > 0

_reports := [short |
	some key, document in data.inventory.cluster["inventory.guiderail/v1"].ScanReport
	some report in scan_reports.of(document)
	report.is_image
	short := {
		"key": key,
		"made": _made(report.scanned),
		"told": object.union({"state": report.state.word, "found": scan_findings.tally(report)}, _age(report.scanned)),
		"names": report.names,
		"digests": report.digests,
		"word": report.state.word,
		"why": object.get(report.state, "why", ""),
	}
]

_of(use) := [object.union(report, {"how": how}) |
	some report in _reports
	how := scan_match.how(use.parts, report)
	how != ""
]

_age(scanned) := {"scanned": scanned.shown, "ageDays": floor((now - scanned.ns) / date.day)} if {
	now := date.nanoseconds(parameters.now)
} else := {"scanned": scanned.shown} if {
	scanned != null
} else := {}

_made(scanned) := sprintf(" of %s", [scanned.shown])

_made(null) := ""
