# METADATA
# title: Resources of a cloud
# description: |
#   What a Terraform plan or a CloudFormation template makes of a cloud, whichever it is, and what is known of it. A
#   resource has its `type`, as its tool calls it, its `title` for messages, the `path` to its `values`, and what is
#   `unknown` of them.
# custom:
#   match:
#     - type: terraform-plan
#     - type: cloudformation
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
package lib.guiderail.resources

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx

# METADATA
# description: The resources under review, in the order in which they are written.
all := array.concat(_planned, _templates)

# METADATA
# description: Those of one type.
of_type(type) := [resource | some resource in all; resource.type == type]

# What is destroyed, or taken out of Terraform's hands, is not judged, nor is what it only looks up.
_planned := [resource |
	artefact_type.under_review == "terraform-plan"
	some i, entry in ctx.resource.resource_changes
	object.get(entry, "mode", "managed") == "managed"
	not "deposed" in object.keys(entry)
	is_object(entry.change.after)
	is_string(entry.address)
	is_string(entry.type)
	resource := {
		"format": "terraform",
		"type": entry.type,
		"title": entry.address,
		"path": ["resource_changes", i, "change", "after"],
		"values": entry.change.after,
		"unknown": _object_in(entry.change, "after_unknown"),
		"expressions": object.get(_written, _place(entry), null),
	}
]

_object_in(parent, name) := found if {
	found := parent[name]
	is_object(found)
} else := {}

# What the author wrote of the resources, by module, type and name; nothing where the plan has no configuration.
_written[address][written.type][written.name] := written.expressions if {
	some address, steps in _modules
	some written in object.get(ctx.resource, array.concat(steps, ["resources"]), [])
	written.mode == "managed"
}

_place(entry) := [object.get(entry, "module_address", ""), entry.type, object.get(entry, "name", "")]

# The paths to the configurations of modules, by addresses such as module.a[0].module.b.
_modules[address] := array.concat(["configuration", "root_module"], calls) if {
	some address in {object.get(entry, "module_address", "") | some entry in ctx.resource.resource_changes}
	is_string(address)
	names := split(regex.replace(address, `\[("[^"]*"|[0-9]+)\]`, ""), ".")
	calls := [step |
		some name in names
		not name in {"", "module"}
		some step in ["module_calls", name, "module"]
	]
}

_templates := [resource |
	artefact_type.under_review == "cloudformation"
	defaults := {parameter: described.Default | some parameter, described in ctx.resource.Parameters}
	some name, entry in ctx.resource.Resources
	is_string(entry.Type)
	resource := {
		"format": "cloudformation",
		"type": entry.Type,
		"title": sprintf("%s (%s)", [name, entry.Type]),
		"path": array.concat(["Resources", name], ["Properties" | entry.Properties]),
		"values": _object_in(entry, "Properties"),
		"unknown": {},
		"expressions": null,
		"defaults": defaults,
	}
]

# METADATA
# description: |
#   What is known of a value of a resource: its `path`, or that of the nearest value around it that is there, its
#   `field` for messages, its `value`, null if it has none, and `is_known`. What the author leaves to the provider is
#   known to be absent.
fact(resource, steps) := object.union(_where(resource, steps), {"value": null, "is_known": false}) if {
	_is_unknown(resource, steps)
} else := object.union(_where(resource, steps), {"value": _value(resource, steps), "is_known": true})

_where(resource, steps) := {"path": place(resource, steps), "field": field(steps)}

# METADATA
# description: How a message names a value within a resource.
field(steps) := concat(".", [step | some step in steps; is_string(step)])

# METADATA
# description: The path to a value of a resource, or to the nearest value around it.
place(resource, steps) := array.concat(resource.path, array.slice(steps, 0, max(there))) if {
	there := [n |
		some n in numbers.range(0, count(steps))
		object.get(resource.values, array.slice(steps, 0, n), null) != null
	]
}

_is_unknown(resource, steps) if {
	resource.format == "terraform"
	_is_marked(resource, steps)
	_is_written(resource, steps)
}

_is_unknown(resource, steps) if {
	resource.format == "cloudformation"
	some n in numbers.range(1, count(steps))
	_is_open(object.get(resource.values, array.slice(steps, 0, n), null), resource.defaults)
}

# Whether Terraform says that a value, one around it or a part of it will be known after apply.
_is_marked(resource, steps) if {
	some n in numbers.range(1, count(steps) - 1)
	object.get(resource.unknown, array.slice(steps, 0, n), false) == true
}

_is_marked(resource, steps) if walk(object.get(resource.unknown, steps, false), [_, true])

# Whether the author wrote a value, or nobody knows. The blocks of a set come in another order than they are written.
_is_written(resource, _) if resource.expressions == null

_is_written(resource, steps) if {
	walk(resource.expressions, [path, expression])
	_gives(field(path), expression, field(steps))
}

_gives(name, _, name)

_gives(outer, expression, inner) if {
	is_array(expression.references)
	startswith(inner, sprintf("%s.", [outer]))
}

# What a template does not tell by itself.
_is_open(value, defaults) if {
	_is_function(value)
	not _is_absent(value)
	not _is_resolved(value, defaults)
}

_is_function(value) if {
	is_object(value)
	count(value) == 1
	some name, _ in value
	_is_function_name(name)
}

_is_function_name(name) if name in {"Ref", "Condition"}

_is_function_name(name) if startswith(name, "Fn::")

_is_absent(value) if value == {"Ref": "AWS::NoValue"}

_is_resolved(value, defaults) if _resolved(value, defaults) != null

# What a parameter has by default, and a text in which only the account, the region and the like are left open.
_resolved(value, defaults) := defaults[value.Ref] if {
	_is_function(value)
} else := value["Fn::Sub"] if {
	_is_function(value)
	is_string(value["Fn::Sub"])
	every name in regex.find_all_string_submatch_n(`\$\{([^}]*)\}`, value["Fn::Sub"], -1) {
		startswith(name[1], "AWS::")
	}
}

_value(resource, steps) := _resolved(value, resource.defaults) if {
	value := object.get(resource.values, steps, null)
	_is_function(value)
} else := null if {
	_is_absent(object.get(resource.values, steps, null))
} else := object.get(resource.values, steps, null)

# METADATA
# description: |
#   Whether a value means true, which JSON and YAML may also spell as a text.
is_true(value) if value in {true, "true", "True", "TRUE"}

# METADATA
# description: Whether a value means false.
is_false(value) if value in {false, "false", "False", "FALSE"}
