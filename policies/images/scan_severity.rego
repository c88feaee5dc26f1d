# METADATA
# title: A scan must find no critical or high vulnerabilities in an image
# description: |
#   Most break-ins through an image use a vulnerability that scanners know. The scan is of use only where somebody acts
#   on it before the image is deployed. A severity that the scanner does not know may be any, so that it is no pass.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
#   - https://trivy.dev/latest/docs/scanner/vulnerability/#severity-selection
# custom:
#   severity: high
#   requirements: [IMG-06]
#   match: [scan_reports]
#   remediation: Update the packages to the versions in which the vulnerabilities are fixed, or the base image that has
#     them, then build and scan the image again. Accept what cannot be fixed yet with a reason and an end.
#   parameters:
#     max:
#       type: object
#       additionalProperties: {type: integer}
#       description: "How many there may be of critical, high, medium, low, negligible and unknown ones."
#     scale:
#       type: string
#       enum: [vendor, nvd]
#       description: Whose severity counts; nvd where the report has it, and otherwise the scanner's.
#     fixable_only: {type: boolean, description: "Whether only vulnerabilities with a fix count."}
#     leeway_days:
#       type: integer
#       description: The number of days after its publication for which a vulnerability does not count.
#     known_exploited:
#       type: array
#       items: {type: string}
#       description: IDs of vulnerabilities that count whatever their severity, such as those of CISA's catalogue.
#     epss:
#       type: object
#       additionalProperties: {type: number}
#       description: The EPSS probability of vulnerabilities, by ID.
#     max_epss:
#       type: number
#       description: The highest EPSS probability that a vulnerability may have, whatever its severity.
#     now:
#       type: string
#       format: date-time
#       description: The current time (RFC 3339). Without it, no leeway is given.
package guiderail.images.scan_severity

import data.lib.guiderail.ctx
import data.lib.guiderail.scan_findings
import data.lib.guiderail.scan_reports

defaults := {
	"epss": {},
	"fixable_only": false,
	"known_exploited": [],
	"leeway_days": 0,
	"max": {"critical": 0, "high": 0},
	"max_epss": 1,
	"now": "",
	"scale": "vendor",
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_reports) > 0

violation contains {"msg": msg, "details": {"path": path}} if {
	some i, report in _reports
	some level, most in parameters.max
	found := scan_findings.of_level(report, _counted[i], level)
	found.number > most
	path := found.path
	msg := sprintf("%s: the scan found %d %s %s, at most %d are accepted%s", [
		report.title, found.number, level, _noun(found.number), most, found.examples,
	])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	count(parameters.known_exploited) + count(parameters.epss) > 0
	some report in _reports
	some found in report.findings
	why := _likely(found.id)
	msg := sprintf("%s: %s is likely to be exploited: %s", [report.title, scan_findings.shown(found), why])
}

unknown contains {"msg": msg, "details": {"path": report.state.path}} if {
	some report in _reports
	report.state.word != "complete"
	msg := sprintf("%s: which vulnerabilities it has is not known, because the report %s", [
		report.title, report.state.why,
	])
}

unknown contains {"msg": msg, "details": {"path": found.path}} if {
	not _is_limited("unknown")
	some i, report in _reports
	found := scan_findings.of_level(report, _counted[i], "unknown")
	found.number > 0
	msg := sprintf("%s: the scan found %d %s of a severity that is not known%s", [
		report.title, found.number, _noun(found.number), found.examples,
	])
}

unknown contains {"msg": msg, "details": {"path": found.path}} if {
	parameters.fixable_only
	some report in _reports
	some found in report.findings
	found.fix == null
	_is_limited(found.level)
	msg := sprintf("%s: whether %s has a fix is not in the report", [report.title, scan_findings.shown(found)])
}

_reports := [report | some report in scan_reports.all; not report.state.is_of_secrets]

_is_limited(level) if parameters.max[level] >= 0

_counted := [scan_findings.counted(report, parameters) | some report in _reports]

_noun(1) := "vulnerability"

_noun(number) := "vulnerabilities" if number != 1

_likely(id) := "it is in known_exploited" if {
	id in parameters.known_exploited
} else := sprintf("its EPSS is %v, above %v", [parameters.epss[id], parameters.max_epss]) if {
	parameters.epss[id] > parameters.max_epss
}
