# METADATA
# title: Containers must not unmask /proc
# description: |
#   The container runtime hides the parts of /proc through which a process can read kernel memory and
#   change kernel settings. procMount Unmasked exposes them, and a container that runs as root can then
#   harm the whole node. A pod in its own user namespace (hostUsers set to false) is not root on the
#   node, and may use it.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-18]
#   match: [workload]
#   remediation: Remove procMount. If a container must run containers itself, set the pod's hostUsers to false, which
#     the API server accepts only for a pod that shares no host namespace.
#   fix:
#     - {remove: {}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. Before v1.35 pods in their own user namespace are not exempt."}
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
