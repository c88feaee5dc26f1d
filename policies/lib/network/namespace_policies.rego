# METADATA
# title: The network policies of a namespace
# description: |
#   All policies that a run holds, the one under review as it is now. What names no namespace lands where
#   the client says, and with it all that names none either.
package lib.guiderail.namespace_policies

import data.lib.guiderail.ctx
import data.lib.guiderail.selector
import data.lib.guiderail.traffic
import data.lib.guiderail.value

# METADATA
# description: The policies of one namespace, as written.
of_namespace(namespace) := array.concat(
	[policy |
		some name, policy in data.inventory.namespace[namespace]["networking.k8s.io/v1"].NetworkPolicy
		not _is_replaced(name, namespace)
	],
	[policy | some policy in _own[namespace]],
)

# METADATA
# scope: document
# description: |
#   The policies that may turn out to be of a namespace: those that name none. For an object that names
#   none itself (an empty text), all those that name one.
possible("") := [policy |
	some namespace, name
	policy := data.inventory.namespace[namespace]["networking.k8s.io/v1"].NetworkPolicy[name]
	_names_namespace(policy)
]

possible(namespace) := [policy |
	namespace != "default"
	some policy in data.inventory.namespace["default"]["networking.k8s.io/v1"].NetworkPolicy
	not _names_namespace(policy)
] if {
	namespace != ""
}

# METADATA
# description: The titles of those of them that, if they are of the namespace, select a pod in a direction.
possibly_isolating(namespace, pod, direction) := {title(policy) |
	some policy in possible(namespace)
	direction in traffic.directions(policy)
	selector.matches(pod_selector(policy), pod.labels)
}

# METADATA
# description: The selector of a policy's pods; an API server reads null as an empty one.
pod_selector(policy) := value.object_in(value.object_in(policy, "spec"), "podSelector")

# METADATA
# description: How messages name a policy.
title(policy) := sprintf("NetworkPolicy %q", [object.get(policy, ["metadata", "name"], "")])

_names_namespace(policy) if {
	is_string(policy.metadata.namespace)
	policy.metadata.namespace != ""
}

_is_replaced(name, namespace) if {
	name == ctx.name
	_own[namespace]
}

# The policy under review, by its namespace.
_own[ctx.namespace_or_default] contains ctx.resource if {
	ctx.kind == "NetworkPolicy"
	ctx.group == "networking.k8s.io"
}
