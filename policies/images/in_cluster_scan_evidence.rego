# METADATA
# title: A cluster must have a scan report of every image that runs in it
# description: |
#   The Trivy Operator scans the images of workloads and keeps a VulnerabilityReport of each. Where it runs, an image
#   without one was not scanned: the scan failed, or the operator leaves the namespace out.
# related_resources:
#   - https://aquasecurity.github.io/trivy-operator/latest/docs/crds/vulnerability-report/
# custom:
#   severity: medium
#   requirements: [IMG-15]
#   match: [workload]
#   remediation: Look into the logs of the Trivy Operator for why the image was not scanned, and include the namespace
#     in those that it watches.
#   parameters:
#     required: {type: boolean, description: "Whether reports must be there also where the inventory has none at all."}
package guiderail.images.in_cluster_scan_evidence

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.scan_match
import data.lib.guiderail.scan_operator

defaults := {"required": false}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if {
	_is_scanned
	count(image.uses) > 0
}

violation contains {"msg": msg, "details": {"path": use.path}} if {
	_is_scanned
	some use in image.uses
	use.parts.valid
	not _has_report(use)
	shown := image.shown(use.reference)
	msg := sprintf("%s: no VulnerabilityReport of namespace %s is of image %s", [
		use.title, ctx.namespace_or_default, shown,
	])
}

unknown contains {"msg": msg, "details": {"path": use.path}} if {
	_is_scanned
	some use in image.uses
	use.reference != ""
	not use.parts.valid
	msg := sprintf("%s: whether image %s was scanned is not known", [use.title, image.shown(use.reference)])
}

# Without the operator there are no reports to look for.
_is_scanned if parameters.required

_is_scanned if data.inventory.namespace[_]["aquasecurity.github.io/v1alpha1"].VulnerabilityReport[_]

_has_report(use) if {
	some report in _reports
	scan_match.how(use.parts, report) != ""
}

_reports := [scan_operator.image(report) |
	namespace := ctx.namespace_or_default
	some report in data.inventory.namespace[namespace]["aquasecurity.github.io/v1alpha1"].VulnerabilityReport
]
