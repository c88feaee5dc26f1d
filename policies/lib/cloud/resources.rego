# METADATA
# title: Resources of a cloud
# description: |
#   What a Terraform plan, a CloudFormation template or an ARM template makes of a cloud, whichever it is, and what is
#   known of it. A resource has its `type`, as its tool calls it (in lower case in ARM, which ignores case), its `title`
#   for messages, the `path` to its `values`, and what is `unknown` of them.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
#     - type: arm
# related_resources:
#   - https://developer.hashicorp.com/terraform/internals/json-format
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
package lib.guiderail.resources

import data.lib.guiderail.arm_template
import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.value as typed

# METADATA
# description: The resources under review, in the order in which they are written.
all := array.concat(array.concat(_planned, _templates), array.concat(_in_files, arm_template.all))

# METADATA
# description: Those of one type.
of_type(type) := [all[i] | some i in object.get(_places_of, type, set())]

# Asked as a whole, this is worked out once.
_places_of[resource.type] contains i if some i, resource in all

# What is destroyed, or taken out of Terraform's hands, is not judged, nor is what it only looks up.
_planned := [resource |
	artefact_type.under_review == "terraform-plan"
	some i, entry in ctx.resource.resource_changes
	is_object(entry)
	is_string(entry.address)
	object.get(entry, "mode", "managed") == "managed"
	not "deposed" in object.keys(entry)
	is_object(entry.change.after)
	is_string(entry.type)
	resource := {
		"format": "terraform",
		"type": entry.type,
		"title": entry.address,
		"name": object.get(entry, "name", ""),
		"module": _module_address(entry),
		"path": ["resource_changes", i, "change", "after"],
		"values": entry.change.after,
		"unknown": typed.object_in(entry.change, "after_unknown"),
		"expressions": _expressions(_place(entry)),
	}
]

# What the author wrote of the resources, by module, type and name; nothing where the plan has no configuration.
_written[address][block.type][block.name] contains block.expressions if {
	is_object(ctx.resource.configuration)
	some address, steps in _modules
	some block in object.get(ctx.resource, array.concat(steps, ["resources"]), [])
	block.mode == "managed"
}

# The first of several, of which a plan has none.
_expressions(at) := [expressions | some expressions in object.get(_written, at, set())][0] if {
	count(object.get(_written, at, set())) > 0
} else := null

_place(entry) := [_module_address(entry), entry.type, object.get(entry, "name", "")]

_module_address(entry) := entry.module_address if {
	is_string(entry.module_address)
} else := ""

# The paths to the configurations of modules, by addresses such as module.a[0].module.b.
_modules[address] := array.concat(["configuration", "root_module"], calls) if {
	some address in {_module_address(entry) | some entry in ctx.resource.resource_changes}
	names := split(regex.replace(address, `\[("[^"]*"|[0-9]+)\]`, ""), ".")
	calls := [step |
		some name in names
		not name in {"", "module"}
		some step in ["module_calls", name, "module"]
	]
}

# The blocks of the files, and of the local modules that these call, which guiderail check puts into the calls.
_in_files := [resource |
	artefact_type.under_review == "terraform"
	some [path, address, blocks] in _file_modules
	some type, named in blocks.resource
	some name, bodies in named
	some i, body in bodies
	resource := {
		"format": "terraform",
		"is_text": true,
		"type": type,
		"title": concat("", [address, type, ".", name, _instance(body, i)]),
		"name": name,
		"module": trim_suffix(address, "."),
		"path": array.concat(path, ["resource", type, name, i]),
		"values": object.union(_dynamic(body), body),
		"unknown": {},
		"expressions": null,
	}
]

# guiderail check writes out what dynamic blocks make. As conftest reads them nothing is known of it.
_dynamic(body) := {name: "${dynamic}" | some name, _ in object.get(body, "dynamic", {})}

_instance(body, i) := sprintf("[%d]", [i]) if {
	count({"count", "for_each"} & object.keys(body)) > 0
} else := ""

_file_modules := array.concat([[[], "", ctx.resource]], array.concat(_file_calls, [[path, address, body] |
	some [outer, prefix, blocks] in _file_calls
	some name, bodies in blocks.module
	some i, body in bodies
	path := array.concat(outer, ["module", name, i])
	address := sprintf("%smodule.%s.", [prefix, name])
]))

