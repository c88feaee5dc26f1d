# METADATA
# title: Namespaces that policies select
# description: What the other objects, and the one under review, tell of namespaces.
package lib.guiderail.namespaces

import data.lib.guiderail.ctx

# METADATA
# description: The labels of a namespace; empty when no object tells.
labels(name) := written if {
	ctx.kind == "Namespace"
	ctx.name == name
	written := _object(ctx.resource.metadata, "labels")
} else := written if {
	written := _object(data.inventory.cluster.v1.Namespace[name].metadata, "labels")
} else := {}

_object(parent, key) := value if {
	value := parent[key]
	is_object(value)
} else := {}
