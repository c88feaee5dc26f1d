# METADATA
# title: Metadata services and network policies
# description: |
#   Which rules of a policy let pods reach the metadata service of their node.
package lib.guiderail.metadata_service

import data.lib.guiderail.cidr
import data.lib.guiderail.networkpolicy

# METADATA
# description: The egress rules of the NetworkPolicy under review that apply to at least one of the given TCP ports.
rules(ports) := [rule |
	some rule in networkpolicy.rules_in_force("egress")
	_has_port(rule, ports)
]

# METADATA
# description: Which of the addresses an ipBlock contains and does not except.
reached(block, addresses) := [address |
	cidr.is_valid(block.cidr)
	some address in addresses
	net.cidr_contains(block.cidr, address)
	not _is_excepted(object.get(block, "except", []), address)
]

_has_port(rule, _) if count(rule.ports) == 0

_has_port(rule, ports) if {
	some port in rule.ports
	object.get(port.spec, "protocol", null) in {"TCP", null}
	some number in ports
	_covers(object.get(port.spec, "port", null), object.get(port.spec, "endPort", null), number)
}

# A name in port stands for ports of pods, and the metadata service is none.
_covers(first, last, number) if {
	is_number(first)
	is_number(last)
	first <= number
	number <= last
}

_covers(null, _, _)

_covers(first, _, number) if first == number

_is_excepted(blocks, address) if {
	some block in blocks
	cidr.is_valid(block)
	net.cidr_contains(block, address)
}
