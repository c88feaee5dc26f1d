# METADATA
# title: PIN and passwords of the sidecar must not be guessable
# description: |
#   The token PIN unlocks the keys with which the organisation signs and authenticates its messages;
#   who guesses it and has a backup can speak in its name. The examples' own values, 12345 and secret,
#   are the first to be tried, and a PIN of digits is found in moments.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
# custom:
#   severity: high
#   requirements: [XR-13]
#   match: [workload, {groups: [""], kinds: [Secret]}]
#   remediation: Give every credential a random value of its own, the token PIN with letters and signs as well, and keep
#     them in a Secret that is not in the repository.
#   parameters:
#     min_pin_length:
#       type: integer
#       description: The least number of characters that a token PIN may have.
package guiderail.sidecar.weak_credentials

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.sensitive
import data.lib.guiderail.weak
import data.lib.guiderail.xroad

defaults := {"min_pin_length": 10}

parameters := object.union(defaults, ctx.parameters)

applies if count(xroad.containers) > 0

applies if {
	some credential in _secret_values
	_is_pin(credential.name)
}

violation contains {"msg": msg, "details": {"path": credential.path}} if {
	some container in xroad.containers
	some credential in _literals(container)
	defect := _value_defect(credential)
	msg := sprintf("%s: env %s %s", [container.title, credential.name, defect])
}

violation contains {"msg": msg, "details": {"path": pin.path}} if {
	some container in xroad.containers
	some pin in _literals(container)
	_is_password_too(pin, _literals(container))
	msg := sprintf("%s: env %s is the administrator's password too", [container.title, pin.name])
}

# secrets.default_values speaks of defaults and placeholders in Secrets.
violation contains {"msg": msg, "details": {"path": pin.path}} if {
	some pin in _secret_values
	not weak.is_default(pin.value)
	msg := sprintf("%s %s", [pin.name, _pin_defect(pin)])
}

violation contains {"msg": msg, "details": {"path": pin.path}} if {
	some pin in _secret_values
	not weak.is_default(pin.value)
	_is_password_too(pin, _secret_values)
	msg := sprintf("%s is the administrator's password too", [pin.name])
}

_value_defect(credential) := "is a default that everybody tries" if {
	weak.is_default(credential.value)
} else := _pin_defect(credential)

_pin_defect(credential) := "has only digits; add letters and signs" if {
	_is_pin(credential.name)
	regex.match(`^[0-9]+$`, credential.value)
} else := sprintf("has fewer than %d characters", [parameters.min_pin_length]) if {
	_is_pin(credential.name)
	count(credential.value) < parameters.min_pin_length
}

_is_password_too(pin, credentials) if {
	_is_pin(pin.name)
	some credential in credentials
	credential.name == "XROAD_ADMIN_PASSWORD"
	credential.value == pin.value
}

_is_pin(name) if regex.match(`^XROAD_TOKEN_(.+_)?PIN$`, name)

_is_credential(name) if _is_pin(name)

_is_credential(name) if name in {"XROAD_ADMIN_USER", "XROAD_ADMIN_PASSWORD", "XROAD_ADMIN_PWD_HASH", "XROAD_DB_PWD"}

_literals(container) := [credential |
	some i, env in container.spec.env
	is_string(env.name)
	_is_credential(env.name)
	sensitive.is_literal(env.value)
	_is_filled_in(env.value)
	credential := {
		"name": env.name,
		"value": trim_space(sprintf("%v", [env.value])),
		"path": array.concat(container.path, ["env", i, "value"]),
	}
]

_secret_values contains {"name": name, "value": value, "path": [field, name]} if {
	ctx.group == ""
	ctx.kind == "Secret"
	some field in ["stringData", "data"]
	some name, written in ctx.resource[field]
	is_string(name)
	_is_credential(name)
	not _is_overridden(field, name)
	value := trim_space(_decoded(field, written))
	value != ""
	_is_filled_in(value)
}

# What stringData gives replaces what data gives.
_is_overridden("data", name) if is_string(ctx.resource.stringData[name])

_decoded("stringData", written) := sprintf("%v", [written]) if type_name(written) in {"string", "number"}

_decoded("data", written) := base64.decode(written) if {
	is_string(written)
	base64.is_valid(written)
}

_is_filled_in(value) if weak.is_default(value)

_is_filled_in(value) if {
	text := sprintf("%v", [value])
	not placeholder.is_in(text)
	not weak.is_placeholder(text)
}
