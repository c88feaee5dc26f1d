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
	some seen in pods.labels_in(ctx.namespace_or_default)
	_selects(seen)
}

# METADATA
# scope: document
# description: |
#   Whether it may select pods that are not told to be there: in a request, by what is still to be filled in, by
#   labels that operators give in a domain of their own, or of what names no namespace.
default may_differ := false

may_differ if ctx.operation

may_differ if placeholder.is_within(selector)

may_differ if pods.are_labels_to_fill_in(ctx.namespace_or_default)

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
	some seen in carried_labels.candidates(false, selector)
	_selects(seen)
}

may_differ if {
	not ctx.namespace
	some seen in carried_labels.candidates(true, selector)
	_selects(seen)
}

_selects(seen) if object.subset(seen.labels, selector)

_is_carried(key) if {
	some seen in pods.labels_in(ctx.namespace_or_default)
	seen.labels[key]
}
