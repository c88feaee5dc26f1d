# METADATA
# title: An image must have been built recently
# description: |
#   The packages of an image are those of the day on which it was built. One that is built again now and then gets the
#   fixes of its distribution, also those of vulnerabilities that no scanner reports.
# related_resources:
#   - https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often
# custom:
#   severity: low
#   requirements: [IMG-14]
#   match: [{type: scan-report}]
#   remediation: Build the image again on the current release of its base, without the builder's cache, and deploy it.
#   parameters:
#     max_age_days: {type: integer, description: "The number of days for which an image is recent."}
#     now:
#       type: string
#       format: date-time
#       description: The current time (RFC 3339). Without it, the age of an image is not known.
package guiderail.images.image_age

import data.lib.guiderail.ctx
import data.lib.guiderail.date
import data.lib.guiderail.scan_reports

defaults := {"max_age_days": 90, "now": ""}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_dated) > 0

violation contains {"msg": msg, "details": {"path": report.created.path}} if {
	now := date.nanoseconds(parameters.now)
	some report in _dated
	now - report.created.ns > parameters.max_age_days * date.day
	msg := sprintf("%s: the image is of %s, more than %d days old", [
		report.title, report.created.shown, parameters.max_age_days,
	])
}

unknown contains {"msg": msg, "details": {"path": report.created.path}} if {
	not date.nanoseconds(parameters.now)
	some report in _dated
	msg := sprintf("%s: the image is of %s, and what day it is now is not known", [report.title, report.created.shown])
}

# A reproducible build has no date: it says 1970 or the year 1.
_dated := [report | some report in scan_reports.all; report.created != null]
