# METADATA
# title: Namespaces that policies select
# description: What the other objects, and the one under review, tell of namespaces.
package lib.guiderail.namespaces

import data.lib.guiderail.ctx
import data.lib.guiderail.value

# METADATA
# description: The labels of a namespace; empty when no object tells.
labels(name) := written if {
	ctx.name == name
	written := value.object_in(_own.metadata, "labels")
} else := written if {
	written := value.object_in(data.inventory.cluster.v1.Namespace[name].metadata, "labels")
} else := {}

_own := ctx.resource if ctx.kind == "Namespace"