_file_calls := [[path, address, body] |
	some name, bodies in ctx.resource.module
	some i, body in bodies
	path := ["module", name, i]
	address := sprintf("module.%s.", [name])
]

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
		"values": typed.object_in(entry, "Properties"),
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
#   A fact of a list of texts. Its `value` is those that are known, none where there is no list; `is_known` tells
#   whether they are all.
list(resource, steps) := object.union(whole, {"value": texts, "is_known": is_known}) if {
	whole := fact(resource, steps)
	items := _items(resource, steps, written(resource, steps), whole.value)
	texts := [item.value | some item in items; item.is_known; item.value != null]
	is_known := count([open | some open in array.concat([whole], items); not open.is_known]) == 0
}

_items(resource, steps, listed, value) := [fact(resource, array.concat(steps, [i])) | some i, _ in listed] if {
	is_array(listed)
} else := [{"value": item, "is_known": true} | some item in value] if {
	is_array(value)
} else := [{"value": trim_space(text), "is_known": true} | some text in split(value, ",")] if {
	is_string(value)
} else := []

# METADATA
# description: What stands in the file as a value, whatever is known of it; null where there is none.
written(resource, steps) := arm_template.written(resource, steps) if {
	resource.format == "arm"
} else := object.get(resource.values, steps, null)

# METADATA
# description: A fact that is true or false, by default what is given.
switch(found, by_default) := object.union(found, {"value": true}) if {
	is_true(found.value)
} else := object.union(found, {"value": false}) if {
	is_false(found.value)
} else := object.union(found, {"value": by_default})

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
place(resource, steps) := array.concat(resource.path, steps) if {
	object.get(resource.values, steps, null) != null
} else := array.concat(resource.path, array.slice(steps, 0, max(there))) if {
	there := [n |
		some n in numbers.range(0, count(steps))
		object.get(resource.values, array.slice(steps, 0, n), null) != null
	]
}

_is_unknown(resource, steps) if {
	resource.format == "terraform"
	resource.unknown[steps[0]] # which is told faster than what of it
	_is_marked(resource, steps)
	_is_written(resource, steps)
}

# What could not be evaluated is a text with ${…} in it. A policy in JSON is known, though parts of it may not be.
_is_unknown(resource, steps) if {
	resource.is_text
	some n in numbers.range(1, count(steps))
	_is_left_open(object.get(resource.values, array.slice(steps, 0, n), null))
}

_is_unknown(resource, steps) if {
	resource.is_text
	some item in object.get(resource.values, steps, null)
	_is_left_open(item)
}

_is_unknown(resource, steps) if {
	resource.format == "cloudformation"
	some n in numbers.range(1, count(steps))
	_is_open(object.get(resource.values, array.slice(steps, 0, n), null), resource.defaults)
}

# METADATA
# description: |
#   Whether a text is what Terraform puts together of variables and the like, so that it may be anything. An index such
#   as `[each.key]` chooses among things that are known.
is_anything(text) if {
	is_string(text)
	regex.match(`^\$\{([^}]*([^\w.}\[]|[^\w}\]]\[))?(var|local|each)\.[^}]*\}$`, text)
}

_is_left_open(text) if {
	is_string(text)
	contains(text, "${")
	not startswith(text, "{")
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
	walk(resource.expressions[steps[0]], [path, expression])
	_gives(field(array.concat([steps[0]], path)), expression, field(steps))
}

_gives(name, _, name)

_gives(outer, expression, inner) if {
	is_array(expression.references)
	startswith(inner, sprintf("%s.", [outer]))
}

# A dynamic block is not in the configuration of a plan, only what it makes is among the values.
_is_written(resource, steps) if {
	_is_block_unwritten(resource, steps)
	_may_be_made(resource, steps[0])
}

_is_block_unwritten(resource, steps) if {
	is_number(steps[1])
	object.get(resource.expressions, steps[0], null) == null
}

_may_be_made(resource, block) if {
	some _ in object.get(resource.values, block, [])
}

_may_be_made(resource, block) if {
	object.get(resource.unknown, block, null) == true
	not block in _blocks_of_providers
}

# The blocks that the provider fills in where they are absent.
_blocks_of_providers := {
	"access_config", "ebs_block_device", "kubernetes_network_config", "metadata_options", "root_block_device",
	"server_side_encryption_configuration", "update_config", "upgrade_policy", "versioning", "vpc_config",
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
