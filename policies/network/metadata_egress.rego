# METADATA
# title: Network policies must keep pods from the metadata service of their node
# description: |
#   The metadata services of EC2 and Azure answer every process on a node, and hand out the credentials
#   of the node's own role. An egress rule that allows the internet allows them too. One request forged
#   through a flaw in the application is then enough to act in the cloud account.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
#   - https://learn.microsoft.com/en-us/azure/virtual-machines/instance-metadata-service
# custom:
#   severity: medium
#   requirements: [NETPOL-14]
#   match: [networkpolicy]
#   remediation: List the peers in to. Add 169.254.169.254/32 to ipBlock.except of every IPv4 block that contains it,
#     and fd00:ec2::254/128 to that of every IPv6 block that contains it.
#   parameters:
#     internet_label: {type: string, description: 'The opt-in label of network.allow_all_egress. Rules without peers are
#       reported here only if the policy''s podSelector requires this label to be "true"; otherwise that control reports
#       them.'}
#     addresses: {type: array, items: {type: string}, description: "Metadata services, as blocks of one address. Add
#       168.63.129.16/32 to block Azure's wire server too."}
#     ports: {type: array, items: {type: integer}, description: "TCP ports on which the metadata services answer. Rules
#       that list only other ports are not findings."}
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
