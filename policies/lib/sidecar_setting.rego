# METADATA
# title: Environment variables of the sidecar, wherever their values stand
# description: |
#   A variable may take its value from a key of a ConfigMap. Where that is among the objects that are given,
#   its value is told; where it is not, or the value is in a Secret, the variable stays a reference.
package lib.guiderail.sidecar_setting

import data.lib.guiderail.ctx
import data.lib.guiderail.xroad

# METADATA
# description: The variable of a container, in the form of `xroad.variable`.
variable(container, name) := object.union(written, {"value": value, "is_reference": false}) if {
	written := xroad.variable(container, name)
	written.is_reference
	value := _configured(object.get(ctx.resource, array.concat(written.path, ["configMapKeyRef"]), null))
} else := xroad.variable(container, name)

_configured(reference) := value if {
	config := data.inventory.namespace[_namespace].v1.ConfigMap[reference.name]
	value := config.data[reference.key]
	is_string(value)
}

_namespace := ctx.namespace

_namespace := "default" if not ctx.namespace
