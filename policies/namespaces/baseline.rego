# METADATA
# title: A namespace with workloads has quotas, limits, policies and bindings
# description: |
#   A namespace keeps teams apart only by what stands in it. Without a quota one team takes all the nodes,
#   without a default-deny policy each pod talks to each, and without a role binding those who run it
#   have their rights from the whole cluster. Of policies network.default_deny_ingress speaks, unless they
#   are wanted here as well.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/multi-tenancy/
#   - https://kubernetes.io/docs/concepts/policy/resource-quotas/
#   - https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: medium
#   requirements: [NS-02, RES-06]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Put into the namespace a ResourceQuota, a LimitRange and a RoleBinding for those who run it.
#   parameters:
#     wanted:
#       type: array
#       items: {type: string}
#       description: The kinds of which a namespace with workloads must have one, of ResourceQuota, LimitRange,
#         NetworkPolicy and RoleBinding.
#     exempt_namespaces:
#       type: array
#       items: {type: string}
#       description: Exact names of namespaces whose pods belong to the cluster itself.
package guiderail.namespaces.baseline

import data.lib.guiderail.ctx
import data.lib.guiderail.default_deny
import data.lib.guiderail.other_policies
import data.lib.guiderail.pods
import data.lib.guiderail.policies

defaults := {
	"wanted": ["ResourceQuota", "LimitRange", "RoleBinding"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
}

parameters := object.union(defaults, ctx.parameters)

applies if _has_pods

violation contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_has_pods
	not ctx.operation
	some kind in (_missing - _possible)
	msg := sprintf("namespace %s has workloads and no %s, %s; add one", [_name, _titles[kind], _uses[kind]])
}

unknown contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_has_pods
	ctx.operation
	some kind in _missing
	msg := sprintf("whether namespace %s has a %s is not known; none is among the objects that are given", [_name, _titles[kind]])
}

unknown contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_has_pods
	not ctx.operation
	some kind in (_missing & _possible)
	msg := sprintf("whether namespace %s has a %s is not known; what could be one is for no namespace that is named, or not Kubernetes' own", [_name, _titles[kind]])
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

_present contains "NetworkPolicy" if default_deny.is_closed(_name, "ingress")

# What names no namespace lands where the client says.
_possible contains "ResourceQuota" if {
	some found in data.inventory.namespace["default"].v1.ResourceQuota
	_names_no_namespace(found)
}

_possible contains "LimitRange" if {
	some found in data.inventory.namespace["default"].v1.LimitRange
	_names_no_namespace(found)
}

_possible contains "RoleBinding" if {
	some found in data.inventory.namespace["default"]["rbac.authorization.k8s.io/v1"].RoleBinding
	_names_no_namespace(found)
}

_possible contains "NetworkPolicy" if count(policies.possible(_name)) > 0

_possible contains "NetworkPolicy" if count(other_policies.closing(_name, "ingress")) > 0

_names_no_namespace(found) if object.get(found, ["metadata", "namespace"], null) in {null, ""}

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
