# METADATA
# title: Templates of the Azure Resource Manager
# description: |
#   The resources of an ARM template, those within other resources and within nested deployments among them, and what is
#   known of their values. Azure ignores the case of types and of the names of properties. A parameter has its default
#   value, and what any other expression yields is not known.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/syntax
#   - https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/linked-templates
package lib.guiderail.arm_template

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx

# METADATA
# description: |
#   The resources that the template under review makes. Each has its `type` in full and in lower case, its `name` as it
#   is written, its `title`, the `path` to its `values`, and what `fact` reads.
all := [resource |
	artefact_type.under_review == "arm"
	walk(ctx.resource, [path, entry])
	is_object(entry)
	_leads_to_a_resource(path)
	type := _type(ctx.resource, path)
	read := readable(entry, path, _scopes[_template_of(ctx.resource, path)])
	not _is_elsewhere(read)
	name := _name(read)
	resource := object.union(read, {
		"type": lower(type),
		"name": name.written,
		"title": sprintf("%s (%s)", [name.shown, type]),
	})
]

_leads_to_a_resource(path) if {
	_is_called(path[count(path) - 2], "resources")
	steps := concat("/", [replace(sprintf("%v", [step]), "/", "") | some step in path])
	regex.match(`(?i)^resources/[^/]*(/(properties/template/)?resources/[^/]*)*$`, steps)
}

_is_called(step, name) if {
	is_string(step)
	lower(step) == name
}

# The type of a resource within another may be relative to that one's; a full one begins with a namespace.
_type(document, path) := type if {
	type := _written_type(document, path)
	contains(type, ".")
} else := concat("/", types) if {
	types := [_written_type(document, array.slice(path, 0, count(path) - up)) | some up in [2, 0]]
	count(types) == 2
	contains(types[0], ".")
} else := concat("/", types) if {
	types := [_written_type(document, array.slice(path, 0, count(path) - up)) | some up in [4, 2, 0]]
	count(types) == 3
	contains(types[0], ".")
}

_written_type(document, path) := [type |
	some key, type in object.get(document, path, null)
	lower(key) == "type"
	is_string(type)
][0]

# What is only referred to, and what is never made.
_is_elsewhere(resource) if fact(resource, ["existing"]).value == true

_is_elsewhere(resource) if resource.values.condition in {false, "[false()]"}

_name(resource) := {"written": text, "shown": shown} if {
	text := written(resource, ["name"])
	is_string(text)
	shown := [name |
		some name in [fact(resource, ["name"]).value, text]
		is_string(name)
	][0]
} else := {"written": "", "shown": "(no name)"}

# METADATA
# description: |
#   An object of Azure's that can be asked for facts: its `values` at a `path`, and the `scope` of its expressions,
#   which is null where there are none.
readable(values, path, scope) := read if {
	nodes := [[_key(place), place, node] | walk(values, [place, node]); node != null]

	# Names that differ only in case may not make an error.
	places := object.union_n([{node[0]: node[1]} | some node in nodes])
	expressions := {node[0] |
		scope != null
		some node in nodes
		is_expression(node[2])
	}
	copies := {_key(array.concat(array.slice(place, 0, count(place) - 3), [name])) |
		scope != null
		some [_, place, name] in nodes
		_is_called(place[count(place) - 1], "name")
		_is_called(place[count(place) - 3], "copy")
		is_string(name)
	}
	found := {"places": places, "expressions": expressions, "copies": copies}
	read := object.union(found, {"format": "arm", "path": path, "values": values, "scope": scope})
}

_key(steps) := lower(sprintf("%v", [steps]))

# Expressions see the parameters and variables of the template around them. A nested deployment has its own only where
# it says that its scope is inner.
_scopes[path] := scope if {
	some path in _templates
	template := object.get(ctx.resource, path, {})
	parameters := object.union_n(array.concat(_defaults(template), _given(ctx.resource, path)))
	scope := {"parameters": parameters, "variables": object.union_n(_variables(template, parameters))}
}

_templates contains []

_templates contains array.concat(path, ["properties", "template"]) if {
	artefact_type.under_review == "arm"
	walk(ctx.resource, [path, entry])
	_is_called(entry.properties.expressionEvaluationOptions.scope, "inner")
}

_template_of(document, path) := array.slice(path, 0, max(ends)) if {
	ends := [end |
		some end in numbers.range(0, count(path))
		_has_scope(document, array.slice(path, 0, end))
	]
}

_has_scope(_, []) := true

_has_scope(document, path) if {
	array.slice(path, count(path) - 2, count(path)) == ["properties", "template"]
	scope := array.concat(array.slice(path, 0, count(path) - 1), ["expressionEvaluationOptions", "scope"])
	_is_called(object.get(document, scope, ""), "inner")
}

