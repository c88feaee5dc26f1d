# METADATA
# title: Network policies must be changed or deleted only by named principals
# description: |
#   Whoever deletes a network policy, or edits its list of peers, opens what it protected, and the pods
#   behind it do not notice. The namespace controller is allowed by default, because it deletes policies
#   together with their namespace.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/customize-admission/
# custom:
#   severity: medium
#   requirements: [NETPOL-17]
#   match: [{groups: [networking.k8s.io], kinds: [NetworkPolicy]}]
#   operations: [UPDATE, DELETE]
#   remediation: Have one of the allowed users or groups make the change, or add the user to allowed_users or a group to
#     allowed_groups.
#   parameters:
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces in which policies
#       are not guarded, so that RBAC alone decides who may change them."}
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

violation contains {"msg": msg, "details": {"path": []}} if {
	ctx.operation == "DELETE"
	_is_guarded
	msg := sprintf("it is deleted by %s, who is not among those that may; have one of them delete it", [principal.title])
}

violation contains {"msg": msg, "details": {"path": ["spec"]}} if {
	ctx.operation == "UPDATE"
	_is_guarded
	object.get(ctx.resource, "spec", {}) != object.get(_policy, "spec", {})
	msg := sprintf("spec is changed by %s, who is not among those that may; have one of them change it", [principal.title])
}

_is_guarded if {
	not object.get(_policy, ["metadata", "namespace"], "") in parameters.exempt_namespaces
	not principal.is_among(parameters.allowed_users, parameters.allowed_groups)
}

# The policy as it was.
_policy := ctx.old if {
	ctx.old.kind == "NetworkPolicy"
	is_string(ctx.old.apiVersion)
	startswith(ctx.old.apiVersion, "networking.k8s.io/")
}
