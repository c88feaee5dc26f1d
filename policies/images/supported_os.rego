# METADATA
# title: The operating system of an image must be supported
# description: |
#   A distribution whose support has ended gets no fixes, and scanners learn of no new vulnerabilities in it: it looks
#   better with every month.
# related_resources:
#   - https://endoflife.date/
# custom:
#   severity: medium
#   requirements: [IMG-13]
#   match: [scan_reports]
#   remediation: Build the image on a release of the distribution that is supported.
#   parameters:
#     ends:
#       type: object
#       additionalProperties: {type: string, format: date}
#       description: "The last day of support of releases, by distribution and release, such as debian 12."
#     now: {type: string, format: date-time, description: "The current time (RFC 3339)."}
package guiderail.images.supported_os

import data.lib.guiderail.ctx
import data.lib.guiderail.date
import data.lib.guiderail.operating_systems
import data.lib.guiderail.scan_reports

defaults := {"ends": operating_systems.ends, "now": ""}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_systems) > 0

violation contains {"msg": msg, "details": {"path": system.path}} if {
	some system in _systems
	system.is_ended == true
	msg := sprintf("%s: the scanner says that %s is no longer supported", [system.title, system.shown])
}

violation contains {"msg": msg, "details": {"path": system.path}} if {
	now := date.nanoseconds(parameters.now)
	some system in _systems
	system.is_ended != true
	date.nanoseconds(system.end) + date.day <= now
	msg := sprintf("%s: the support of %s ended on %s", [system.title, system.shown, system.end])
}

unknown contains {"msg": msg, "details": {"path": system.path}} if {
	not date.nanoseconds(parameters.now)
	some system in _systems
	system.is_ended != true
	system.end != ""
	msg := sprintf("%s: the support of %s ends on %s, and what day it is now is not known", [
		system.title, system.shown, system.end,
	])
}

unknown contains {"msg": msg, "details": {"path": system.path}} if {
	some system in _systems
	system.is_ended == null
	system.end == ""
	msg := sprintf("%s: whether %s is supported is not known", [system.title, system.shown])
}

_systems := [{
	"title": report.title,
	"path": scan_reports.place(report, report.os.path),
	"shown": trim_space(sprintf("%v %v", [report.os.family, report.os.version])),
	"is_ended": report.os.is_ended,
	"end": end,
} |
	some report in scan_reports.all
	report.os != null
	end := operating_systems.end(report.os, parameters.ends)
]
