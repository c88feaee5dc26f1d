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
#   limits:
#     conftest: It sees the policies with --combine in the namespace main, and nowhere else unless they are given as data.
#   remediation: Add a NetworkPolicy with an empty podSelector, Egress among its policyTypes and no egress rules, and take away what opens it again.
package guiderail.network.default_deny_egress

import data.lib.guiderail.default_deny

violation contains {"msg": msg, "details": {"path": []}} if some msg in default_deny.findings("egress")

unknown contains {"msg": msg, "details": {"path": []}} if some msg in default_deny.unknowns("egress")
