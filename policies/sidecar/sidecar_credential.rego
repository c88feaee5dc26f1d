# METADATA
# title: Credentials of sidecars
# description: |
#   The PINs and passwords that containers and Secrets pass to sidecars. Placeholders do not count.
package lib.guiderail.sidecar_credential

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.sensitive
import data.lib.guiderail.weak

# METADATA
# description: Whether an environment variable holds a token PIN, by its name.
is_pin(name) if regex.match(`^XROAD_TOKEN_(.+_)?PIN$`, name)

_is_credential(name) if is_pin(name)

_is_credential(name) if name in {"XROAD_ADMIN_USER", "XROAD_ADMIN_PASSWORD", "XROAD_ADMIN_PWD_HASH", "XROAD_DB_PWD"}

# METADATA
# description: |
#   The credentials written in the env of a container: `name`, `value` and `path`.
literals(container) := [credential |
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

# METADATA
# description: The credentials in the Secret under review, in the same form.
secret_values contains {"name": name, "value": value, "path": [field, name]} if {
	ctx.group == ""
	ctx.kind == "Secret"
	some field in ["stringData", "data"]
	some name, written in ctx.resource[field]
	is_string(name)
	_is_credential(name)
	not _is_overridden(ctx.resource, field, name)
	value := trim_space(_decoded(field, written))
	value != ""
	_is_filled_in(value)
}

# A key in stringData replaces the same key in data.
_is_overridden(secret, "data", name) if is_string(secret.stringData[name])

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
