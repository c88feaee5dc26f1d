# METADATA
# title: A namespace with workloads has quotas, limits, policies and bindings
# description: |
#   A namespace keeps teams apart only by what stands in it. Without a quota one team takes all the nodes,
#   without a default-deny policy each pod talks to each, and without a role binding those who run it
#   have their rights from the whole cluster.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: medium
#   requirements: [NS-02, RES-06]
#   match: [{groups: [""], kinds: [Namespace]}]
#   limits:
#     conftest: It sees what is in a namespace with --combine in the namespace main, and nowhere else unless it is given as data.
#   remediation: Put into the namespace a ResourceQuota, a LimitRange, a NetworkPolicy that selects every pod and allows nothing, and a RoleBinding for those who run it.
#   parameters:
#     wanted:
#       type: array
#       items: {type: string}
#       description: The kinds of which a namespace with workloads must have one, of ResourceQuota, LimitRange, NetworkPolicy and RoleBinding.
#     exempt_namespaces:
#       type: array
#       items: {type: string}
#       description: Exact names of namespaces whose pods belong to the cluster itself.
package guiderail.namespaces.baseline

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.selector

defaults := {
	"wanted": ["ResourceQuota", "LimitRange", "NetworkPolicy", "RoleBinding"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

applies if _has_pods

violation contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_has_pods
	not ctx.operation
	some kind in _missing
	msg := sprintf("namespace %s has workloads and no %s, %s; add one", [_name, _titles[kind], _uses[kind]])
}

unknown contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_has_pods
	ctx.operation
	some kind in _missing
	msg := sprintf("whether namespace %s has a %s is not known; none is among the objects that are given", [_name, _titles[kind]])
}

_name := ctx.name if {
	ctx.kind == "Namespace"
	ctx.group == ""
	not ctx.name in parameters.exempt_namespaces
}

# An empty namespace needs nothing yet.
_has_pods if count(pods.of(_name)) > 0

_missing := {kind | some kind in parameters.wanted; _titles[kind]; not kind in _present}

_present contains "ResourceQuota" if {
	some _ in data.inventory.namespace[_name].v1.ResourceQuota
}

_present contains "LimitRange" if {
	some _ in data.inventory.namespace[_name].v1.LimitRange
}

_present contains "RoleBinding" if {
	some _ in data.inventory.namespace[_name]["rbac.authorization.k8s.io/v1"].RoleBinding
}

# An API server takes a policy without types for one of ingress.
_present contains "NetworkPolicy" if {
	some policy in data.inventory.namespace[_name]["networking.k8s.io/v1"].NetworkPolicy
	selector.is_empty(policy.spec.podSelector)
	"Ingress" in object.get(policy.spec, "policyTypes", ["Ingress"])
	object.get(policy.spec, "ingress", null) in {null, []}
}

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
