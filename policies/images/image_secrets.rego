# METADATA
# title: An image must contain no secrets
# description: |
#   Whoever may pull an image can read every file of every layer, also one that a later layer removes. A key that a scan
#   finds there is known to all of them.
# related_resources:
#   - https://trivy.dev/latest/docs/scanner/secret/
# custom:
#   severity: high
#   requirements: [IMG-16]
#   match: [scan_reports]
#   remediation: Revoke the secret, build the image without it (RUN --mount=type=secret for what a build needs), and
#     give it to the container as a Secret.
package guiderail.images.image_secrets

import data.lib.guiderail.scan_reports

applies if count(_looked) > 0

violation contains {"msg": msg, "details": {"path": secret.path}} if {
	some report in scan_reports.all
	some secret in report.secrets
	msg := sprintf("%s: the scan found a secret, %s", [report.title, secret.title])
}

# That a scanner looked for secrets shows in what it found, and in reports of nothing else.
_looked := [report |
	some report in scan_reports.all
	_has_looked(report)
]

_has_looked(report) if count(report.secrets) > 0

_has_looked(report) if report.state.is_of_secrets
