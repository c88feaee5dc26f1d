# METADATA
# title: Quotas and nodes must have room for an autoscaler's maxReplicas
# description: |
#   An autoscaler whose maxReplicas exceeds the namespace's quota or the capacity of the nodes stops
#   short of its maximum, and does so under the highest load. The pods that do not fit stay Pending, or
#   are refused, which only the events of the ReplicaSet show.
# related_resources: [https://kubernetes.io/docs/concepts/policy/resource-quotas/]
# custom:
#   severity: low
#   requirements: [HPA-02]
#   match:
#     - groups: [autoscaling]
#       kinds: [HorizontalPodAutoscaler]
#   remediation: Lower maxReplicas or the pods' requests, or raise the ResourceQuota or the capacity, so that
#     maxReplicas times the requests of one pod fits.
#   parameters:
#     capacity: {type: object, additionalProperties: {type: string}, description: "What the nodes can provide for the
#       pods of one autoscaler, as a quantity for each resource (cpu, memory, …). Resources that are not listed are not
#       limited."}
package guiderail.autoscaling.capacity

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.quantity
import data.lib.guiderail.resource
import data.lib.guiderail.scale_target
import data.lib.guiderail.target_demand

defaults := {"capacity": {}}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if {
	scale_target.resource
	count(_bounds) + count(_quotas) > 0
}

applies if count(unknown) > 0

violation contains {"msg": msg, "details": {"path": ["spec", "maxReplicas"]}} if {
	some bound in _bounds
	needed := _most * target_demand.demand(bound.list, bound.name)
	needed > quantity.parse(bound.amount)
	msg := sprintf("maxReplicas: %v pods of %s have %s of %s in total, but %s allows %v; lower maxReplicas or the %s", [
		_most, scale_target.reference.title, bound.list, target_demand.shown(bound.name, needed), bound.title, bound.amount,
		bound.list,
	])
}

# More pods than a quota counts.
violation contains {"msg": msg, "details": {"path": ["spec", "maxReplicas"]}} if {
	scale_target.resource
	some [title, hard] in _quotas
	some name in ["pods", "count/pods"]
	_most > quantity.parse(hard[name])
	what := sprintf("maxReplicas: %v pods exceed the %v that %s allows", [_most, hard[name], title])
	msg := sprintf("%s; lower maxReplicas or raise the quota", [what])
}

unknown contains {"msg": msg, "details": {"path": ["spec", "maxReplicas"]}} if {
	written := ctx.resource.spec.maxReplicas
	some bound in _bounds
	some open in ({bound.amount, written} | _amounts)
	placeholder.is_in(open)
	what := sprintf("maxReplicas: whether the pods fit into %s is not known", [bound.title])
	msg := sprintf("%s; %v is still to be filled in", [what, open])
}

_amounts contains amount.value if some amount in resource.open_amounts_of(scale_target.maker)

_most := replicas if {
	replicas := ctx.resource.spec.maxReplicas
	is_number(replicas)
}

# A quota names requests also without that word.
_bounds contains {"title": title, "list": list, "name": name, "amount": amount} if {
	some [title, hard] in _quotas
	some list, written in {"requests": ["requests.cpu", "cpu", "requests.memory", "memory"], "limits": [
		"limits.cpu", "limits.memory",
	]}
	some key in written
	amount := hard[key]
	name := regex.replace(key, `^.*\.`, "")
}

_bounds contains {"title": "the capacity", "list": "requests", "name": name, "amount": amount} if {
	autoscaler.is_autoscaler
	some name, amount in parameters.capacity
}

# Quotas of a scope do not count every pod.
_quotas contains [title, hard] if {
	autoscaler.is_autoscaler
	some name
	spec := data.inventory.namespace[scale_target.namespace].v1.ResourceQuota[name].spec
	is_object(spec)
	object.get(spec, "scopes", []) in [[], null]
	object.get(spec, "scopeSelector", null) == null
	hard := spec.hard
	title := sprintf("ResourceQuota %q", [name])
}
