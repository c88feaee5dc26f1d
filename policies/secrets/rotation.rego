# METADATA
# title: Secrets in AWS Secrets Manager must be rotated
# description: |
#   A secret that leaked, and nobody noticed, is good until it is changed. Secrets Manager changes it by itself on a
#   schedule, at the service as well, if it is told to. It is not by default.
# related_resources:
#   - https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
# custom:
#   severity: medium
#   requirements: [SECRETS-15]
#   match: [managed_secrets]
#   remediation: Configure rotation for the secret, on a schedule that comes round often enough.
#   parameters:
#     days: {type: integer, description: "The longest time in days between two rotations."}
package guiderail.secrets.rotation

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.managed_secrets

defaults := {"days": 90}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(managed_secrets.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": secret.path, "msg": msg, "is_open": secret.has_loose_rotation} if {
	some secret in managed_secrets.all
	count(secret.rotations) == 0
	msg := sprintf("%s: %s", [secret.title, _absent(secret.has_loose_rotation, parameters.days)])
}

_offences contains {"path": rotation.path, "msg": msg, "is_open": rotation.is_known == false} if {
	some secret in managed_secrets.all
	some rotation in secret.rotations
	not _is_often(rotation, parameters.days)
	msg := sprintf("%s: %s", [secret.title, _how(rotation, parameters.days)])
}

_is_often(rotation, days) if {
	rotation.is_known
	is_number(rotation.value)
	rotation.value <= days
}

_absent(true, _) := "whether the secret is rotated is not known"

_absent(false, days) := sprintf("the secret is never rotated; rotate it at least every %d days", [days])

_how(rotation, days) := sprintf("how often %s rotates the secret is not known", [rotation.field]) if {
	not rotation.is_known
} else := sprintf("%s rotates the secret every %d days; at least every %d days is wanted", said) if {
	is_number(rotation.value)
	said := [rotation.field, rotation.value, days]
} else := sprintf("%s must rotate the secret at least every %d days", [rotation.field, days])
