# METADATA
# title: Network policies must be changed or deleted only by named principals
# description: |
#   Whoever deletes a network policy, or edits its list of peers, opens what it protected, and the pods behind it do
#   not notice. The namespace controller is allowed by default, because it deletes policies with their namespace.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/customize-admission/
# custom:
#   severity: medium
#   requirements: [NETPOL-17]
#   match: [{groups: [networking.k8s.io], kinds: [NetworkPolicy]}]
#   operations: [UPDATE, DELETE]
#   remediation: Have one of the allowed users or groups make the change, or extend allowed_users or allowed_groups.
#   parameters:
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces left unguarded."}
#     allowed_users: {type: array, items: {type: string}, description: "Exact names of users that may change policies. A
#       service account is written as system:serviceaccount:<namespace>:<name>."}
#     allowed_groups: {type: array, items: {type: string}, description: "Exact names of groups whose members may change
#       policies."}
package guiderail.network.policy_guard

import data.lib.guiderail.ctx
import data.lib.guiderail.principal

defaults := {
	"exempt_namespaces": [],
	"allowed_users": [
		"system:serviceaccount:kube-system:namespace-controller",
		"system:serviceaccount:kube-system:generic-garbage-collector",
	],
	"allowed_groups": ["system:masters"],
}

parameters := object.union(defaults, ctx.parameters)

applies if _policy

violation contains {"msg": principal.refusal(deed), "details": {"path": path}} if {
	not object.get(_policy, ["metadata", "namespace"], "") in parameters.exempt_namespaces
	not principal.is_allowed(parameters)
	[path, deed] := _change
}

_change := [[], "delete the policy"] if {
	_policy
	ctx.operation == "DELETE"
} else := [["spec"], "change spec"] if {
	object.get(ctx.resource, "spec", {}) != object.get(_policy, "spec", {})
}

_policy := ctx.old if {
	ctx.old.kind == "NetworkPolicy"
	ctx.group_of(ctx.old) == "networking.k8s.io"
}
