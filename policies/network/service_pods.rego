# METADATA
# title: The pods of a Service
# description: |
#   Which pods the Service under review selects, and whether it may select more.
package lib.guiderail.service_pods

import data.lib.guiderail.carried_labels
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods

# METADATA
# scope: document
# description: What the Service asks for, without what controllers alone add to a pod, which nobody knows before.
selector[key] := value if {
	ctx.group == ""
	ctx.kind == "Service"
	object.get(ctx.resource, ["spec", "type"], null) != "ExternalName"
	is_object(ctx.resource.spec.selector)
	some key, value in ctx.resource.spec.selector
	not key in _added
}

_added := {
	"apps.kubernetes.io/pod-index",
	"batch.kubernetes.io/controller-uid",
	"batch.kubernetes.io/job-completion-index",
	"controller-revision-hash",
	"controller-uid",
	"pod-template-generation",
	"pod-template-hash",
	"rollouts-pod-template-hash",
	"statefulset.kubernetes.io/pod-name",
}

# METADATA
# description: Whether it selects any pod of its namespace.
selects_some if {
	some labels in pods.labels_in(ctx.namespace_or_default)
	object.subset(labels, selector)
}

# METADATA
# scope: document
# description: |
#   Whether it may select pods that are not told to be there: in a request, by what is still to be filled in, by
#   labels that operators give in a domain of their own, or of what names no namespace.
default may_differ := false

may_differ if ctx.operation

may_differ if placeholder.is_in(json.marshal([selector, pods.labels_in(ctx.namespace_or_default)]))

# Operators label the pods that they make in a domain of their own.
may_differ if {
	some key, _ in selector
	contains(key, "/")
	not endswith(split(key, "/")[0], "kubernetes.io")
	not _is_carried(key)
}

# What names no namespace lands where the client says.
may_differ if {
	ctx.namespace != "default"
	some owner in pods.owners("default")
	not carried_labels.names_namespace(owner)
	_selects(owner)
}

may_differ if {
	not ctx.namespace
	some owners in pods.found
	some owner in owners
	carried_labels.names_namespace(owner)
	_selects(owner)
}

_selects(owner) if {
	some labels in pods.labels_of(owner)
	object.subset(labels, selector)
}

_is_carried(key) if {
	some labels in pods.labels_in(ctx.namespace_or_default)
	labels[key]
}
