# METADATA
# title: Ports of network policy rules
# description: |
#   What is wrong with an entry of a rule's ports.
package lib.guiderail.policy_port

import data.lib.guiderail.placeholder

# METADATA
# description: |
#   What is wrong with one of the `ports` of `networkpolicy.rules`, as offences for `finding`. `max_range` is the most
#   by which endPort may exceed port.
offences(port, max_range) := {_offence(port, field, msg, false) |
	some field in ["port", "endPort", "protocol"]
	msg := _defect(field, object.get(port.spec, field, null), object.get(port.spec, "port", null), max_range)
} | {_offence(port, field, msg, true) |
	some field in ["port", "endPort", "protocol"]
	placeholder.is_in(port.spec[field])
	msg := sprintf("%s %s is still to be filled in", [field, port.spec[field]])
}

_offence(port, field, msg, is_open) := {
	"path": array.concat(port.path, [field]),
	"msg": sprintf("%s: %s", [port.title, msg]),
	"is_open": is_open,
}

_defect("port", value, _, _) := "port is not set, which means every port of the protocol; set it" if {
	value == null
} else := sprintf("port %q is a string, which is read as a port name; write the number without quotes", [value]) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
} else := sprintf("port %s is not a valid port; %s", [json.marshal(value), wanted]) if {
	not _is_number(value)
	not _is_name(value)
	not placeholder.is_in(value)
	wanted := "use a number from 1 to 65535 or the name of a container port"
}

_defect("endPort", value, port, max_range) := sprintf("endPort %s is not a valid port; use a number from 1 to 65535", [
	json.marshal(value),
]) if {
	value != null
	not _is_number(value)
	not placeholder.is_in(value)
} else := sprintf("endPort %v requires a number in port; set port to the start of the range", [value]) if {
	_is_number(value)
	not _is_number(port)
	not placeholder.is_in(port)
} else := sprintf("endPort %v is less than port %v; set endPort to port or higher", [value, port]) if {
	_is_number(value)
	_is_number(port)
	value < port
} else := sprintf("endPort %v exceeds port %v by more than %v; list the ports or narrow the range", [
	value, port, max_range,
]) if {
	_is_number(value)
	_is_number(port)
	value - port > max_range
}

_defect("protocol", value, _, _) := sprintf(
	"protocol %s is not supported; use TCP, UDP or SCTP",
	[json.marshal(value)],
) if {
	not value in {null, "TCP", "UDP", "SCTP"}
	not placeholder.is_in(value)
}

_is_number(value) if {
	is_number(value)
	value >= 1
	value <= 65535
	floor(value) == value
}

# An IANA service name.
_is_name(value) if {
	is_string(value)
	count(value) <= 15
	regex.match(`^[a-z0-9]+(-[a-z0-9]+)*$`, value)
	regex.match(`[a-z]`, value)
}
