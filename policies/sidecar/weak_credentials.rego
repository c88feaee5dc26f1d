# METADATA
# title: The sidecar's PIN and passwords must not be guessable
# description: |
#   The token PIN unlocks the keys with which the organization signs and authenticates its messages.
#   Whoever guesses it and has a backup can act in its name. The example values, 12345 and secret, are
#   tried first, and a PIN of digits is found within moments.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
# custom:
#   severity: high
#   requirements: [XR-13]
#   match: [workload, {groups: [""], kinds: [Secret]}]
#   remediation: Give every credential its own random value, with letters and symbols in the token PIN, and keep them in
#     a Secret that is not in the repository.
#   parameters:
#     min_pin_length: {type: integer, description: "The minimum number of characters of a token PIN."}
package guiderail.sidecar.weak_credentials

import data.lib.guiderail.ctx
import data.lib.guiderail.sidecar_credential
import data.lib.guiderail.weak
import data.lib.guiderail.xroad

defaults := {"min_pin_length": 10}

parameters := object.union(defaults, ctx.parameters)

applies if count(xroad.containers) > 0

applies if {
	some credential in sidecar_credential.secret_values
	sidecar_credential.is_pin(credential.name)
}

violation contains {"msg": msg, "details": {"path": credential.path}} if {
	some container in xroad.containers
	some credential in sidecar_credential.literals(container)
	defect := _value_defect(credential)
	msg := sprintf("%s: env %s %s", [container.title, credential.name, defect])
}

violation contains {"msg": msg, "details": {"path": pin.path}} if {
	some container in xroad.containers
	some pin in sidecar_credential.literals(container)
	_is_password_too(pin, sidecar_credential.literals(container))
	msg := sprintf("%s: env %s is also the administrator's password; use another value", [container.title, pin.name])
}

# secrets.default_values reports defaults and placeholders in Secrets.
violation contains {"msg": msg, "details": {"path": pin.path}} if {
	some pin in sidecar_credential.secret_values
	not weak.is_default(pin.value)
	msg := sprintf("%s %s", [pin.name, _pin_defect(pin)])
}

violation contains {"msg": msg, "details": {"path": pin.path}} if {
	some pin in sidecar_credential.secret_values
	not weak.is_default(pin.value)
	_is_password_too(pin, sidecar_credential.secret_values)
	msg := sprintf("%s is also the administrator's password; use another value", [pin.name])
}

_value_defect(credential) := "is a well-known default; use a random value" if {
	weak.is_default(credential.value)
} else := _pin_defect(credential)

_pin_defect(credential) := "contains only digits; add letters and symbols" if {
	sidecar_credential.is_pin(credential.name)
	regex.match(`^[0-9]+$`, credential.value)
} else := sprintf("has fewer than %d characters", [parameters.min_pin_length]) if {
	sidecar_credential.is_pin(credential.name)
	count(credential.value) < parameters.min_pin_length
}

_is_password_too(pin, credentials) if {
	sidecar_credential.is_pin(pin.name)
	some credential in credentials
	credential.name == "XROAD_ADMIN_PASSWORD"
	credential.value == pin.value
}
