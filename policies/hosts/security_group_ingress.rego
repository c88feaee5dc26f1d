# METADATA
# title: Security groups must not open nodes to the internet
# description: |
#   Whoever scans the internet finds an open SSH, kubelet or etcd port within minutes. Nodes are administered from a
#   few known networks, and applications are reached through load balancers, so that neither these ports nor node ports
#   have to be open to everyone.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
#   - https://kubernetes.io/docs/reference/networking/ports-and-protocols/
# custom:
#   severity: high
#   requirements: [HOST-10]
#   match: [security_groups]
#   remediation: Admit only the networks or security groups that need the port. Use Session Manager in the place of SSH.
#   parameters:
#     ports: {type: array, items: {type: string}, description: "The ports that must not be open to the internet, each a
#       number or a range such as 2379-2380."}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.hosts.security_group_ingress

import data.lib.guiderail.cidr
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.security_groups

defaults := {
	"ports": ["22", "3389", "10250", "2379-2380", "30000-32767"],
	"min_prefix_ipv4": 8,
	"min_prefix_ipv6": 16,
}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(security_groups.ingress) > 0

applies if count(security_groups.unknown_lists) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": source.path, "msg": msg, "is_open": false} if {
	some rule in security_groups.ingress
	some source in rule.sources
	cidr.is_wide(source.value, cidr.bounds(parameters))
	ports := security_groups.opened(rule, parameters.ports)
	count(ports) > 0
	said := [rule.title, source.field, source.value, concat(", ", ports)]
	msg := sprintf("%s: %s lets %s reach these ports: %s; admit only the networks that need them", said)
}

_offences contains {"path": source.path, "msg": msg, "is_open": true} if {
	some rule in security_groups.ingress
	some source in rule.sources
	_may_open(rule, source)
	msg := sprintf("%s: whether %s lets the internet reach ports of nodes is not known", [rule.title, source.field])
}

_offences contains {"path": list.path, "msg": msg, "is_open": true} if {
	some list in security_groups.unknown_lists
	msg := sprintf("%s: whether %s lets the internet reach ports of nodes is not known", [list.title, list.field])
}

_may_open(rule, source) if {
	not source.is_known
	not _opens_none(rule)
}

_may_open(rule, source) if {
	cidr.is_wide(source.value, cidr.bounds(parameters))
	not security_groups.opened(rule, parameters.ports)
}

_opens_none(rule) if security_groups.opened(rule, parameters.ports) == []
