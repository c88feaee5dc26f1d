# METADATA
# title: Calico policies must not let everyone through
# description: |
#   A Calico rule with the action Allow and nothing that restricts its source or destination lets
#   everyone through, and later policies are not evaluated. The policy with the lowest order decides, so
#   one such rule switches off all others after it, in the whole cluster if it is in a
#   GlobalNetworkPolicy.
# related_resources:
#   - https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
#   - https://docs.tigera.io/calico/latest/reference/resources/networkpolicy
# custom:
#   severity: medium
#   requirements: [NETPOL-15]
#   match:
#     - groups: [projectcalico.org, crd.projectcalico.org]
#       kinds: [NetworkPolicy, GlobalNetworkPolicy]
#   remediation: Restrict the source of ingress rules and the destination of egress rules with selector,
#     namespaceSelector, serviceAccounts or nets.
#   parameters:
#     allowed_policies: {type: array, items: {type: string}, description: "Policies that may let everyone through, as
#       namespace/name, or the name alone for a global policy."}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.calico_allow_all

import data.lib.guiderail.allow_all
import data.lib.guiderail.calico_rule
import data.lib.guiderail.cidr
import data.lib.guiderail.ctx

defaults := {"allowed_policies": [], "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

violation contains found if {
	some rule in calico_rule.allowing
	openings := calico_rule.openings(rule, cidr.bounds(parameters))
	some found in allow_all.violations(openings, parameters.allowed_policies)
}
