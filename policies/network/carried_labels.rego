# METADATA
# title: Selectors and the labels of pods
# description: |
#   Whether pods have the labels that a selector requires, even if their controller adds some of them.
package lib.guiderail.carried_labels

import data.lib.guiderail.pods
import data.lib.guiderail.selector

# METADATA
# description: Whether a pod of an owner carries what a selector asks for.
carries(owner, written) if {
	some labels in pods.labels_of(owner)
	matches(owner, labels, written)
}

# METADATA
# scope: document
# description: Whether labels of a pod of an owner are what a selector asks for.
matches(_, labels, written) if selector.matches(written, labels)

matches(owner, labels, written) if {
	count(selector.keys(written) & object.keys(pods.labels_to_come(owner))) > 0
	selector.matches(written, _as_made(owner, labels, written))
}

# A label that its controller gives to a pod has the value that is asked for, if it can be that.
_as_made(owner, labels, written) := object.union(labels, {key: value |
	some key, start in pods.labels_to_come(owner)
	asked := [candidate |
		some candidate in selector.values(written, key)
		is_string(candidate)
		startswith(candidate, start)
	]
	value := array.concat(asked, [object.get(labels, key, start)])[0]
})

# METADATA
# description: Whether an object names its namespace.
names_namespace(owner) if not object.get(owner, ["metadata", "namespace"], null) in {null, ""}
