# METADATA
# title: Containers must run with a seccomp profile
# description: |
#   Unless the kubelet is configured otherwise, a container without a profile may make every system
#   call, and a kernel bug in any one of them is enough to escape. The container runtime's default
#   profile costs nothing and refuses calls that services never need.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: medium
#   requirements: [PSA-35]
#   match: [workload]
#   remediation: Set securityContext.seccompProfile.type to RuntimeDefault, on the pod or on every container.
#   fix:
#     - {set: {value: RuntimeDefault}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.25 on, Windows pods do not need a profile."}
package guiderail.podsecurity.restricted_seccomp

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# What the pod says counts for the containers that say nothing. Of what is said, podsecurity.seccomp speaks.
_offences contains {"path": path, "msg": msg, "is_open": workload.pods[context.pod].is_part} if {
	podsecurity.minor(parameters.version) >= 19
	some context in podsecurity.containers
	not podsecurity.is_for_windows(parameters.version, context)
	podsecurity.is_silent(context, "seccompProfile")
	path := array.concat(context.path, ["seccompProfile", "type"])
	why := podsecurity.silence(context, "use RuntimeDefault or Localhost")
	msg := sprintf("%s: securityContext.seccompProfile.type is not set, and %s", [context.title, why])
}
