# METADATA
# title: Environment variables of the sidecar, wherever their values stand
# description: |
#   A variable may take its value from a key of a ConfigMap, by itself or with all others of it. Where that is
#   among the objects that are given, its value is told; where it is not, or the value is in a Secret, the
#   variable stays a reference, or is not known to be there.
package lib.guiderail.sidecar_setting

import data.lib.guiderail.ctx
import data.lib.guiderail.xroad

# METADATA
# description: The variable of a container, in the form of `xroad.variable`.
variable(container, name) := object.union(written, {"value": value, "is_reference": false}) if {
	written := xroad.variable(container, name)
	written.is_reference
	value := _configured(object.get(ctx.resource, array.concat(written.path, ["configMapKeyRef"]), null))
} else := xroad.variable(container, name) if {
	xroad.variable(container, name)
} else := _brought(container, name)

# METADATA
# description: Whether a container takes variables from something that does not tell them here.
may_have_more_variables(container) if {
	some source in container.spec.envFrom
	_is_open(source)
}

# Of several sources the last one counts, which no other after it may replace unseen.
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
