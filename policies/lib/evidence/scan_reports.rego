# METADATA
# title: Scan reports of images
# description: |
#   What scanners found in images, one reading for all of them. A report that does not prove that something was scanned
#   is not clean, and what a scanner does not tell is not guessed.
# custom:
#   match:
#     - type: scan-report
#     - groups: [aquasecurity.github.io]
#       kinds: [VulnerabilityReport, ClusterVulnerabilityReport, ExposedSecretReport]
package lib.guiderail.scan_reports

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.scan_anchore
import data.lib.guiderail.scan_aqua
import data.lib.guiderail.scan_clair
import data.lib.guiderail.scan_ecr
import data.lib.guiderail.scan_format
import data.lib.guiderail.scan_grype
import data.lib.guiderail.scan_harbor
import data.lib.guiderail.scan_operator
import data.lib.guiderail.scan_reading
import data.lib.guiderail.scan_snyk
import data.lib.guiderail.scan_sysdig
import data.lib.guiderail.scan_trivy

# METADATA
# description: |
#   The reports under review: `title` (of the image, for messages), `path`, `is_image`, `names` and `digests` of the
#   image, `state` (`word` is complete, failed, partial, empty or open, with the reason in `why`, at `path`), the
#   moments `scanned`, `database` and `created`, each null where the report has none, `os` (null, or `family`,
#   `version`, `path` and `is_ended`, what the scanner says of its support, null if nothing), `counts` (`levels`, of the
#   whole image where the report tells them, and `path`), `findings` (`id`, `package`, `version`, `level`, `nvd`, the
#   severity or score that NVD gives, `fix`, the fixed version, "" if there is none and null if the report does not say,
#   `published`, `accepted`, the ends of what accepts it, and `path`), `secrets` (`title` and `path`, never what they
#   are) and `ignored` (`id`, `by` what, `reason`, `ends`, and `path`).
all := [report |
	some told in _told
	report := _completed(object.union(_defaults, told), ctx.document)
]

# METADATA
# description: The same of another document than the one under review.
of(document) := [_completed(object.union(_defaults, told), document) |
	some told in _reports(document, scan_format.scanner(document))
]

_told := _reports(ctx.document, scan_format.scanner(ctx.document)) if {
	artefact_type.under_review == "scan-report"
} else := scan_operator.reports(ctx.resource)

_defaults := {
	"path": [],
	"is_image": true,
	"target": "",
	"names": set(),
	"digests": set(),
	"times": {},
	"os": null,
	"counts": {"path": [], "levels": {}},
	"findings": [],
	"secrets": [],
	"ignored": [],
}

_reports(document, "trivy") := scan_trivy.reports(document)

_reports(document, "trivy-operator") := scan_operator.reports(document)

_reports(document, scanner) := scan_ecr.reports(document) if scanner in {"ecr", "ecr-images", "inspector"}

_reports(document, "grype") := scan_grype.reports(document)

_reports(document, scanner) := scan_clair.reports(document) if scanner in {"clair", "clair-scanner", "klar", "quay"}

_reports(document, scanner) := scan_sysdig.reports(document) if scanner in {"sysdig", "sysdig-rows"}

_reports(document, "snyk") := scan_snyk.reports(document)

_reports(document, "aqua") := scan_aqua.reports(document)

_reports(document, "anchore") := scan_anchore.reports(document)

_reports(document, "anchore-evaluation") := scan_anchore.evaluations(document)

_reports(document, "harbor") := scan_harbor.reports(document)

_completed(report, document) := object.union(object.remove(report, ["target", "times"]), {
	"title": _title(report),
	"state": object.union(report.state, {"path": _at(document, report, object.get(report.state, "steps", []))}),
	"scanned": _moment(document, report, "scanned"),
	"database": _moment(document, report, "database"),
	"created": _moment(document, report, "created"),
	"counts": {"path": _at(document, report, report.counts.path), "levels": report.counts.levels},
})

_at(document, report, steps) := scan_reading.place(document, array.concat(report.path, steps))

# The name of an image is a better title than that of a project.
_title(report) := report.title if {
	report.title != ""
} else := min(report.names) if {
	count(report.names) > 0
} else := min(report.digests) if {
	count(report.digests) > 0
} else := report.target if {
	report.target != ""
} else := "the image"

_moment(document, report, name) := scan_reading.first_moment(document, places) if {
	places := [array.concat(report.path, steps) | some steps in report.times[name]]
} else := null

# METADATA
# description: The path to a place of a report, which it tells from where it begins.
place(report, steps) := scan_reading.place(ctx.document, array.concat(report.path, steps))
