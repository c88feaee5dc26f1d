# METADATA
# title: The selectors of a NetworkPolicy must select pods
# description: |
#   A policy whose podSelector selects nothing protects nothing, and a peer that selects nothing lets
#   nobody in. The cause is usually a misspelled label or a missing namespace, and the policy looks
#   correct.
# related_resources: [https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource]
# custom:
#   severity: medium
#   requirements: [NETPOL-08]
#   match: [{groups: [networking.k8s.io], kinds: [NetworkPolicy]}]
#   remediation: Use the labels that the pods have and the namespace that they are in, or remove the policy or the peer.
#   parameters:
#     made_by_operators: {type: array, items: {type: string}, description: "Labels, as key=value, of pods that are in no
#       manifest because an operator creates them. Selectors that require one of these labels are not checked."}
package guiderail.network.dangling_policy

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.policy_reach
import data.lib.guiderail.selector
import data.lib.guiderail.traffic

defaults := {"made_by_operators": ["app.kubernetes.io/name=prometheus", "app.kubernetes.io/name=alertmanager"]}

parameters := object.union(defaults, ctx.parameters)

# Where a run holds no pods, the policies were written apart from them.
applies if {
	_is_policy
	pods.exist
}

violation contains entry.said if {
	some entry in _dangling
	not policy_reach.may_differ(entry)
}

unknown contains entry.said if {
	some entry in _dangling
	policy_reach.may_differ(entry)
}

_dangling contains {"selector": written, "namespace": ctx.namespace_or_default, "said": {
	"msg": msg, "details": {"path": ["spec", "podSelector"]},
}} if {
	applies
	written := ctx.resource.spec.podSelector
	_selects_none(written, ctx.namespace_or_default)
	what := sprintf("podSelector selects no pod of the namespace %s", [ctx.namespace_or_default])
	msg := sprintf("%s; use the labels that the pods carry", [what])
}

# No policy is about a pod that shares the network of its node.
_dangling contains {"selector": written, "namespace": ctx.namespace_or_default, "said": {
	"msg": msg, "details": {"path": ["spec", "podSelector"]},
}} if {
	applies
	written := ctx.resource.spec.podSelector
	not selector.is_empty(written)
	policy_reach.selects_some(written, ctx.namespace_or_default)
	not policy_reach.selects_isolated(written)
	where := sprintf("on their node's network in the namespace %s", [ctx.namespace_or_default])
	wanted := "remove the policy, or hostNetwork from the pods"
	msg := sprintf("podSelector selects only pods %s, to which no policy applies; %s", [where, wanted])
}

_dangling contains {"selector": peer.podSelector, "namespace": namespace, "said": {
	"msg": msg, "details": {"path": path},
}} if {
	applies
	some direction, field in {"ingress": "from", "egress": "to"}
	some rule in traffic.rules(ctx.resource, direction)
	some i, peer in rule.peers
	namespace := policy_reach.namespace_of(peer)
	_selects_none(peer.podSelector, namespace)
	path := ["spec", direction, rule.index, field, i, "podSelector"]
	what := sprintf("%s rule #%d, peer #%d: podSelector selects no pod of the namespace", [direction, rule.index, i])
	msg := sprintf("%s %s; use the labels that the pods carry", [what, namespace])
}

# A selector that asks for nothing waits for what may come: it is empty, or only excludes.
_selects_none(written, namespace) if {
	is_object(written)
	not selector.only_excludes(written)
	not _is_made_by_operator(written)
	not policy_reach.selects_some(written, namespace)
}

_is_made_by_operator(written) if {
	some label in parameters.made_by_operators
	[key, value] := split(label, "=")
	selector.requires(written, key, value)
}

_is_policy if {
	ctx.kind == "NetworkPolicy"
	ctx.group == "networking.k8s.io"
}
