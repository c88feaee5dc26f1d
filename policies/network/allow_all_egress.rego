# METADATA
# title: Network policies must not let pods reach everyone
# description: |
#   An attacker in a pod wants to send out data and fetch further tools, and an egress rule without
#   peers, or with the internet as a peer, allows it. Policies only ever add permissions, so one such
#   rule undoes every careful one for the same pods. A list of ports alone does not help, because data
#   can leave through port 53 or 443 too.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-egress-traffic
# custom:
#   severity: medium
#   requirements: [NETPOL-05]
#   match: [networkpolicy]
#   remediation: List in to the pods, namespaces or networks that the pods must reach. For pods that must reach the
#     whole internet, require the opt-in label in podSelector and list the ports.
#   parameters:
#     internet_label: {type: string, description: 'A policy whose podSelector requires this label to be "true" may let
#       its pods reach everyone on the ports that its rules list.'}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.allow_all_egress

import data.lib.guiderail.allow_all
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"internet_label": "networking/allow-internet-access", "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := allow_all.offences("egress", parameters)
