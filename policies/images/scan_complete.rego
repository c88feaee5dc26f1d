# METADATA
# title: A scan of an image must be complete and recent
# description: |
#   A scan that failed, that is not finished or of which only a page was kept finds nothing, which looks like an image
#   without vulnerabilities. New ones become known every day: an old report, or a scan with an old database, says
#   nothing of them.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
# custom:
#   severity: high
#   requirements: [IMG-07]
#   match: [scan_reports]
#   remediation: Scan the image again with a current database, wait until the scan is finished, and keep the whole
#     report, all pages of it.
#   parameters:
#     max_age_days: {type: integer, description: "The number of days for which a scan is recent."}
#     max_database_age_days:
#       type: integer
#       description: The number of days that the scanner's database may have been old when it was used.
#     now:
#       type: string
#       format: date-time
#       description: The current time (RFC 3339). Without it, the age of a report is not known.
package guiderail.images.scan_complete

import data.lib.guiderail.ctx
import data.lib.guiderail.date
import data.lib.guiderail.scan_reports

defaults := {"max_age_days": 30, "max_database_age_days": 7, "now": ""}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(scan_reports.all) > 0

violation contains {"msg": msg, "details": {"path": report.state.path}} if {
	some report in scan_reports.all
	report.state.word in {"empty", "failed", "partial"}
	msg := sprintf("%s: the report %s", [report.title, report.state.why])
}

violation contains {"msg": msg, "details": {"path": report.scanned.path}} if {
	some report in scan_reports.all
	_days(report.scanned.ns, _now) > parameters.max_age_days
	msg := sprintf("%s: the scan was on %s, more than %d days ago", [
		report.title, report.scanned.shown, parameters.max_age_days,
	])
}

violation contains {"msg": msg, "details": {"path": report.database.path}} if {
	some report in scan_reports.all
	_days(report.database.ns, _when(report)) > parameters.max_database_age_days
	msg := sprintf("%s: the scanner's database was of %s, more than %d days before the scan", [
		report.title, report.database.shown, parameters.max_database_age_days,
	])
}

unknown contains {"msg": msg, "details": {"path": report.state.path}} if {
	some report in scan_reports.all
	report.state.word == "open"
	msg := sprintf("%s: the report %s", [report.title, report.state.why])
}

unknown contains {"msg": msg, "details": {"path": report.path}} if {
	some report in scan_reports.all
	report.state.word in {"complete", "partial"}
	report.scanned == null
	msg := sprintf("%s: the report does not tell when the image was scanned", [report.title])
}

unknown contains {"msg": msg, "details": {"path": report.scanned.path}} if {
	some report in scan_reports.all
	report.scanned != null
	not _is_past(report.scanned)
	msg := sprintf("%s: the scan was on %s, and how long ago that is is not known", [report.title, report.scanned.shown])
}

_now := date.nanoseconds(parameters.now)

_days(from, to) := (to - from) / date.day

_when(report) := report.scanned.ns

_when(report) := _now if report.scanned == null

# Clocks differ by a little.
_is_past(moment) if _days(_now, moment.ns) < 1
