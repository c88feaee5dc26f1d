# METADATA
# title: A Service must select pods
# description: |
#   A Service whose selector selects no pod answers nobody, and nothing says so: its address is there, and
#   connections fail. Mostly a label was misspelt or changed on one side. And what the author meant to
#   expose, or to guard, may be other pods than those that a later change makes it select.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
# custom:
#   severity: low
#   requirements: [NETPOL-18]
#   match: [{groups: [""], kinds: [Service]}]
#   remediation: Write the labels as the pods carry them, or remove the Service.
#   parameters:
#     made_by_operators:
#       type: array
#       items: {type: string}
#       description: Labels, key=value, of pods that no manifest holds because an operator makes them; a selector that
#         asks for one of these is not judged.
package guiderail.network.service_selects_pods

import data.lib.guiderail.carried_labels
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods

defaults := {"made_by_operators": ["app.kubernetes.io/name=prometheus", "app.kubernetes.io/name=alertmanager"]}

parameters := object.union(defaults, ctx.parameters)

# Where a run holds no pods of the namespace, the Service was written apart from them.
applies if {
	count(_selector) > 0
	count(pods.labels_in(ctx.namespace_or_default)) > 0
}

violation contains finding if {
	some finding in _findings
	not _may_differ
}

unknown contains finding if {
	some finding in _findings
	_may_differ
}

_findings contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	applies
	not _is_made_by_operator
	not _selects_some
	msg := sprintf("selector selects no pod of the namespace %s; use the labels that the pods carry", [ctx.namespace_or_default])
}

# What controllers alone add to a pod nobody knows before.
_selector := {key: value |
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

_selects_some if {
	some labels in pods.labels_in(ctx.namespace_or_default)
	object.subset(labels, _selector)
}

_is_made_by_operator if {
	some label in parameters.made_by_operators
	[key, value] := split(label, "=")
	_selector[key] == value
}

# In a request the pods may be yet to come.
_may_differ if ctx.operation

_may_differ if placeholder.is_in(json.marshal([_selector, pods.labels_in(ctx.namespace_or_default)]))

# Operators label the pods that they make in a domain of their own.
_may_differ if {
	some key, _ in _selector
	contains(key, "/")
	not endswith(split(key, "/")[0], "kubernetes.io")
	not _is_carried(key)
}

# What names no namespace lands where the client says.
_may_differ if {
	ctx.namespace != "default"
	some owner in pods.owners("default")
	not carried_labels.names_namespace(owner)
	_selects(owner)
}

_may_differ if {
	not ctx.namespace
	some owners in pods.found
	some owner in owners
	carried_labels.names_namespace(owner)
	_selects(owner)
}

_selects(owner) if {
	some labels in pods.labels_of(owner)
	object.subset(labels, _selector)
}

_is_carried(key) if {
	some labels in pods.labels_in(ctx.namespace_or_default)
	labels[key]
}
