# METADATA
# title: Network security groups of Azure
# description: |
#   What the rules of a group let in together: the one with the lowest priority number decides, so that a rule that
#   denies holds back those after it. Rules stand in their group or alone.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: arm
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/virtual-network/network-security-groups-overview
#   - https://learn.microsoft.com/en-us/azure/templates/microsoft.network/networksecuritygroups
#   - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule
package lib.guiderail.network_security_groups

import data.lib.guiderail.arm_template
import data.lib.guiderail.cidr
import data.lib.guiderail.iam
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The rules: `title`, `groups` (what identifies the group that they are of), the facts `access`, `direction`,
#   `protocol` and `priority`, and the lists of facts `sources`, `ports`, `destinations` and `source_ports`.
rules := array.concat(_inline, _alone)

# METADATA
# description: |
#   Which of some ports, each a number or a range such as 2379-2380, rules open to the internet: `title`, `path` and
#   `field` of the source, its `value`, the `ports`, and `is_known`, which is false where they may be open. Blocks of
#   addresses that are wider than the `bounds` of `cidr.bounds` are the internet.
openings(ports, bounds) := [opening |
	some rule in rules
	_may_let_in(rule)
	some source in rule.sources
	_is_internet(source, bounds) != "no"
	denials := _denials(rule, source)
	answers := {name: _opens(rule, source, name, bounds, denials) | some name in ports}
	some answer in ["yes", "open"]
	names := [name | some name in ports; answers[name] == answer]
	count(names) > 0
	opening := {
		"title": rule.title, "path": source.path, "field": source.field, "value": source.value, "ports": names,
		"is_known": answer == "yes",
	}
]

# METADATA
# description: The lists of rules of which nothing is known, as facts with the `title` of the group.
unknown_lists := [object.union(fact, {"title": group.title}) |
	some group in _groups
	fact := resources.fact(group, _inner(group))
	not fact.is_known
	not is_array(resources.written(group, _inner(group)))
]

_may_let_in(rule) if {
	_is(rule.access, "allow") != "no"
	_is(rule.direction, "inbound") != "no"
}

_opens(rule, source, name, bounds, denials) := iam.all_of({
	_is(rule.direction, "inbound"),
	_is(rule.access, "allow"),
	_is_internet(source, bounds),
	iam.any_of({_reaches(rule, protocol, port, near) |
		near := [denial | some denial in denials; _may_meet(denial, _range(name))]
		some port in _tried(rule, name, near)
		some protocol in ["tcp", "udp"]
	}),
})

# Whether what is denied may be among some ports.
_may_meet(denial, [low, high]) if {
	some item in denial.ports
	item.range[0] <= high
	item.range[1] >= low
}

_may_meet(denial, _) if {
	some item in denial.ports
	not item.is_known
}

# Where a hole in what is denied can begin.
_tried(rule, name, denials) := {port |
	some port in ({low} | (begins | ends))
	port >= low
	port <= high
	_covers_port(rule.ports, port) != "no"
} if {
	[low, high] := _range(name)
	begins := {item.range[0] | some item in rule.ports}
	ends := {next |
		some denial in denials
		some item in denial.ports
		next := item.range[1] + 1
	}
}

_reaches(rule, protocol, port, denials) := iam.all_of({
	_covers_protocol(rule.protocol, protocol),
	_covers_port(rule.ports, port),
	_not[iam.any_of({_holds_back(denial, protocol, port) | some denial in denials})],
})

_not := {"yes": "no", "no": "yes", "open": "open"}

_holds_back(denial, protocol, port) := iam.all_of({
	denial.answer,
	_covers_protocol(denial.protocol, protocol),
	_covers_port(denial.ports, port),
})

# What may hold back a source, with the answer whether it does on the ports that it denies.
_denials(rule, source) := [{"answer": answer, "protocol": denial.protocol, "ports": denial.ports} |
	some i in {i |
		some group in rule.groups
		some name in [_everyone, "0.0.0.0/0", source.value]
		some i in object.get(_denying, [[group, name]], set())
	}
	denial := rules[i]
	answer := _precedes(denial, rule, source)
	answer != "no"
]

_precedes(denial, rule, source) := iam.all_of({
	_is(denial.direction, "inbound"),
	_is(denial.access, "deny"),
	_is_before(denial.priority, rule.priority),
	_covers_port(denial.source_ports, 65535),
	iam.any_of({_covers_source(item, source) | some item in denial.sources}),
	iam.any_of({_covers_destination(item, rule.destinations) | some item in denial.destinations}),
}) if {
	_is_before(denial.priority, rule.priority) != "no"
} else := "no"

# Rules that may deny, by what identifies their groups and by their sources.
_denying[[group, _source_name(item)]] contains i if {
	some i, rule in rules
	_is(rule.access, "deny") != "no"
	_is(rule.direction, "inbound") != "no"
	some group in rule.groups
	some item in rule.sources
}

_source_name(item) := item.value if {
	item.is_known
	not _is_everyone(item.value)
} else := _everyone

_everyone := "everyone"

_is(fact, word) := "open" if {
	not fact.is_known
} else := "yes" if {
	lower(sprintf("%v", [fact.value])) == word
} else := "no"

_is_before(one, other) := "open" if {
	some priority in [one, other]
	not priority.is_known
} else := "yes" if {
	to_number(one.value) < to_number(other.value)
} else := "no"

_covers_protocol(fact, protocol) := iam.any_of({_is(fact, word) | some word in [protocol, "*", "any"]})

