# METADATA
# title: Every namespace must deny egress that no policy allows
# description: |
#   A pod that no policy selects can reach everyone. A policy for all pods of the namespace also covers
#   pods that nobody has thought of yet. A policy that allows everything undoes it, because policies
#   only ever add permissions.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic
# custom:
#   severity: medium
#   requirements: [NETPOL-02]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Create a NetworkPolicy with an empty podSelector, with Egress in policyTypes and no egress rules, and
#     remove policies that allow everything. Allow DNS, and whatever else the pods need, in separate policies.
#   parameters:
#     other_policies: {type: string, enum: [unknown, count, ignore], description: "How to treat a Cilium, Calico, Antrea
#       or cluster-wide policy that selects every pod. With unknown the verdict is unknown, with count the policy counts
#       as a NetworkPolicy, and with ignore it is ignored."}
package guiderail.network.default_deny_egress

import data.lib.guiderail.ctx
import data.lib.guiderail.default_deny
import data.lib.guiderail.finding

defaults := {"other_policies": "unknown"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences := default_deny.offences("egress", parameters.other_policies)
