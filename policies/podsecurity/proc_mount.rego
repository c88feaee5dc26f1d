# METADATA
# title: Containers must keep the masks of /proc
# description: |
#   The runtime hides the parts of /proc through which a process reads the kernel's memory and changes
#   its settings. Unmasked opens them, and a container that runs as root can then harm the whole node.
#   A pod with users of its own (hostUsers false) is root nowhere, and may.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-18]
#   match: [workload]
#   remediation: Remove procMount, or set hostUsers of the pod to false where a container must run containers itself;
#     the API server takes that only of a pod that shares no namespace with its node.
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to judge by, latest or one such as v1.36; before v1.35 pods with users of their own are no
#       exception."}
package guiderail.podsecurity.proc_mount

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains podsecurity.unmasked(context) if {
	some context in podsecurity.containers
	not podsecurity.has_own_users(parameters.version, context)
}
