# METADATA
# title: Network policies must not let everyone in
# description: |
#   A rule without peers, or with the internet or all namespaces as a peer, opens the selected pods to
#   everyone, and no other policy can close them again, because policies only ever add permissions. The
#   policy then only looks like protection. For pods that serve the internet, the policy's podSelector
#   must require the opt-in label and the rule must still list their ports.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic
# custom:
#   severity: high
#   requirements: [NETPOL-04]
#   match: [networkpolicy]
#   remediation: List in from the pods, namespaces or networks that need access. For pods that serve the internet,
#     require the opt-in label in podSelector and list the ports.
#   parameters:
#     internet_label: {type: string, description: 'A policy whose podSelector requires this label to be "true" may let
#       everyone reach the ports that its rules list.'}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.allow_all_ingress

import data.lib.guiderail.allow_all
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"internet_label": "networking/allow-internet-access", "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := allow_all.offences("ingress", parameters)
