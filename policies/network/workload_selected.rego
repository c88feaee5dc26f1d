# METADATA
# title: A NetworkPolicy must select every workload
# description: |
#   A pod that no policy selects in a direction is open in it: everyone in the cluster reaches it, or it
#   reaches everyone, whatever the policies of its neighbours say. A label that was misspelt or changed
#   is enough for that, and nothing fails.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
# custom:
#   severity: high
#   requirements: [NETPOL-03]
#   match: [workload]
#   limits:
#     conftest: It sees the policies with --combine in the namespace main, and nowhere else unless they are given as data.
#   remediation: Add a NetworkPolicy whose podSelector selects the pods, or one with an empty podSelector that denies what no other policy allows.
#   parameters:
#     directions:
#       type: array
#       items: {type: string}
#       description: The directions, ingress and egress, in which a policy must select the pods.
package guiderail.network.workload_selected

import data.lib.guiderail.ctx
import data.lib.guiderail.netpol
import data.lib.guiderail.placeholder
import data.lib.guiderail.pod
import data.lib.guiderail.policies
import data.lib.guiderail.workload

defaults := {"directions": ["ingress", "egress"]}

parameters := object.union(defaults, ctx.parameters)

# Policies do not reach what is on its node's network; that it is there is for others to judge.
applies if {
	some seen in _pods
	seen.host_network == false
}

violation contains finding if {
	some finding in _findings
	not _may_differ
}

unknown contains finding if {
	some finding in _findings
	_may_differ
}

_findings contains {"msg": msg, "details": {"path": array.concat(workload.pods[n].metadata_path, ["labels"])}} if {
	some n, seen in _pods
	seen.host_network == false
	not workload.pods[n].is_part
	open := [direction |
		some direction in parameters.directions
		count(netpol.isolating(_policies, seen, direction)) == 0
	]
	count(open) > 0
	msg := sprintf("no NetworkPolicy selects the pods for %s; select them by their labels", [concat(" and ", open)])
}

# In a request the policies may be yet to come, and what is still to be filled in may select the pods.
_may_differ if ctx.operation

_may_differ if {
	some written in array.concat([made.labels | some made in workload.pods], [policy.spec | some policy in _policies])
	placeholder.is_in(json.marshal(written))
}

_pods := pod.all_of(ctx.resource, _namespace)

_policies := policies.of_namespace(_namespace)

_namespace := ctx.namespace

_namespace := "default" if not ctx.namespace
