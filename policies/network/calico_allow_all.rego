# METADATA
# title: Calico policies must not let everyone through
# description: |
#   A Calico rule with the action Allow and nothing that restricts its source or destination lets
#   everyone through, and later policies are not evaluated. The policy with the lowest order decides, so
#   one such rule switches off all others after it, in the whole cluster if it is in a
#   GlobalNetworkPolicy.
# related_resources:
#   - https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
#   - https://docs.tigera.io/calico/latest/reference/resources/networkpolicy
# custom:
#   severity: medium
#   requirements: [NETPOL-15]
#   match:
#     - groups: [projectcalico.org, crd.projectcalico.org]
#       kinds: [NetworkPolicy, GlobalNetworkPolicy]
#   remediation: Restrict the source of ingress rules and the destination of egress rules with selector,
#     namespaceSelector, serviceAccounts or nets.
#   parameters:
#     allowed_policies: {type: array, items: {type: string}, description: "Policies that may let everyone through, as
#       namespace/name, or the name alone for a global policy."}
#     min_prefix_ipv4: {type: integer, description: "An IPv4 block with a shorter prefix counts as the internet."}
#     min_prefix_ipv6: {type: integer, description: "An IPv6 block with a shorter prefix counts as the internet, unless
#       its addresses are private."}
package guiderail.network.calico_allow_all

import data.lib.guiderail.calico_entity
import data.lib.guiderail.ctx
import data.lib.guiderail.identity

defaults := {"allowed_policies": [], "min_prefix_ipv4": 8, "min_prefix_ipv6": 16}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, [rule.side])}} if {
	some rule in _rules
	not calico_entity.is_narrow(rule.entity, _bounds)
	count(calico_entity.wide_nets(rule.entity, _bounds)) == 0
	not calico_entity.is_wide_together(rule.entity, _bounds)
	msg := sprintf("%s: %s %s; narrow it by a selector or by nets", [rule.title, rule.side, _how(rule.entity)])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, [rule.side, "nets", i])}} if {
	some rule in _rules
	not calico_entity.is_narrow(rule.entity, _bounds)
	some i in calico_entity.wide_nets(rule.entity, _bounds)
	what := sprintf("%s: block %s is as wide as the internet", [rule.title, rule.entity.nets[i]])
	msg := sprintf("%s; name the networks of the peers", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(rule.path, [rule.side, "nets"])}} if {
	some rule in _rules
	not calico_entity.is_narrow(rule.entity, _bounds)
	count(calico_entity.wide_nets(rule.entity, _bounds)) == 0
	calico_entity.is_wide_together(rule.entity, _bounds)
	what := sprintf("%s: the blocks of nets are together as wide as the internet", [rule.title])
	msg := sprintf("%s; name the networks of the peers", [what])
}

_how(entity) := "selects whatever it does not name, which means everyone" if {
	some field in ["selector", "namespaceSelector"]
	not calico_entity.text(entity, field) in {"", "all()"}
} else := "names nobody, which means everyone"

_rules := [rule |
	ctx.group in {"projectcalico.org", "crd.projectcalico.org"}
	ctx.kind in {"NetworkPolicy", "GlobalNetworkPolicy"}
	some direction, side in {"ingress": "source", "egress": "destination"}
	some i, spec in ctx.resource.spec[direction]
	spec.action == "Allow"
	_is_in_force(direction)
	not _is_allowed
	rule := {
		"title": sprintf("%s rule #%d", [direction, i]),
		"path": ["spec", direction, i],
		"side": side,
		"entity": object.get(spec, side, {}),
	}
]

_is_in_force(direction) if {"ingress": "Ingress", "egress": "Egress"}[direction] in ctx.resource.spec.types

_is_in_force(_) if object.get(ctx.resource.spec, "types", null) in [null, []]

_bounds := {"ipv4": parameters.min_prefix_ipv4, "ipv6": parameters.min_prefix_ipv6}

_is_allowed if identity.name in parameters.allowed_policies
