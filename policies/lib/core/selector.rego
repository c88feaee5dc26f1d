# METADATA
# title: Label selectors
# description: |
#   What a Kubernetes label selector asks for. An empty selector selects everything; one that is absent
#   or null is none at all, and no function here takes it for a selector.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
package lib.guiderail.selector

import data.lib.guiderail.value

# METADATA
# description: Whether a selector is there and selects everything.
is_empty(selector) if {
	is_object(selector)
	count(_labels(selector)) == 0
	count(_expressions(selector)) == 0
}

# METADATA
# description: |
#   Whether a selector of namespaces selects every one: it is empty, or asks only for the name label
#   that an API server gives to each.
selects_every_namespace(selector) if {
	is_object(selector)
	count(_labels(selector)) == 0
	every expression in _expressions(selector) {
		_asks_for_the_name(expression)
	}
}

# METADATA
# description: |
#   Whether a selector only excludes: all that it does not name is selected, what carries no labels
#   among it. An empty one excludes nothing.
only_excludes(selector) if {
	is_object(selector)
	count(_labels(selector)) == 0
	every expression in _expressions(selector) {
		_excludes(expression)
	}
}

# METADATA
# description: The same of a selector of namespaces, each of which carries its name.
only_excludes_namespaces(selector) if {
	is_object(selector)
	count(_labels(selector)) == 0
	every expression in _expressions(selector) {
		_excludes_namespaces(expression)
	}
}

_excludes_namespaces(expression) if _asks_for_the_name(expression)

_excludes_namespaces(expression) if {
	_excludes(expression)
	not _denies_the_name(expression)
}

# Only a word that an API server knows: it refuses a selector with another one.
_excludes(expression) if {
	is_string(expression.key)
	expression.operator in {"NotIn", "DoesNotExist"}
}

_asks_for_the_name(expression) if {
	expression.key == "kubernetes.io/metadata.name"
	expression.operator == "Exists"
}

_denies_the_name(expression) if {
	expression.key == "kubernetes.io/metadata.name"
	expression.operator == "DoesNotExist"
}

# METADATA
# scope: document
# description: |
#   Whether some selectors select everything together, so that no label escapes them all: one of them is
#   empty, or those that ask about one label alone leave none of its values out, nor its absence.
#   Selectors that do so only by several labels are not seen.
cover(selectors) if {
	some selector in selectors
	is_empty(selector)
}

cover(selectors) if {
	asking := [{"key": key, "selector": selector} |
		some selector in selectors
		some key in keys(selector)
		keys(selector) == {key}
	]

	# Without one that selects what lacks the label there is no need to look further.
	open := {entry.key | some entry in asking; matches(entry.selector, {})}
	some key in open
	same := [entry.selector | some entry in asking; entry.key == key]
	every labels in _samples(key, same) {
		_is_matched(same, labels)
	}
}

_is_matched(selectors, labels) if {
	some selector in selectors
	matches(selector, labels)
}

# What carries each of the values that some selectors name, one that none names, and what lacks the label.
# No value holds a space, so that one that does is none of them.
_samples(key, selectors) := {{}, {key: " "}} | {labels |
	some selector in selectors
	some wanted in _named_values(selector)
	labels := {key: wanted}
}

_named_values(selector) := {wanted | some wanted in _labels(selector)} | {wanted |
	some expression in _expressions(selector)
	some wanted in expression.values
}

# METADATA
# scope: document
# description: Whether a selector selects only what carries a label with one value.
requires(selector, key, wanted) if {
	_labels(selector)[key] == wanted
}

requires(selector, key, wanted) if {
	some expression in _expressions(selector)
	expression.key == key
	expression.operator == "In"
	expression.values == [wanted]
}

# METADATA
# description: |
#   Whether a selector selects what carries these labels. One that no API server accepts (an operator
#   that does not exist, values where none belong or none where some do) selects nothing.
matches(selector, labels) if {
	is_object(selector)
	object.subset(labels, _labels(selector))
	every expression in _expressions(selector) {
		_holds(expression, labels)
	}
}

# METADATA
# description: The labels that a selector asks about, whatever it asks of them.
keys(selector) := {key | some key, _ in _labels(selector)} | {expression.key |
	some expression in _expressions(selector)
	is_string(expression.key)
}

# METADATA
# scope: document
# description: Whether a selector selects only what carries a label, with whichever of some values.
is_bound(selector, key) if is_string(_labels(selector)[key])

is_bound(selector, key) if {
	some expression in _expressions(selector)
	expression.key == key
	expression.operator == "In"
}

_holds(expression, labels) if {
	expression.operator == "In"
	labels[expression.key] in expression.values
}

_holds(expression, labels) if {
	expression.operator == "NotIn"
	is_string(expression.key)
	is_array(expression.values)
	count(expression.values) > 0
	not _has_value(labels, expression)
}

_holds(expression, labels) if {
	expression.operator == "Exists"
	labels[expression.key]
	_names_no_values(expression)
}

_holds(expression, labels) if {
	expression.operator == "DoesNotExist"
	is_string(expression.key)
	not labels[expression.key]
	_names_no_values(expression)
}

_has_value(labels, expression) if labels[expression.key] in expression.values

_names_no_values(expression) if object.get(expression, "values", null) in {null, []}

# METADATA
# description: |
#   The values of a label that what a selector selects may have, as far as one of its demands names them.
#   Undefined when none does.
values(selector, key) := {wanted} if {
	wanted := _labels(selector)[key]
} else := {wanted |
	some expression in _expressions(selector)
	expression.key == key
	expression.operator == "In"
	some wanted in expression.values
} if {
	is_bound(selector, key)
}

_labels(selector) := value.object_in(selector, "matchLabels")

_expressions(selector) := value.array_in(selector, "matchExpressions")
