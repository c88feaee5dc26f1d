# METADATA
# title: What an X-Road primary lacks
# description: |
#   The policies and rules that are missing for the primaries under review, and whether they may yet be there.
package lib.guiderail.primary_absence

import data.lib.guiderail.isolation
import data.lib.guiderail.primary_pods
import data.lib.guiderail.traffic
import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   Each thing that is missing, as `path` and `msg`, with the `primary`.
absences contains {"primary": primary, "path": path, "msg": msg} if {
	msg := "hostNetwork is true, so no NetworkPolicy applies to the X-Road primary; remove it"
	some primary in primary_pods.own
	primary.host_network
	path := workload.field_path(workload.pods[primary.pod], "hostNetwork")
}

absences contains {"primary": primary, "path": isolation.labels_path(primary.pod), "msg": msg} if {
	what := "no NetworkPolicy selects the X-Road primary for ingress, so everyone can reach it on every port"
	msg := sprintf("%s; allow only its secondaries, on TCP 22", [what])
	some primary in primary_pods.own
	not primary.host_network
	_isolating(primary, "ingress") == []
}

absences contains {"primary": primary, "path": isolation.labels_path(primary.pod), "msg": msg} if {
	some primary in primary_pods.own
	count(_isolating(primary, "ingress")) > 0
	some secondary in primary_pods.secondaries
	not traffic.allows(isolation.policies, secondary, primary, "ingress", _ssh)
	msg := sprintf("%s: no ingress rule of %s allows it; add one", [_locked_out(secondary), _names(primary, "ingress")])
}

absences contains {"primary": primary, "path": isolation.labels_path(primary.pod), "msg": msg} if {
	# First of all, since most workloads are none, and the secondaries take a walk through the namespace.
	some primary in primary_pods.own
	some secondary in primary_pods.secondaries
	not traffic.allows(isolation.policies, primary, secondary, "egress", _ssh)
	msg := sprintf("%s: no egress rule of %s allows it; add one", [_locked_out(secondary), _names(secondary, "egress")])
}

_ssh := {"protocol": "TCP", "port": 22}

_locked_out(secondary) := sprintf("%s cannot reach the X-Road primary on TCP 22", [secondary.title])

_names(pod, direction) := concat(", ", sort([sprintf("%v", [policy.metadata.name]) |
	some policy in _isolating(pod, direction)
]))

_isolating(pod, direction) := traffic.isolating(isolation.policies, pod, direction)

# METADATA
# description: |
#   Whether what is missing for a primary may yet be there. Policies of other makes are not read for what they let in,
#   so they only matter if no NetworkPolicy isolates the primary.
may_differ(primary, treatment) if {
	isolation.may_differ([primary.labels])
} else if {
	primary.host_network == false
	count(isolation.doubts(primary, "ingress", treatment)) > 0
} else := false
