# METADATA
# title: The pods of a namespace as the network sees them
# description: |
#   All pods that the objects of a run are or make, the one under review as it is now. Of a Deployment and
#   the ReplicaSet and the Pod that it has made, each counts.
package lib.guiderail.network_pods

import data.lib.guiderail.ctx
import data.lib.guiderail.pod
import data.lib.guiderail.pods

# METADATA
# description: The pods of one namespace, as `of` gives them.
of_namespace(namespace) := [seen |
	some owner in owners(namespace)
	some seen in of(owner, namespace)
]

# METADATA
# description: The labels of each of them, for who looks at nothing else.
labels_of_namespace(namespace) := [labels |
	some owner in owners(namespace)
	some labels in pod.labels_of(owner)
]

# METADATA
# description: The pods of one object, as `pod.all_of` gives them, with `namespace_labels`.
of(owner, namespace) := [seen |
	some made in pod.all_of(owner, namespace)
	seen := object.union(made, {"namespace_labels": namespace_labels(namespace)})
]

# METADATA
# description: The objects in a namespace that are or make pods.
owners(namespace) := array.concat(
	[owner |
		some owner in pods.found[namespace]
		not _is_replaced(owner, namespace)
	],
	[ctx.resource | _own_namespace == namespace],
)

# METADATA
# description: The labels of a namespace; empty when no object tells.
namespace_labels(name) := labels if {
	_is_under_review("Namespace", name)
	labels := _object(ctx.resource.metadata, "labels")
} else := labels if {
	labels := _object(data.inventory.cluster.v1.Namespace[name].metadata, "labels")
} else := {}

# METADATA
# description: Whether the inventory holds any of them, in whichever namespace. It ends at the first one.
exist if pods.exist

_is_replaced(owner, namespace) if {
	owner.kind == ctx.kind
	owner.metadata.name == ctx.name
	namespace == _own_namespace
}

_is_under_review(kind, name) if {
	ctx.kind == kind
	ctx.name == name
}

_own_namespace := ctx.namespace

_own_namespace := "default" if not ctx.namespace

_object(parent, key) := value if {
	value := parent[key]
	is_object(value)
} else := {}
