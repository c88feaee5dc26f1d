# METADATA
# title: Every namespace must deny egress that no policy allows
# description: |
#   Where no policy selects a pod, it reaches everyone. A policy for all pods of the namespace closes those
#   that nobody has thought of yet; one that opens everything again undoes it, since policies only add.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic
# custom:
#   severity: medium
#   requirements: [NETPOL-02]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Add a NetworkPolicy with an empty podSelector, Egress among its policyTypes and no egress rules, and
#     take away what opens it again.
#   parameters:
#     other_policies: {type: string, enum: [unknown, count, ignore], description: "Whether a policy of Cilium, Calico or
#       Antrea, or one for the whole cluster, that selects every pod leaves the verdict unknown, counts as a
#       NetworkPolicy or is ignored."}
package guiderail.network.default_deny_egress

import data.lib.guiderail.ctx
import data.lib.guiderail.default_deny

defaults := {"other_policies": "unknown"}

parameters := object.union(defaults, ctx.parameters)

violation contains {
	"msg": msg, "details": {"path": []},
} if some msg in default_deny.findings("egress", parameters.other_policies)

unknown contains {
	"msg": msg, "details": {"path": []},
} if some msg in default_deny.unknowns("egress", parameters.other_policies)
