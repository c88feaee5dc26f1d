# METADATA
# title: Environment variables of the sidecar, also from ConfigMaps
# description: |
#   A variable can take its value from a ConfigMap, through valueFrom or envFrom. If that ConfigMap is among the
#   supplied objects, its value counts. If it is not, or if the value is in a Secret, the variable remains a reference,
#   or it is not known whether it is set.
package lib.guiderail.sidecar_setting

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.xroad

# METADATA
# description: A variable of a container, in the form of `xroad.variable`.
variable(container, name) := object.union(written, {"value": value, "is_reference": false}) if {
	written := xroad.variable(container, name)
	written.is_reference
	within := array.slice(written.path, count(container.path), count(written.path))
	value := _configured(object.get(container.spec, array.concat(within, ["configMapKeyRef"]), null))
} else := xroad.variable(container, name) if {
	xroad.variable(container, name)
} else := _brought(container, name)

# METADATA
# description: |
#   The same for a variable that may be missing. One that is not set has the path of env and the value ""; if a source
#   that was not supplied may set it, it is a reference with the path of envFrom.
variable_or_none(container, name) := variable(container, name) if {
	variable(container, name)
} else := {"path": array.concat(container.path, ["envFrom"]), "value": "", "is_reference": true} if {
	may_have_more_variables(container)
} else := {"path": array.concat(container.path, ["env"]), "value": "", "is_reference": false}

# METADATA
# scope: document
# description: Whether the value of a variable is not known, because it is a reference or a placeholder.
is_open(setting) if setting.is_reference

is_open(setting) if placeholder.is_in(setting.value)

# METADATA
# description: Whether a container takes variables from a source that was not supplied, through envFrom.
may_have_more_variables(container) if {
	some source in container.spec.envFrom
	_is_open(source)
}

# The last source that has the variable counts, unless a source after it was not supplied.
_brought(container, name) := {"path": path, "value": value, "is_reference": false} if {
	index := max([i | some i, source in container.spec.envFrom; _told(source, name)])
	later := [i |
		some i, source in container.spec.envFrom
		i > index
		_is_open(source)
	]
	count(later) == 0
	value := _told(container.spec.envFrom[index], name)
	path := array.concat(container.path, ["envFrom", index])
}

_told(source, name) := value if {
	prefix := _prefix(source)
	startswith(name, prefix)
	value := _config(source.configMapRef.name).data[substring(name, count(prefix), -1)]
	is_string(value)
}

_prefix(source) := source.prefix if {
	is_string(source.prefix)
} else := ""

_is_open(source) if {
	is_object(source)
	not _is_given(source)
}

_is_given(source) if _config(source.configMapRef.name)

_config(name) := data.inventory.namespace[ctx.namespace_or_default].v1.ConfigMap[name]

_configured(reference) := value if {
	value := _config(reference.name).data[reference.key]
	is_string(value)
}
