# METADATA
# title: A NetworkPolicy must select every workload
# description: |
#   A pod that no policy selects for a direction is open in that direction: everyone in the cluster can
#   reach it, or it can reach everyone, whatever policies its neighbors have. A misspelled or changed
#   label is enough, and nothing fails. In a namespace without any policy, only the first workload is
#   reported.
# related_resources:
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
# custom:
#   severity: high
#   requirements: [NETPOL-03]
#   match: [workload]
#   remediation: Create a NetworkPolicy whose podSelector selects the pods, or one with an empty podSelector that denies
#     whatever no other policy allows.
#   parameters:
#     directions: {type: array, items: {type: string}, description: "The directions, ingress and egress, for which a
#       policy must select the pods."}
#     other_policies: {type: string, enum: [unknown, count, ignore], description: "How to treat a Cilium, Calico, Antrea
#       or cluster-wide policy that selects the pods. With unknown the verdict is unknown, with count the policy counts
#       as a NetworkPolicy, and with ignore it is ignored."}
package guiderail.network.workload_selected

import data.lib.guiderail.ctx
import data.lib.guiderail.namespace_policies
import data.lib.guiderail.other_policies
import data.lib.guiderail.placeholder
import data.lib.guiderail.pods
import data.lib.guiderail.preceding_workload
import data.lib.guiderail.traffic
import data.lib.guiderail.workload

defaults := {"directions": ["ingress", "egress"], "other_policies": "unknown"}

parameters := object.union(defaults, ctx.parameters)

# Policies do not reach what is on its node's network; that it is there is for others to judge.
applies if {
	some seen in _pods
	seen.host_network == false
}

violation contains {"msg": msg, "details": {"path": open.path}} if {
	some open in _open
	not _may_differ
	certain := [direction | some direction in parameters.directions; open.doubts[direction] == []]
	some msg in _messages(certain)
}

unknown contains {"msg": msg, "details": {"path": open.path}} if {
	some open in _open
	_may_differ
	msg := sprintf(_unselected, [
		concat(" and ", [direction | some direction in parameters.directions; open.doubts[direction]]),
	])
}

unknown contains {"msg": msg, "details": {"path": open.path}} if {
	some open in _open
	not _may_differ
	some direction, doubts in open.doubts
	some doubt in doubts
	msg := sprintf("no NetworkPolicy selects the pods for %s; %s", [direction, doubt])
}

_unselected := "no NetworkPolicy selects the pods for %s; select them by their labels"

_messages(directions) := array.concat(
	[sprintf(_unselected, [concat(" and ", some_policies)]) |
		some_policies := [direction | some direction in directions; direction in _closed_by_some]
		count(some_policies) > 0
	],
	[sprintf(
		"no NetworkPolicy of the namespace selects any pods for %s; add one with an empty podSelector that allows nothing",
		[concat(" and ", none)],
	) |
		none := [direction |
			some direction in directions
			not direction in _closed_by_some
			not preceding_workload.is_preceded(direction, parameters.other_policies)
		]
		count(none) > 0
	],
)

# The directions in which policies of the namespace close some pods.
_closed_by_some := {direction |
	some policy in _policies
	some direction in traffic.directions(policy)
}

# Where the pods are open: the path of their labels, and for each direction what makes it uncertain.
_open contains {"path": array.concat(workload.pods[n].metadata_path, ["labels"]), "doubts": doubts} if {
	some n, seen in _pods
	seen.host_network == false
	not workload.pods[n].is_part
	doubts := {direction: reasons |
		some direction in parameters.directions
		count(traffic.isolating(_policies, seen, direction)) == 0
		others := other_policies.isolating(ctx.namespace_or_default, seen.labels, direction)
		not other_policies.settle(others, parameters.other_policies)
		floating := namespace_policies.possibly_isolating(ctx.namespace_or_none, seen, direction)
		reasons := other_policies.doubts(floating, others, parameters.other_policies)
	}
	count(doubts) > 0
}

# In a request the policies may be yet to come, and what is still to be filled in may select the pods.
_may_differ if ctx.operation

_may_differ if {
	some written in array.concat([made.labels | some made in workload.pods], [policy.spec | some policy in _policies])
	placeholder.is_in(json.marshal(written))
}

_pods := pods.seen(ctx.resource, ctx.namespace_or_default)

_policies := namespace_policies.of_namespace(ctx.namespace_or_default)
