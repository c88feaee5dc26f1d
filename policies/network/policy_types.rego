# METADATA
# title: Network policies must list the directions that they restrict
# description: |
#   Without policyTypes, Kubernetes assumes Ingress, and Egress only if there is an egress rule, so a
#   policy that is meant to stop all egress stops none. A rule whose direction is missing from
#   policyTypes is silently ignored.
# related_resources: [https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource]
# custom:
#   severity: low
#   requirements: [NETPOL-06]
#   match: [networkpolicy]
#   remediation: List Ingress, Egress or both in spec.policyTypes, including every direction that has rules.
#   fix:
#     - {at: [policyTypes], if: [.., egress], set: {value: [Ingress, Egress]}}
#     - {at: [policyTypes], unless: [.., egress], set: {value: [Ingress]}}
#     - at: [policyTypes, "*"]
#       replace: {value: [{pattern: '^(?i)ingress$', with: Ingress}, {pattern: '^(?i)egress$', with: Egress}]}
#     - {at: [ingress], add: {path: [.., policyTypes], value: Ingress}}
#     - {at: [egress], add: {path: [.., policyTypes], value: Egress}}
package guiderail.network.policy_types

import data.lib.guiderail.networkpolicy

violation contains {"msg": msg, "details": {"path": ["spec", "policyTypes"]}} if {
	count(networkpolicy.types) == 0
	msg := "policyTypes is not set; list Ingress, Egress or both"
}

violation contains {"msg": msg, "details": {"path": ["spec", "policyTypes", i]}} if {
	some i, type in networkpolicy.types
	not type in {"Ingress", "Egress"}
	msg := sprintf("policyTypes contains %s; use Ingress or Egress", [json.marshal(type)])
}

violation contains {"msg": msg, "details": {"path": ["spec", direction]}} if {
	count(networkpolicy.types) > 0
	some direction, type in {"ingress": "Ingress", "egress": "Egress"}
	networkpolicy.spec[direction] != null
	not _is_named(type)
	what := sprintf("%s has no effect because policyTypes lacks %s", [direction, type])
	msg := sprintf("%s; add %s or remove %s", [what, type, direction])
}

# A direction in the wrong case is a finding of its own.
_is_named(type) if {
	some named in networkpolicy.types
	is_string(named)
	lower(named) == lower(type)
}
