# METADATA
# title: The X-Road primary must be reachable only by its secondaries, over SSH
# description: |
#   The primary holds the keys and the configuration that its secondaries fetch over SSH, and they do
#   not verify which server they talk to. Any other way in, whichever policy allows it, is a way to the
#   keys. If the secondaries are locked out, they keep serving with an increasingly outdated
#   configuration.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   severity: high
#   requirements: [XR-03]
#   match: [workload, {groups: [networking.k8s.io], kinds: [NetworkPolicy]}]
#   remediation: Create a NetworkPolicy that selects the primary and whose only ingress rule allows pods with the label
#     role=secondary on TCP port 22.
#   parameters:
#     other_policies: {type: string, enum: [unknown, ignore], description: "How to treat a Cilium, Calico, Antrea or
#       cluster-wide policy that selects a primary which no NetworkPolicy selects. With unknown the verdict is unknown,
#       and with ignore the policy is ignored."}
#     allowed_sources:
#       type: array
#       items:
#         type: object
#         properties:
#           ports: {type: array, items: {type: integer}}
#           namespace: {type: string}
#           labels: {type: object}
#           block: {type: string}
#       description: Who else may reach the primary, and on which TCP ports (4000 for its admin UI, 5588 for its health
#         check). A source is either a block of addresses, or the pods in a namespace that have all the labels.
package guiderail.network.primary_isolation

import data.lib.guiderail.ctx
import data.lib.guiderail.primary_entry
import data.lib.guiderail.primary_pods
import data.lib.guiderail.primary_policies
import data.lib.guiderail.traffic
import data.lib.guiderail.workload

defaults := {"other_policies": "unknown", "allowed_sources": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(primary_pods.own) > 0

applies if count(primary_pods.primaries) > 0

# What lets too many in is judged at the policy that does.
violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some entry in primary_entry.entries
	some primary in primary_pods.primaries
	opened := primary_entry.opened(entry, primary, parameters.allowed_sources)
	count(opened) > 0
	what := sprintf("%s: lets %s reach %s, an X-Road primary", [entry.title, primary_entry.who(entry), primary.title])
	msg := sprintf("%s, on %s; let only its secondaries in, on TCP 22", [what, concat(", ", opened)])
}

# That too few policies are there, or too few rules, is judged at the primary.
violation contains absence.said if {
	some absence in _absences
	not primary_policies.may_differ(absence.primary, parameters.other_policies)
}

unknown contains absence.said if {
	some absence in _absences
	primary_policies.may_differ(absence.primary, parameters.other_policies)
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": path}}} if {
	some primary in primary_pods.own
	primary.host_network
	path := workload.field_path(workload.pods[primary.pod], "hostNetwork")
	msg := "hostNetwork takes the X-Road primary out of the reach of every NetworkPolicy; leave it out"
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": _labels_path(primary)}}} if {
	some primary in primary_pods.own
	not primary.host_network
	count(primary_policies.isolating(primary)) == 0
	what := "no NetworkPolicy selects the X-Road primary for ingress, so that everyone reaches it on every port"
	msg := sprintf("%s; let only its secondaries in, on TCP 22", [what])
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": _labels_path(primary)}}} if {
	some primary in primary_pods.own
	count(primary_policies.isolating(primary)) > 0
	some secondary in primary_pods.secondaries
	not traffic.allows(primary_policies.policies, secondary, primary, "ingress", _ssh)
	names := concat(", ", sort([sprintf("%v", [policy.metadata.name]) |
		some policy in primary_policies.isolating(primary)
	]))
	what := sprintf("%s cannot reach the X-Road primary on TCP 22", [secondary.title])
	msg := sprintf("%s: no ingress rule of %s names it; let it in", [what, names])
}

_absences contains {"primary": primary, "said": {"msg": msg, "details": {"path": _labels_path(primary)}}} if {
	# First of all, since most workloads are none, and the secondaries take a walk through the namespace.
	some primary in primary_pods.own
	some secondary in primary_pods.secondaries
	not traffic.allows(primary_policies.policies, primary, secondary, "egress", _ssh)
	names := concat(", ", sort([sprintf("%v", [policy.metadata.name]) |
		some policy in traffic.isolating(primary_policies.policies, secondary, "egress")
	]))
	what := sprintf("%s cannot reach the X-Road primary on TCP 22", [secondary.title])
	msg := sprintf("%s: no egress rule of %s names it; let it out", [what, names])
}

_ssh := {"protocol": "TCP", "port": 22}

_labels_path(primary) := array.concat(workload.pods[primary.pod].metadata_path, ["labels"])
