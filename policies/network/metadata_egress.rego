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
#   fix:
#     - {at: [ipBlock, cidr], add: {path: [.., except], value: {parameter: [addresses, "0"]}}}
#     - {at: [ipBlock, cidr], add: {path: [.., except], value: {parameter: [addresses, "1"]}}}
#   parameters:
#     internet_label: {type: string, description: 'The opt-in label of network.allow_all_egress. Rules without peers are
#       reported here only if the policy''s podSelector requires this label to be "true"; otherwise that control reports
#       them.'}
#     addresses: {type: array, items: {type: string}, description: "Metadata services, as blocks of one address. Add
#       168.63.129.16/32 to block Azure's wire server too."}
#     ports: {type: array, items: {type: integer}, description: "TCP ports on which the metadata services answer. Rules
#       that list only other ports are not findings."}
package guiderail.network.metadata_egress

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.metadata_service
import data.lib.guiderail.networkpolicy

defaults := {
	"internet_label": "networking/allow-internet-access",
	"addresses": ["169.254.169.254/32", "fd00:ec2::254/128"],
	"ports": [80],
}

parameters := object.union(defaults, ctx.parameters)

# What leaves egress open restricts nothing.
applies if "Egress" in networkpolicy.types

applies if count(networkpolicy.rules_in_force("egress")) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Of any other rule without peers network.allow_all_egress speaks, and who names the peers closes this as well.
_offences contains {"path": array.concat(rule.path, ["to"]), "msg": msg, "is_open": false} if {
	some rule in _rules
	count(rule.peers) == 0
	not rule in networkpolicy.restricted_rules("egress", parameters.internet_label)
	msg := sprintf("%s: to lists no peers, so pods can reach the metadata service at %s; list the peers", [
		rule.title,
		concat(" and ", parameters.addresses),
	])
}

_offences contains {"path": array.concat(peer.path, ["ipBlock", "cidr"]), "msg": msg, "is_open": false} if {
	some rule in _rules
	some peer in rule.peers
	block := peer.spec.ipBlock
	reached := metadata_service.reached(block, parameters.addresses)
	count(reached) > 0
	what := sprintf("%s: ipBlock.cidr %s lets pods reach the metadata service", [peer.title, block.cidr])
	msg := sprintf("%s; add %s to except", [what, concat(" and ", reached)])
}

_offences contains offence if {
	some rule in _rules
	some offence in networkpolicy.unknown_blocks(rule)
}

_rules := metadata_service.rules(parameters.ports)