_covers_port(items, port) := iam.any_of({_has_port(item, port) | some item in items})

_has_port(item, port) := "open" if {
	not item.is_known
} else := "yes" if {
	item.range[0] <= port
	port <= item.range[1]
} else := "no"

# The first and the last port of each item, which would else be read for every other rule.
_with_ranges(items) := [object.union(item, ranged) |
	some item in items
	ranged := {"range": range | range := _range(item.value)}
]

_range(written) := [0, 65535] if {
	written in {"*", "any", "Any"}
} else := [to_number(ends[0]), to_number(ends[count(ends) - 1])] if {
	text := replace(sprintf("%v", [written]), " ", "")
	regex.match(`^[0-9]+(-[0-9]+)?$`, text)
	ends := split(text, "-")
}

_is_internet(source, bounds) := "open" if {
	not source.is_known
} else := "yes" if {
	_is_everyone(source.value)
} else := "yes" if {
	cidr.is_wide(source.value, bounds)
} else := "no"

_is_everyone(value) if lower(value) in {"*", "any", "internet", "0.0.0.0"}

_covers_source(item, source) := "open" if {
	not item.is_known
} else := "yes" if {
	_is_everyone(item.value)
} else := "yes" if {
	item.value == source.value
} else := "yes" if {
	item.value == "0.0.0.0/0"
	_is_ipv4(source.value)
} else := "no"

_is_ipv4(block) if {
	is_string(block)
	not contains(block, ":")
}

_covers_destination(item, destinations) := "open" if {
	not item.is_known
} else := "yes" if {
	lower(item.value) in {"*", "any", "virtualnetwork", "0.0.0.0/0"}
} else := "yes" if {
	[item.value] == [destination.value | some destination in destinations]
} else := "no"

_group_types := {"azurerm_network_security_group", "microsoft.network/networksecuritygroups"}

_rule_types := {"azurerm_network_security_rule", "microsoft.network/networksecuritygroups/securityrules"}

_groups := [resource | some resource in resources.all; resource.type in _group_types]

_inner(group) := {"terraform": ["security_rule"], "arm": ["properties", "securityRules"]}[group.format]

_inline := [_rule(group, place, _keys(group)) |
	some group in _groups
	list := resources.written(group, _inner(group))
	is_array(list)
	some i, _ in list
	place := array.concat(_inner(group), array.concat([i], _properties(group)))
]

_alone := [_rule(resource, _properties(resource), _keys_of_owner(resource)) |
	some resource in resources.all
	resource.type in _rule_types
]

_properties(resource) := ["properties" | resource.format == "arm"]

_rule(resource, place, groups) := {
	"title": resource.title,
	"groups": groups,
	"access": _fact(resource, place, fields.access),
	"direction": _fact(resource, place, fields.direction),
	"protocol": _fact(resource, place, fields.protocol),
	"priority": _fact(resource, place, fields.priority),
	"sources": _items(resource, place, fields.sources),
	"ports": _with_ranges(_items(resource, place, fields.ports)),
	"destinations": _items(resource, place, fields.destinations),
	"source_ports": _with_ranges(_items(resource, place, fields.source_ports)),
} if {
	fields := _fields[resource.format]
}

_fields := {
	"terraform": {
		"access": "access", "direction": "direction", "protocol": "protocol", "priority": "priority",
		"sources": ["source_address_prefix", "source_address_prefixes"],
		"ports": ["destination_port_range", "destination_port_ranges"],
		"destinations": ["destination_address_prefix", "destination_address_prefixes"],
		"source_ports": ["source_port_range", "source_port_ranges"],
	},
	"arm": {
		"access": "access", "direction": "direction", "protocol": "protocol", "priority": "priority",
		"sources": ["sourceAddressPrefix", "sourceAddressPrefixes"],
		"ports": ["destinationPortRange", "destinationPortRanges"],
		"destinations": ["destinationAddressPrefix", "destinationAddressPrefixes"],
		"source_ports": ["sourcePortRange", "sourcePortRanges"],
	},
}

_fact(resource, place, field) := resources.fact(resource, array.concat(place, [field]))

# What stands in the field for one, and in that for several.
_items(resource, place, [single, plural]) := array.concat([one | _tells(one)], array.concat(texts, open)) if {
	one := _fact(resource, place, single)
	several := resources.list(resource, array.concat(place, [plural]))
	texts := [object.union(several, {"value": text, "is_known": true}) | some text in several.value]
	open := [object.union(several, {"value": null}) | not several.is_known]
}

_tells(fact) if not fact.is_known

_tells(fact) if is_string(fact.value)

_tells(fact) if is_number(fact.value)

# A group goes by its address and by its name.
_keys(group) := {["address", regex.replace(group.title, `\[("[^"]*"|[0-9]+)\]$`, "")]} | {["name", lower(name)] |
	name := resources.fact(group, ["name"]).value
	is_string(name)
}

# The rule of a template is within its group, or has its name before its own.
_keys_of_owner(rule) := {["path", rule.path]} | keys if {
	rule.format == "arm"
	keys := {key |
		some group in _groups
		_is_within(rule, group)
		some key in _keys(group)
	}
} else := {["name", lower(name)]} if {
	name := resources.fact(rule, ["network_security_group_name"]).value
	is_string(name)
} else := {["address", reference] | some reference in references.written(rule, ["network_security_group_name"])}

_is_within(rule, group) if array.slice(rule.path, 0, count(group.path)) == group.path

_is_within(rule, group) if arm_template.names(group, rule.name)
