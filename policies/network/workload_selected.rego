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
import data.lib.guiderail.finding
import data.lib.guiderail.isolation
import data.lib.guiderail.preceding_workload
import data.lib.guiderail.traffic
import data.lib.guiderail.workload

defaults := {"directions": ["ingress", "egress"], "other_policies": "unknown"}

parameters := object.union(defaults, ctx.parameters)

# Policies do not reach what is on its node's network; that it is there is for others to judge.
applies if {
	some pod in isolation.own
	pod.host_network == false
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": open.path, "msg": msg, "is_open": false} if {
	not _may_differ
	some open in _open
	some msg in _messages([direction | some direction in parameters.directions; open.doubts[direction] == []])
}

_offences contains {"path": open.path, "msg": msg, "is_open": true} if {
	_may_differ
	some open in _open
	msg := _unselected([direction | some direction in parameters.directions; open.doubts[direction]])
}

_offences contains {"path": open.path, "msg": msg, "is_open": true} if {
	not _may_differ
	some open in _open
	some direction, doubts in open.doubts
	some doubt in doubts
	msg := sprintf("no NetworkPolicy selects the pods for %s; %s", [direction, doubt])
}

# Where no policy of the namespace closes any pods, the first workload says it for all.
_messages(directions) := {_unselected(missed) |
	missed := [direction | some direction in directions; direction in _closed_by_some]
	count(missed) > 0
} | {sprintf(_none, [concat(" and ", missed)]) |
	missed := [direction |
		some direction in directions
		not direction in _closed_by_some
		not preceding_workload.is_preceded(direction, parameters.other_policies)
	]
	count(missed) > 0
}

_unselected(directions) := sprintf("no NetworkPolicy selects the pods for %s; select them by their labels", [
	concat(" and ", directions),
])

_none := concat("; ", [
	"no NetworkPolicy in the namespace selects any pods for %s",
	"add one with an empty podSelector that allows nothing",
])

_closed_by_some contains direction if {
	some policy in isolation.policies
	some direction in traffic.directions(policy)
}

_open := isolation.open(parameters.directions, parameters.other_policies)

_may_differ if isolation.may_differ([pod.labels | some pod in workload.pods])
