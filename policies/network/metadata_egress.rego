# METADATA
# title: Network policies must keep pods from the metadata service of their node
# description: |
#   The metadata service of EC2 and Azure answers every process on a node, and hands out the credentials
#   of the node's own role. An egress rule that leads to the internet leads there as well, so that one
#   request forged by a flaw in the application is enough to act in the cloud account.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   - https://learn.microsoft.com/en-us/azure/virtual-machines/instance-metadata-service
# custom:
#   severity: medium
#   requirements: [NETPOL-14]
#   match: [networkpolicy]
#   remediation: Name the peers in to, and list 169.254.169.254/32 and fd00:ec2::254/128 in ipBlock.except of every
#     block that holds them.
#   parameters:
#     internet_label: {type: string, description: 'As in network.allow_all_egress, which speaks of a rule without peers
#       unless the policy''s podSelector requires this label to be "true".'}
#     addresses: {type: array, items: {type: string}, description: "Metadata services, as blocks of one address; add
#       168.63.129.16/32 to keep pods from the wire server of Azure too."}
#     ports: {type: array, items: {type: integer}, description: "TCP ports on which the metadata services answer; a rule
#       that names only others does not lead there."}
package guiderail.network.metadata_egress

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.networkpolicy

defaults := {
	"internet_label": "networking/allow-internet-access",
	"addresses": ["169.254.169.254/32", "fd00:ec2::254/128"],
	"ports": [80],
}

parameters := object.union(defaults, ctx.parameters)

# Of any other rule without peers network.allow_all_egress speaks, and who names the peers closes this as well.
violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in _rules
	count(rule.peers) == 0
	not rule.path in _must_name_peers
	path := array.concat(rule.path, ["to"])
	msg := sprintf("%s: to names no peer, so pods reach the metadata service at %s; name the peers", [
		rule.title,
		concat(" and ", parameters.addresses),
	])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some rule in _rules
	some peer in rule.peers
	block := peer.spec.ipBlock
	cidr.is_valid(block.cidr)
	reached := [address | some address in parameters.addresses; _reaches(block, address)]
	count(reached) > 0
	path := array.concat(peer.path, ["ipBlock", "cidr"])
	what := sprintf("%s: ipBlock.cidr %s lets pods reach the metadata service", [peer.title, block.cidr])
	msg := sprintf("%s; list %s in except", [what, concat(" and ", reached)])
}

unknown contains {"msg": msg, "details": {"path": block.path}} if {
	some rule in _rules
	some block in networkpolicy.unknown_blocks(rule)
	msg := sprintf("%s: ipBlock.cidr %s is still to be filled in", [block.title, block.block])
}

_must_name_peers := {rule.path | some rule in networkpolicy.restricted_rules("egress", parameters.internet_label)}

_rules := [rule |
	some rule in networkpolicy.rules
	rule.direction == "egress"
	rule.is_in_force
	_has_port(rule)
]

_has_port(rule) if count(rule.ports) == 0

_has_port(rule) if {
	some port in rule.ports
	object.get(port.spec, "protocol", null) in {"TCP", null}
	some number in parameters.ports
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

_reaches(block, address) if {
	net.cidr_contains(block.cidr, address)
	excepted := object.get(block, "except", [])
	not _is_excepted(excepted, address)
}

_is_excepted(blocks, address) if {
	some block in blocks
	cidr.is_valid(block)
	net.cidr_contains(block, address)
}
