# METADATA
# title: What runs on every node
# description: |
#   Which DaemonSets run on the node under review, and which cloud provides it. A DaemonSet runs where its
#   nodeSelector and required node affinity match and where it tolerates the taints. It never runs on a
#   virtual node, such as those of Fargate and the virtual kubelet. Yields nothing for other kinds.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled
#   - https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
package lib.guiderail.node_agent

import data.lib.guiderail.ctx
import data.lib.guiderail.selector
import data.lib.guiderail.value

# METADATA
# description: The node under review.
node := ctx.resource if {
	ctx.kind == "Node"
	ctx.group == ""
}

# METADATA
# description: The node's labels.
labels := value.object_in(node.metadata, "labels")

# METADATA
# scope: document
# description: Whether the node is virtual, so that only the pods that it was created for run on it.
is_virtual if labels["eks.amazonaws.com/compute-type"] == "fargate"

is_virtual if labels.type == "virtual-kubelet"

# METADATA
# description: Whether the node belongs to EKS Auto Mode, which has agents of its own that no DaemonSet shows.
is_auto_mode if labels["eks.amazonaws.com/compute-type"] == "auto"

# METADATA
# description: Whether the node runs Windows.
is_windows if labels["kubernetes.io/os"] == "windows"

# METADATA
# description: The cloud that provides the node, `aws` or `azure`; undefined for others.
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
# description: The DaemonSets that run on the node, by name; the names are given as namespace/name.
running(names) := {name: daemon_set |
	node
	not is_virtual
	some name in names
	daemon_set := named(name)
	_lands(daemon_set)
}

# METADATA
# description: |
#   The offence of a node on which none of the DaemonSets runs. In a request they may be yet to come, so it is open.
absence(names, msg) := {"path": ["metadata", "name"], "msg": msg, "is_open": _is_asked} if {
	node
	count(running(names)) == 0
}

default _is_asked := false

_is_asked if ctx.operation

# METADATA
# description: The DaemonSet with a name, given as namespace/name.
named(name) := data.inventory.namespace[parts[0]]["apps/v1"].DaemonSet[parts[1]] if {
	parts := split(name, "/")
}

_lands(daemon_set) if {
	not daemon_set.status.desiredNumberScheduled == 0
	pod := daemon_set.spec.template.spec
	is_object(pod)
	object.subset(labels, value.object_in(pod, "nodeSelector"))
	not _is_repelled(object.get(pod, ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"], null))
	every taint in value.array_in(value.object_in(node, "spec"), "taints") {
		_is_tolerated(taint, value.array_in(pod, "tolerations"))
	}
}

_is_repelled(required) if {
	required != null
	not _is_attracted(required)
}

_is_attracted(required) if {
	some term in required.nodeSelectorTerms
	count(value.array_in(term, "matchExpressions")) + count(value.array_in(term, "matchFields")) > 0
	every expression in value.array_in(term, "matchExpressions") {
		_holds(expression, labels)
	}
	every expression in value.array_in(term, "matchFields") {
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
	some effect in ["", null, taint.effect]
	object.get(toleration, "effect", "") == effect
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
	value.text_in(toleration, "value") == value.text_in(taint, "value")
}

_states contains sprintf("node.kubernetes.io/%s", [state]) if {
	some state in [
		"not-ready", "unreachable", "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable",
		"network-unavailable",
	]
}
