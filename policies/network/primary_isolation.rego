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
import data.lib.guiderail.finding
import data.lib.guiderail.primary_absence
import data.lib.guiderail.primary_entry
import data.lib.guiderail.primary_pods

defaults := {"other_policies": "unknown", "allowed_sources": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(primary_pods.own) > 0

applies if count(primary_pods.primaries) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# What lets too many in is judged at the policy that does.
_offences contains {"path": entry.path, "msg": msg, "is_open": false} if {
	some entry in primary_entry.entries
	some primary in primary_pods.primaries
	opened := primary_entry.opened(entry, primary, parameters.allowed_sources)
	count(opened) > 0
	what := sprintf("%s allows %s to reach %s, an X-Road primary", [entry.title, primary_entry.who(entry), primary.title])
	msg := sprintf("%s, on %s; allow only its secondaries, on TCP 22", [what, concat(", ", opened)])
}

# That too few policies are there, or too few rules, is judged at the primary.
_offences contains {"path": absence.path, "msg": absence.msg, "is_open": is_open} if {
	some absence in primary_absence.absences
	is_open := primary_absence.may_differ(absence.primary, parameters.other_policies)
}
