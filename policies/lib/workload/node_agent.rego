# METADATA
# title: What runs on every node
# description: |
#   Which DaemonSets land on the node under review, and whose machine it is. A DaemonSet lands where its
#   nodeSelector and required node affinity let it and where it tolerates the taints. It never lands on
#   a node that is none, as Fargate and the virtual kubelet offer them. Yields nothing for other kinds.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled
#   - https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
package lib.guiderail.node_agent

import data.lib.guiderail.ctx
import data.lib.guiderail.selector

# METADATA
# description: The node under review.
node := ctx.resource if {
	ctx.kind == "Node"
	ctx.group == ""
}

# METADATA
# description: The node's labels.
labels := _object(node.metadata, "labels")

# METADATA
# scope: document
# description: Whether the node is no machine, so that nothing but the pods that it was made for runs on it.
is_virtual if labels["eks.amazonaws.com/compute-type"] == "fargate"

is_virtual if labels.type == "virtual-kubelet"

# METADATA
# description: Whether the node belongs to EKS Auto Mode, which has agents of its own that no DaemonSet shows.
is_auto_mode if labels["eks.amazonaws.com/compute-type"] == "auto"

# METADATA
# description: Whether the node runs Windows.
is_windows if labels["kubernetes.io/os"] == "windows"

# METADATA
# description: The cloud whose machine the node is, `aws` or `azure`; undefined for others.
provider := "aws" if {
	_has_id("aws://")
} else := "aws" if {
	some key in ["eks.amazonaws.com/nodegroup", "eks.amazonaws.com/compute-type"]
	labels[key]
} else := "azure" if {
	_has_id("azure://")
} else := "azure" if {
	labels["kubernetes.azure.com/cluster"]
}

_has_id(prefix) if {
	is_string(node.spec.providerID)
	startswith(node.spec.providerID, prefix)
}

# METADATA
# description: The DaemonSets of some names, each namespace/name, that run on the node, by their names.
running(names) := {name: daemon_set |
	node
	not is_virtual
	some name in names
	daemon_set := named(name)
	_lands(daemon_set)
}

# METADATA
# description: The DaemonSet of a name, namespace/name.
named(name) := data.inventory.namespace[parts[0]]["apps/v1"].DaemonSet[parts[1]] if {
	parts := split(name, "/")
}

_lands(daemon_set) if {
	not daemon_set.status.desiredNumberScheduled == 0
	pod := daemon_set.spec.template.spec
	is_object(pod)
	object.subset(labels, _object(pod, "nodeSelector"))
	not _is_repelled(object.get(pod, ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"], null))
	every taint in _list(_object(node, "spec"), "taints") {
		_is_tolerated(taint, _list(pod, "tolerations"))
	}
}

_is_repelled(required) if {
	required != null
	not _is_attracted(required)
}

_is_attracted(required) if {
	some term in required.nodeSelectorTerms
	count(_list(term, "matchExpressions")) + count(_list(term, "matchFields")) > 0
	every expression in _list(term, "matchExpressions") {
		_holds(expression, labels)
	}
	every expression in _list(term, "matchFields") {
		_holds(expression, {"metadata.name": ctx.name})
	}
}

# The operators of label selectors, and two more.
_holds(expression, values) if selector.matches({"matchExpressions": [expression]}, values)

_holds(expression, values) if {
	expression.operator == "Gt"
	_number(values[expression.key]) > _number(expression.values[0])
}

_holds(expression, values) if {
	expression.operator == "Lt"
	_number(values[expression.key]) < _number(expression.values[0])
}

# to_number reads no leading zeros, Kubernetes does.
_number(text) := to_number(regex.replace(text, `^(-?)0+([0-9])`, "$1$2")) if {
	is_string(text)
	regex.match(`^-?[0-9]{1,18}$`, text)
}

_is_tolerated(taint, _) if taint.effect == "PreferNoSchedule"

# The controller of DaemonSets adds tolerations for the states of a node.
_is_tolerated(taint, _) if taint.key in _states

_is_tolerated(taint, tolerations) if {
	some toleration in tolerations
	is_object(toleration)
	object.get(toleration, "effect", "") in {"", null, taint.effect}
	_is_of(toleration, taint)
}

_is_of(toleration, _) if {
	toleration.operator == "Exists"
	object.get(toleration, "key", "") in {"", null}
}

_is_of(toleration, taint) if {
	toleration.operator == "Exists"
	toleration.key == taint.key
}

_is_of(toleration, taint) if {
	object.get(toleration, "operator", "") in {"", "Equal"}
	toleration.key == taint.key
	_text(toleration, "value") == _text(taint, "value")
}

_states contains sprintf("node.kubernetes.io/%s", [state]) if {
	some state in [
		"not-ready", "unreachable", "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable",
		"network-unavailable",
	]
}

_text(parent, key) := value if {
	value := parent[key]
	is_string(value)
} else := ""

_object(parent, key) := value if {
	value := parent[key]
	is_object(value)
} else := {}

_list(parent, key) := value if {
	value := parent[key]
	is_array(value)
} else := []
