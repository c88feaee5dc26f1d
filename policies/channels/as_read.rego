# METADATA
# title: What conftest does not read as it is meant
# description: |
#   conftest's parsers hand over less than a file says: of YAML they drop the tags that CloudFormation has for its
#   functions (`!Ref`), and of Terraform's files they evaluate nothing. What is lost is said, so that nothing passes for
#   judged.
package lib.guiderail.as_read

import data.lib.guiderail.artefact_type

# METADATA
# scope: document
# description: Why not all of a document is judged; undefined where all of it is there.
loss(document) := _of_terraform if {
	artefact_type.of(document) == "terraform"
} else := _of_cloudformation if {
	artefact_type.of(document) == "cloudformation"
	_has_lost_tags(document)
}

_of_terraform := concat(" ", [
	"is of Terraform, of which conftest evaluates no variables, modules or dynamic blocks;",
	"run guiderail check on its directory, or give conftest the plan in JSON",
])

_of_cloudformation := concat(" ", [
	"has lost the tags of CloudFormation, such as !Ref, so that its values are not what they look like;",
	"run guiderail check on it, or write functions in their long form",
])

# A function in its long form is an object, also that of a condition.
_has_lost_tags(document) if {
	some condition in document.Conditions
	not is_object(condition)
}

_has_lost_tags(document) if {
	names := object.keys(document.Resources) | object.keys(object.get(document, "Parameters", {}))
	walk(document.Resources, [path, value])
	not _is_name(path)
	_is_of_function(value, names, document)
}

_is_of_function(value, names, _) if value in names

_is_of_function(value, names, _) if {
	is_string(value)
	split(value, ".")[0] in names
}

_is_of_function(value, _, _) if {
	is_string(value)
	regex.match(`\$\{[^}]+\}`, value)
}

_is_of_function(value, _, document) if {
	is_array(value)
	some section in ["Conditions", "Mappings"]
	value[0] in object.keys(object.get(document, section, {}))
}

# Where names and texts with ${…} stand by themselves.
_is_name(path) if {
	some step in path
	_names_others(step)
}

_names_others(step) if step in {"Ref", "Condition", "DependsOn"}

_names_others(step) if {
	is_string(step)
	startswith(step, "Fn::")
}
