# METADATA
# title: What Chef and Puppet do to hosts
# description: |
#   The resources, recipes, classes and attributes that recipes of Chef and manifests of Puppet write out. Both are
#   programs: what they compute is not known, and neither is what stands under a condition that is no operating system.
# custom:
#   match:
#     - type: recipe
# related_resources:
#   - https://docs.chef.io/resources/
#   - https://www.puppet.com/docs/puppet/8/lang_resources.html
package lib.guiderail.recipes

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.value as typed

# METADATA
# description: The document under review, if it is a recipe or a manifest.
document := ctx.document if artefact_type.under_review == "recipe"

# METADATA
# scope: document
# description: |
#   What is declared, by name: `path`, `type`, `name` ("" where it is computed), `title`, `attributes`, `computed` (the
#   names of attributes that are) and `is_open` (whether it depends on a condition). A class that is included is one
#   with the type class and no attributes.
resources contains item if {
	some i, resource in document.resources
	resource.is_named
	some name in _names(resource.names)
	item := _item(["resources", i], resource, name)
}

resources contains _item(["resources", i], resource, "") if {
	some i, resource in document.resources
	not resource.is_named
}

resources contains _item(["includes", i], object.union(include, {"type": _inclusion}), include.name) if {
	some i, include in document.includes
}

_names([]) := [""]

_names(names) := names if count(names) > 0

_inclusion := {"chef": "include_recipe", "puppet": "class"}[document.tool]

_item(path, resource, name) := {
	"path": path,
	"type": resource.type,
	"name": name,
	"title": trim_space(sprintf("%s %s", [resource.type, name])),
	"attributes": typed.object_in(resource, "attributes"),
	"computed": {computed | some computed in object.get(resource, "computed", [])},
	"is_open": resource.condition == "other",
}

# METADATA
# description: |
#   Attributes of Chef that are set: `path`, `name` (its steps with dots), `title`, `value`, and `is_open`, since
#   another cookbook, a role or an environment may set what is set as a default again.
settings contains item if {
	some i, setting in document.settings
	item := {
		"path": ["settings", i],
		"name": setting.name,
		"title": sprintf("the attribute %s", [setting.name]),
		"value": object.get(setting, "value", null),
		"is_open": _is_open(setting),
	}
}

_is_open(setting) if {
	setting.condition == "other"
} else if {
	not setting.level in {"override", "force_override"}
} else := false

# METADATA
# description: Whether a resource manages a service, or installs packages.
is_service(item) if item.type in {"service", "systemd_unit"}

# METADATA
# description: Whether a resource installs packages.
is_package(item) if item.type in {"package", "apt_package", "dnf_package", "yum_package", "zypper_package"}

# METADATA
# description: The name of the service that a resource manages, without its ending.
service(item) := trim_suffix(_named(item, "service_name"), ".service")

_named(item, field) := item.attributes[field] if {
	is_string(item.attributes[field])
} else := item.attributes.name if {
	is_string(item.attributes.name)
} else := item.name

# METADATA
# scope: document
# description: Whether a service is stopped, or no longer starts with the host.
is_off(item) if count({"stop", "disable", "mask"} & _actions(item)) > 0

is_off(item) if lower(sprintf("%v", [item.attributes.ensure])) in {"stopped", "false"}

is_off(item) if {
	document.tool == "puppet"
	lower(sprintf("%v", [item.attributes.enable])) in {"false", "mask"}
}

# METADATA
# scope: document
# description: |
#   Whether a service is started, and starts with the host. Two resources of Chef may do so together.
is_on(item) if {
	actions := _service_actions[service(item)]
	"enable" in actions
	count({"start", "restart", "reload"} & actions) > 0
}

is_on(item) if {
	lower(sprintf("%v", [item.attributes.ensure])) in {"running", "true"}
	lower(sprintf("%v", [item.attributes.enable])) == "true"
}

_service_actions[name] contains action if {
	some item in resources
	is_service(item)
	name := service(item)
	some action in _actions(item)
}

# METADATA
# scope: document
# description: Whether packages are removed.
is_removed(item) if count({"remove", "purge", "delete"} & _actions(item)) > 0

is_removed(item) if item.attributes.ensure in {"absent", "purged"}

# METADATA
# description: Whether packages are installed, as far as the program says so.
is_installed(item) if {
	not is_removed(item)
	count({"action", "ensure"} & item.computed) == 0
	not "nothing" in _actions(item)
}

_actions(item) := {action | some action in object.get(item.attributes, "action", []); is_string(action)}

# METADATA
# description: Whether a resource does one of some actions, or its default where it names none.
does(item, actions) if count(_actions(item) & actions) > 0

# METADATA
# description: Whether a resource does what it does by default.
is_default(item) if {
	not item.attributes.action
	not "action" in item.computed
}

# METADATA
# description: The command line that a resource runs; "" for what runs none.
line(item) := item.attributes[field] if {
	field := _commands[item.type]
	is_string(item.attributes[field])
} else := item.name if {
	_commands[item.type] == "command"
	not "command" in item.computed
} else := ""

_commands := {"execute": "command", "exec": "command", "bash": "code", "script": "code"}

# METADATA
# description: What a resource writes into a file; "" for what writes nothing that is written out.
content(item) := item.attributes.content if {
	is_string(item.attributes.content)
} else := item.attributes.line if {
	is_string(item.attributes.line)
} else := ""

# METADATA
# description: The first of some items as the file has them.
first(items) := sorted[0][1] if sorted := sort([[item.path, item] | some item in items])
