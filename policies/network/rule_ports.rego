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
import data.lib.guiderail.finding
import data.lib.guiderail.networkpolicy
import data.lib.guiderail.policy_port

defaults := {"max_range": 100}

parameters := object.union(defaults, ctx.parameters)

applies if count(networkpolicy.rules) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Of a rule in force that names neither peers nor ports those controls speak that want peers.
_offences contains {"path": array.concat(rule.path, ["ports"]), "msg": msg, "is_open": false} if {
	some rule in networkpolicy.rules
	count(rule.ports) == 0
	not _is_open_to_all(rule)
	msg := sprintf("%s: ports lists no ports, which means every port; list the ports", [rule.title])
}

_offences contains offence if {
	some rule in networkpolicy.rules
	some port in rule.ports
	some offence in policy_port.offences(port, parameters.max_range)
}

_is_open_to_all(rule) if {
	rule.is_in_force
	count(rule.peers) == 0
}
