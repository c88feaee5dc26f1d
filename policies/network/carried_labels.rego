# METADATA
# title: Selectors and the labels of pods
# description: |
#   Whether pods have the labels that a selector requires, even if their controller adds some of them.
package lib.guiderail.carried_labels

import data.lib.guiderail.pods
import data.lib.guiderail.selector

# METADATA
# scope: document
# description: Whether a pod, in the form of `pods.labels_of`, carries what a selector asks for.
carries(seen, written) if selector.matches(written, seen.labels)

carries(seen, written) if {
	count(selector.keys(written) & object.keys(seen.to_come)) > 0
	selector.matches(written, _as_made(seen, written))
}

# A label that its controller gives to a pod has the value that is asked for, if it can be that.
_as_made(seen, written) := object.union(seen.labels, {key: value |
	some key, start in seen.to_come
	asked := [candidate |
		some candidate in selector.values(written, key)
		is_string(candidate)
		startswith(candidate, start)
	]
	value := array.concat(asked, [object.get(seen.labels, key, start)])[0]
})

# METADATA
# description: |
#   Of the pods in `pods.labels_by_naming`, those that may carry some labels: where a label is asked for that
#   controllers do not add, those that carry it.
candidates(names_namespace, labels) := pods.labels_by_naming[names_namespace] if {
	_telling(labels) == []
} else := pods.labels_by_label[names_namespace][key][value] if {
	[key, value] := _telling(labels)[0]
} else := set()

_telling(labels) := [[key, value] |
	some key, value in labels
	not key in pods.labels_ever_to_come
]
