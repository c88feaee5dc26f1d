# METADATA
# title: Network policy rules must list their ports
# description: |
#   A rule without ports opens every port of the pods, such as an administration interface or a debugger
#   beside the intended service. A port number in quotes is read as the name of a port, so the API
#   server refuses the policy, or the connection that it should allow is blocked.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports
#   - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
# custom:
#   severity: medium
#   requirements: [NETPOL-07]
#   match: [networkpolicy]
#   remediation: List in ports each port that the peers need, as a number or as the name of a container port, and keep
#     ranges (endPort) narrow.
#   parameters:
#     max_range: {type: integer, description: "The most by which endPort may exceed port."}
package guiderail.network.rule_ports

import data.lib.guiderail.ctx
import data.lib.guiderail.networkpolicy
import data.lib.guiderail.placeholder

defaults := {"max_range": 100}

parameters := object.union(defaults, ctx.parameters)

# Of a rule in force that names neither peers nor ports those controls speak that want peers.
violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in networkpolicy.rules
	count(rule.ports) == 0
	not _is_open_to_all(rule)
	path := array.concat(rule.path, ["ports"])
	msg := sprintf("%s: ports names no port, which means every port; list the ports", [rule.title])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in networkpolicy.rules
	some port in rule.ports
	some field in ["port", "endPort", "protocol"]
	path := array.concat(port.path, [field])
	msg := sprintf("%s: %s", [
		port.title, _defect(field, object.get(port.spec, field, null), object.get(port.spec, "port", null)),
	])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some rule in networkpolicy.rules
	some port in rule.ports
	some field in ["port", "endPort", "protocol"]
	_is_placeholder(port.spec[field])
	path := array.concat(port.path, [field])
	msg := sprintf("%s: %s %s is still to be filled in", [port.title, field, port.spec[field]])
}

_is_open_to_all(rule) if {
	rule.is_in_force
	count(rule.peers) == 0
}

_defect("port", value, _) := "port is not set, which means every port of the protocol; name it" if {
	value == null
} else := sprintf("port %q is text, which names a port; write the number without quotes", [value]) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
} else := sprintf("port %s is not a port; %s", [json.marshal(value), wanted]) if {
	not _is_number(value)
	not _is_name(value)
	not _is_placeholder(value)
	wanted := "use a number from 1 to 65535 or the name of a container port"
}

_defect("endPort", value, port) := sprintf("endPort %s is not a port; %s", [json.marshal(value), wanted]) if {
	value != null
	not _is_number(value)
	not _is_placeholder(value)
	wanted := "use a number from 1 to 65535"
} else := sprintf("endPort %v needs a number in port, where the range begins", [value]) if {
	_is_number(value)
	not _is_number(port)
	not _is_placeholder(port)
} else := sprintf("endPort %v is below port %v; let the range end where it begins or above", [value, port]) if {
	_is_number(value)
	_is_number(port)
	value < port
} else := sprintf("the range from %v to %v reaches further than %v; list the ports or narrow it", [
	port, value, parameters.max_range,
]) if {
	_is_number(value)
	_is_number(port)
	value - port > parameters.max_range
}

_defect("protocol", value, _) := sprintf(
	"protocol %s is not one that Kubernetes knows; use TCP, UDP or SCTP",
	[json.marshal(value)],
) if {
	not value in {null, "TCP", "UDP", "SCTP"}
	not _is_placeholder(value)
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

_is_placeholder(value) if {
	is_string(value)
	placeholder.is_in(value)
}
