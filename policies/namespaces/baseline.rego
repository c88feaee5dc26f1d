# METADATA
# title: Namespaces with workloads must have quotas, limits, policies and role bindings
# description: |
#   Only the objects in a namespace keep teams apart. Without a quota one team can take all the nodes,
#   without a default-deny network policy every pod can talk to every other, and without a role binding
#   those who run the namespace have rights in the whole cluster. Network policies are checked by
#   network.default_deny_ingress, unless the parameter wanted lists them here too.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: medium
#   requirements: [NS-02, RES-06]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Create a ResourceQuota, a LimitRange, and a RoleBinding for those who run the namespace.
#   parameters:
#     wanted: {type: array, items: {type: string}, description: "Kinds that a namespace with workloads must contain, out
#       of ResourceQuota, LimitRange, NetworkPolicy and RoleBinding."}
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose pods belong
#       to the cluster itself."}
package guiderail.namespaces.baseline

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.namespace_objects
import data.lib.guiderail.pods

defaults := {
	"wanted": ["ResourceQuota", "LimitRange", "RoleBinding"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

applies if _has_pods

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ["metadata", "name"], "msg": msg, "is_open": is_open} if {
	_has_pods
	some kind in parameters.wanted
	title := _titles[kind]
	not namespace_objects.has(kind, _name)
	[is_open, msg] := _judged(kind, title)
}

_name := ctx.name if {
	ctx.kind == "Namespace"
	ctx.group == ""
	not ctx.name in parameters.exempt_namespaces
}

# An empty namespace needs nothing yet.
_has_pods if count(pods.of(_name)) > 0

_judged(kind, title) := [true, sprintf("whether namespace %s has a %s is not known; %s", [_name, title, why])] if {
	ctx.operation
	why := "none is among the objects that are given"
} else := [true, sprintf("whether namespace %s has a %s is not known; %s", [_name, title, why])] if {
	namespace_objects.may_have(kind, _name)
	why := "what could be one is for no namespace that is named, or not Kubernetes' own"
} else := [false, sprintf("namespace %s has workloads and no %s, %s; add one", [_name, title, _uses[kind]])]

_titles := {
	"ResourceQuota": "ResourceQuota",
	"LimitRange": "LimitRange",
	"NetworkPolicy": "NetworkPolicy that denies all ingress",
	"RoleBinding": "RoleBinding",
}

_uses := {
	"ResourceQuota": "so that they may take all that the nodes have",
	"LimitRange": "so that containers that state nothing have no bounds",
	"NetworkPolicy": "so that what no other policy selects is open to every pod",
	"RoleBinding": "so that who runs them has rights in every namespace or none",
}
