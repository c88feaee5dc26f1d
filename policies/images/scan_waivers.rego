# METADATA
# title: What a scan is told to ignore must have a reason and an end
# description: |
#   What a scanner ignores, a vulnerability, a secret or a misconfiguration, is there all the same. Without a reason
#   nobody can tell whether it may be ignored still, and without an end nobody is asked to. A comment that only says
#   that something is ignored, such as a heading, is no reason, and neither is a justification that OpenVEX and CSAF do
#   not have.
# related_resources:
#   - https://trivy.dev/latest/docs/configuration/filtering/
#   - https://docs.snyk.io/manage-risk/policies/the-.snyk-file
# custom:
#   severity: medium
#   requirements: [IMG-08]
#   match: [{type: scan-report}, scan_waivers]
#   remediation: Say why the vulnerability is no risk here, and until when that holds; in .trivyignore.yaml these are
#     statement and expired_at, in .snyk reason and expires. Grype's rules have no end, but statements of VEX need none.
#   parameters:
#     now: {type: string, format: date-time, description: "The current time (RFC 3339)."}
package guiderail.images.scan_waivers

import data.lib.guiderail.ctx
import data.lib.guiderail.date
import data.lib.guiderail.scan_reports
import data.lib.guiderail.scan_waivers

defaults := {"now": ""}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_entries) > 0

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	not _is_over(entry)
	not _is_explained(entry)
	msg := sprintf("%v is ignored by %v without a reason", [entry.id, entry.by])
}

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	entry.ends == ""
	msg := sprintf("%v is ignored by %v without an end", [entry.id, entry.by])
}

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	not entry.ends in {"", "never needed", "not shown"}
	not date.nanoseconds(entry.ends)
	msg := sprintf("%v is ignored by %v until %v, which is no date of this century", [entry.id, entry.by, entry.ends])
}

unknown contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in _entries
	entry.ends == "not shown"
	msg := sprintf("%v is ignored by %v, and until when is not in the report", [entry.id, entry.by])
}

_entries := array.concat(scan_waivers.entries, [entry |
	some report in scan_reports.all
	some entry in report.ignored
	not entry.is_over
])

_is_explained(entry) if scan_waivers.is_reason(entry.reason)

# What is over is ignored no longer.
_is_over(entry) if date.nanoseconds(entry.ends) < date.nanoseconds(parameters.now)
