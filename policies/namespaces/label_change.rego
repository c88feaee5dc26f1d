# METADATA
# title: Changes of a namespace's labels
# description: |
#   Which labels a request sets, changes or removes on a Namespace. Yields nothing for any other kind, nor where nobody
#   asks for anything.
package lib.guiderail.label_change

import data.lib.guiderail.ctx

# METADATA
# description: Whether the request is one that can change labels.
is_possible if _before

# METADATA
# description: The keys of the labels that the request changes.
labels contains label if {
	some label in object.keys(object.union(_before, _after))
	object.get(_before, label, null) != object.get(_after, label, null)
}

_before := _labels(ctx.old) if {
	ctx.operation == "UPDATE"
	_is_namespace
} else := {} if {
	ctx.operation == "CREATE"
	_is_namespace
}

_is_namespace if {
	ctx.kind == "Namespace"
	ctx.group == ""
}

_after := _labels(ctx.resource)

_labels(namespace) := {label: text |
	some label, text in namespace.metadata.labels
	is_string(label)
}
