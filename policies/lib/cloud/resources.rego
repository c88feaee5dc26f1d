# METADATA
# title: Resources of a cloud
# description: |
#   What a Terraform plan, a CloudFormation template or an ARM template makes of a cloud, whichever it is, and what is
#   known of it. A resource has its `type`, as its tool calls it (in lower case in ARM, which ignores case), its `title`
#   for messages, the `path` to its `values`, and what is `unknown` of them.
# custom:
#   match:
#     - type: terraform-plan
#     - type: cloudformation
#     - type: arm
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
package lib.guiderail.resources

import data.lib.guiderail.arm_template
import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx

# METADATA
# description: The resources under review, in the order in which they are written.
all := array.concat(array.concat(_planned, _templates), arm_template.all)

# METADATA
# description: Those of one type.
of_type(type) := [resource | some resource in all; resource.type == type]

# What is destroyed, or taken out of Terraform's hands, is not judged, nor is what it only looks up.
_planned := [resource |
	artefact_type.under_review == "terraform-plan"
	some i, entry in ctx.resource.resource_changes
	is_object(entry)
	object.get(entry, "mode", "managed") == "managed"
	not "deposed" in object.keys(entry)
	is_object(entry.change.after)
	resource := {
		"format": "terraform",
		"type": entry.type,
		"title": entry.address,
		"name": object.get(entry, "name", ""),
		"module": _module_address(entry),
		"path": ["resource_changes", i, "change", "after"],
		"values": entry.change.after,
		"unknown": _unknown(entry.change),
		"expressions": _expressions(ctx.resource, entry),
	}
]

_unknown(change) := change.after_unknown if {
	is_object(change.after_unknown)
} else := {}

_module_address(entry) := entry.module_address if {
	is_string(entry.module_address)
} else := ""

# What the author wrote of a resource; null where the plan has no configuration.
_expressions(plan, entry) := [written.expressions |
	some written in _module(plan, _module_address(entry)).resources
	written.mode == "managed"
	written.type == entry.type
	written.name == entry.name
][0] if {
	is_object(plan.configuration)
} else := null

# The configuration of a module by its address, such as module.a[0].module.b.
_module(plan, address) := object.get(plan.configuration, steps, {}) if {
	names := split(regex.replace(address, `\[("[^"]*"|[0-9]+)\]`, ""), ".")
	calls := [step |
		some name in names
		not name in {"", "module"}
		some step in ["module_calls", name, "module"]
	]
	steps := array.concat(["root_module"], calls)
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
		"values": object.get(entry, "Properties", {}),
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
fact(resource, steps) := object.union(arm_template.fact(resource, steps), {"field": field(steps)}) if {
	resource.format == "arm"
} else := object.union(_where(resource, steps), {"value": null, "is_known": false}) if {
	_is_unknown(resource, steps)
} else := object.union(_where(resource, steps), {"value": _value(resource, steps), "is_known": true})

# METADATA
# description: |
#   The fact of a value that has had several names: of the name that says something, or else of the one that the
#   provider knows.
spelled(resource, spellings) := array.concat(array.concat(said, known), facts)[0] if {
	facts := [fact(resource, steps) | some steps in spellings]
	said := [found | some found in facts; not _says_nothing(found)]
	known := [fact(resource, steps) |
		some steps in spellings
		object.get(resource.values, steps, "") != ""
	]
}

_says_nothing(found) if {
	found.is_known
	found.value == null
}

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
	_is_written(resource, steps)
	some n in numbers.range(1, count(steps) - 1)
	object.get(resource.unknown, array.slice(steps, 0, n), false) == true
}

_is_unknown(resource, steps) if {
	resource.format == "terraform"
	_is_written(resource, steps)
	walk(object.get(resource.unknown, steps, false), [_, true])
}

_is_unknown(resource, steps) if {
	resource.format == "cloudformation"
	some n in numbers.range(1, count(steps))
	_is_open(object.get(resource.values, array.slice(steps, 0, n), null), resource.defaults)
}

# Whether the author wrote a value, or nobody knows.
_is_written(resource, _) if resource.expressions == null

_is_written(resource, steps) if object.get(resource.expressions, steps, null) != null

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
