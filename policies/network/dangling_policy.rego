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
import data.lib.guiderail.finding
import data.lib.guiderail.pods
import data.lib.guiderail.policy_reach
import data.lib.guiderail.selector
import data.lib.guiderail.traffic

defaults := {"made_by_operators": ["app.kubernetes.io/name=prometheus", "app.kubernetes.io/name=alertmanager"]}

parameters := object.union(defaults, ctx.parameters)

# Where a run holds no pods, the policies were written apart from them.
applies if {
	ctx.kind == "NetworkPolicy"
	ctx.group == "networking.k8s.io"
	pods.exist
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": part.path, "msg": msg, "is_open": is_open} if {
	applies
	some part in _selectors
	_selects_none(part.selector, part.namespace)
	is_open := policy_reach.may_differ(part.selector, part.namespace)
	what := sprintf("%s selects no pod in namespace %s", [part.title, part.namespace])
	msg := sprintf("%s; use the labels of the pods", [what])
}

# No policy is about a pod that shares the network of its node.
_offences contains {"path": ["spec", "podSelector"], "msg": msg, "is_open": is_open} if {
	applies
	written := ctx.resource.spec.podSelector
	not selector.is_empty(written)
	policy_reach.selects_some(written, ctx.namespace_or_default)
	not policy_reach.selects_isolated(written)
	is_open := policy_reach.may_differ(written, ctx.namespace_or_default)
	what := sprintf("podSelector selects only pods with hostNetwork in namespace %s", [ctx.namespace_or_default])
	msg := sprintf("%s, to which no policy applies; remove the policy or hostNetwork", [what])
}

_selectors contains {
	"path": ["spec", "podSelector"], "title": "podSelector",
	"selector": ctx.resource.spec.podSelector, "namespace": ctx.namespace_or_default,
}

_selectors contains {"path": path, "title": title, "selector": peer.podSelector, "namespace": namespace} if {
	some direction, field in {"ingress": "from", "egress": "to"}
	some rule in traffic.rules(ctx.resource, direction)
	some i, peer in rule.peers
	namespace := policy_reach.namespace_of(peer)
	path := ["spec", direction, rule.index, field, i, "podSelector"]
	title := sprintf("%s[%d].%s[%d]: podSelector", [direction, rule.index, field, i])
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
