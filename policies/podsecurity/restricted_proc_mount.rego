# METADATA
# title: Restricted pods must not unmask /proc, even in their own user namespace
# description: |
#   The root user of a pod in its own user namespace (hostUsers set to false) has no rights on the node,
#   so the baseline level lets such a pod unmask /proc. That still exposes more of the kernel than any
#   ordinary service needs, so the restricted level does not.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted]
# custom:
#   severity: medium
#   requirements: [PSA-36]
#   match: [workload]
#   remediation: Remove securityContext.procMount.
#   fix:
#     - {remove: {}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. Before v1.35 the baseline level has the same rule."}
package guiderail.podsecurity.restricted_proc_mount

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Of the other pods podsecurity.proc_mount speaks.
_offences contains podsecurity.unmasked(context) if {
	some context in podsecurity.containers
	podsecurity.has_own_users(parameters.version, context)
}