_defaults(template) := [{lower(name): described.defaultValue} |
	is_object(template.parameters)
	some name, described in template.parameters
	not is_expression(described.defaultValue)
]

# What a deployment gives to its template. What it passes on of parameters is known if they are those of the whole file.
_given(document, path) := [{lower(name): known.value} |
	count(path) > 0
	parameters := object.get(document, array.concat(array.slice(path, 0, count(path) - 1), ["parameters"]), {})
	is_object(parameters)
	some name, given in parameters
	known := _evaluated(given.value, {"parameters": object.union_n(_defaults(document)), "variables": {}})
]

_variables(template, parameters) := [{lower(name): known.value} |
	is_object(template.variables)
	some name, value in template.variables
	known := _evaluated(value, {"parameters": parameters, "variables": {}})
]

# METADATA
# description: Whether a text is an expression. One that begins with two brackets is a literal.
is_expression(text) if {
	is_string(text)
	startswith(text, "[")
	endswith(text, "]")
	not startswith(text, "[[")
}

# METADATA
# scope: document
# description: Whether a name or an ID, be it an expression, is that of a resource or of something within it.
names(resource, text) if {
	is_expression(resource.name)
	contains(lower(text), lower(trim(resource.name, "[]")))
}

names(resource, text) if {
	resource.name != ""
	not _has_open_name(resource)
	contains(sprintf("/%s/", [replace(lower(text), "'", "/")]), sprintf("/%s/", [lower(resource.name)]))
}

_has_open_name(resource) if is_expression(resource.name)

# METADATA
# description: |
#   What is known of a value: its `path`, or that of the nearest value around it that is there, its `value`, null if it
#   has none, and `is_known`.
fact(resource, steps) := {"path": _place(resource, steps), "value": found.value, "is_known": true} if {
	found := _found(resource, steps)
} else := {"path": _place(resource, steps), "value": null, "is_known": false}

# METADATA
# description: How many items a list has; undefined where that is not known, and 0 where there is none.
length(resource, steps) := count(list) if {
	list := written(resource, steps)
	is_array(list)
} else := count(list) if {
	list := fact(resource, steps).value
	is_array(list)
} else := 0 if {
	fact(resource, steps).is_known
}

_found(resource, steps) := {"value": value} if {
	end := _expression_in(resource, steps)
	known := _resolved(written(resource, array.slice(steps, 0, end)), resource.scope)
	value := _within(known.value, array.slice(steps, end, count(steps)))
	not _has_expressions(value)
} else := _evaluated(written(resource, steps), resource.scope) if {
	not _expression_in(resource, steps)
	not _is_copied(resource, steps)
}

_expression_in(resource, steps) := min(ends) if {
	ends := [end |
		some end in numbers.range(1, count(steps))
		_key(array.slice(steps, 0, end)) in resource.expressions
	]
}

# METADATA
# description: What stands in the file as a value, be it an expression; null where there is none.
written(resource, steps) := object.get(resource.values, place, null) if {
	place := resource.places[_key(steps)]
} else := null

_place(resource, steps) := array.concat(resource.path, places[0]) if {
	places := [resource.places[_key(array.slice(steps, 0, end))] | some end in numbers.range(count(steps), 0)]
}

# Azure makes the value from an item that is repeated.
_is_copied(resource, steps) if {
	some end in numbers.range(1, count(steps))
	_key(array.slice(steps, 0, end)) in resource.copies
}

_within(value, steps) := array.concat(found, [null])[0] if {
	found := [within |
		walk(value, [place, within])
		_key(place) == _key(steps)
	]
}

_has_expressions(value) if {
	walk(value, [_, text])
	is_expression(text)
}

_evaluated(value, null) := {"value": value}

_evaluated(value, scope) := {"value": _literal(value)} if {
	scope != null
	not _has_expressions(value)
} else := {"value": items} if {
	is_array(value)
	items := [known.value |
		some item in value
		known := _item(item, scope)
	]
	count(items) == count(value)
} else := _resolved(value, scope)

_item(item, scope) := {"value": _literal(item)} if {
	is_object(scope)
	not _has_expressions(item)
} else := _resolved(item, scope)

_literal(value) := substring(value, 1, -1) if {
	is_string(value)
	startswith(value, "[[")
} else := value

_resolved(text, scope) := {"value": _constants[lower(text)]} if {
	is_string(text)
	is_object(scope)
} else := {"value": scope[sprintf("%ss", [lower(parts[0][1])])][lower(parts[0][2])]} if {
	is_string(text)
	parts := regex.find_all_string_submatch_n(`^\[\s*((?i)parameter|variable)s\(\s*'([^']+)'\s*\)\s*\]$`, text, 1)
}

_constants := {"[true()]": true, "[false()]": false, "[null()]": null, "[json('null')]": null}
