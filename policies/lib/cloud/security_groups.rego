# METADATA
# title: Security groups of Amazon EC2
# description: |
#   The rules that let traffic in, whether they stand in their group or alone.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
# related_resources:
#   - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
package lib.guiderail.security_groups

import data.lib.guiderail.cidr
import data.lib.guiderail.resources

# METADATA
# description: |
#   The rules: `title`, the facts `protocol`, `from` and `to`, and `sources`, the facts of the blocks of addresses.
ingress := [rule |
	some [resource, place] in array.concat(_inline, _alone)
	fields := _fields[resource.format]
	rule := {
		"title": resource.title,
		"protocol": _first(resource, place, fields.protocol),
		"from": resources.fact(resource, array.concat(place, [fields.from])),
		"to": resources.fact(resource, array.concat(place, [fields.to])),
		"sources": [source |
			some field in fields.sources
			some source in _items(resource, array.concat(place, [field]))
		],
	}
]

# METADATA
# description: |
#   The lists of rules of which nothing is known, and rules of which nobody knows whether they let traffic in, as facts
#   with the `title` of the resource.
unknown_lists := array.concat(
	[object.union(fact, {"title": resource.title}) |
		some resource in resources.all
		list := _lists[resource.type]
		fact := resources.fact(resource, [list])
		_is_hidden(fact, object.get(resource.values, list, null))
	],
	[object.union(fact, {"title": resource.title}) |
		some resource in resources.of_type("aws_security_group_rule")
		fact := resources.fact(resource, ["type"])
		not fact.is_known
	],
)

# METADATA
# description: |
#   Which of some ports, each a number or a range such as 2379-2380, rules open to the internet: `title`, `path` and
#   `field` of the source, its `value`, the `ports`, and `is_known`, which is false where they may be open. Blocks of
#   addresses that are wider than the `bounds` of `cidr.bounds` are the internet.
openings(ports, bounds) := [opening |
	some rule in ingress
	some source in rule.sources
	names := _names(rule, ports)
	names != []
	_is_internet(source, bounds)
	opening := {
		"title": rule.title, "path": source.path, "field": source.field, "value": source.value, "ports": names,
		"is_known": _are_known(source, names),
	}
]

default _are_known(_, _) := false

_are_known(source, names) if {
	source.is_known
	names != null
}

_is_internet(source, _) if not source.is_known

_is_internet(source, bounds) if cidr.is_wide(source.value, bounds)

# The ports that a rule opens, null where that is not known.
_names(rule, ports) := _opened(rule, ports) if {
	_ := _opened(rule, ports)
} else := null

_opened(rule, _) := ["all"] if _protocol(rule) in {"-1", "all"}

_opened(rule, ports) := [name |
	some name in ports
	range := split(name, "-")
	to_number(range[0]) <= _port(rule.to, 65535)
	to_number(range[count(range) - 1]) >= _port(rule.from, 0)
] if {
	_protocol(rule) in {"tcp", "udp", "6", "17"}
	rule.from.is_known
	rule.to.is_known
}

_opened(rule, _) := [] if {
	protocol := _protocol(rule) # which may be any where it is not known
	not protocol in {"-1", "all", "tcp", "udp", "6", "17"}
}

_lists := {
	"aws_default_security_group": "ingress",
	"aws_security_group": "ingress",
	"AWS::EC2::SecurityGroup": "SecurityGroupIngress",
}

_fields := {
	"terraform": {
		"protocol": ["protocol", "ip_protocol"], "from": "from_port", "to": "to_port",
		"sources": ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"],
	},
	"cloudformation": {"protocol": ["IpProtocol"], "from": "FromPort", "to": "ToPort", "sources": ["CidrIp", "CidrIpv6"]},
}

_inline := [[resource, [list, i]] |
	some resource in resources.all
	list := _lists[resource.type]
	some i, rule in object.get(resource.values, list, [])
	is_object(rule)
]

_alone := [[resource, []] | some resource in resources.all; _is_rule(resource)]

_is_rule(resource) if resource.type in {"aws_vpc_security_group_ingress_rule", "AWS::EC2::SecurityGroupIngress"}

_is_rule(resource) if {
	resource.type == "aws_security_group_rule"
	resource.values.type == "ingress"
}

_is_hidden(fact, list) if {
	not fact.is_known
	not is_array(list)
}

# A text where the list ought to be.
_is_hidden(fact, _) if is_string(fact.value)

_first(resource, place, names) := [fact |
	some name in names
	fact := resources.fact(resource, array.concat(place, [name]))
	_tells(fact)
][0]

_tells(fact) if not fact.is_known

_tells(fact) if fact.value != null

_items(resource, steps) := array.concat(items, [fact | _is_single(fact)]) if {
	fact := resources.fact(resource, steps)
	items := [object.union(fact, {"path": path, "value": item, "is_known": true}) |
		list := object.get(resource.values, steps, null)
		is_array(list)
		some i, item in list
		is_string(item)
		path := array.concat(resource.path, array.concat(steps, [i]))
	]
}

_is_single(fact) if not fact.is_known

_is_single(fact) if is_string(fact.value)

_protocol(rule) := lower(sprintf("%v", [rule.protocol.value])) if rule.protocol.is_known

# What is not set, and minus one, stands for all of them.
_port(fact, otherwise) := to_number(fact.value) if {
	regex.match(`^[0-9]+$`, sprintf("%v", [fact.value]))
} else := otherwise
