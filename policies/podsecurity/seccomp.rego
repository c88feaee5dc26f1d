# METADATA
# title: Seccomp profiles must not be disabled
# description: |
#   The container runtime's seccomp profile refuses system calls that a container never needs, many of
#   which have been used to take over kernels. Unconfined allows them all, and a kernel bug in any one
#   of them is then enough to escape.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: high
#   requirements: [PSA-19]
#   match: [workload]
#   remediation: Set securityContext.seccompProfile.type to RuntimeDefault, or to Localhost with a profile of your own.
#   fix:
#     - {at: [seccompProfile, type], set: {value: RuntimeDefault}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. Before v1.19 profiles are set by annotations."}
package guiderail.podsecurity.seccomp

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains podsecurity.without_profile(context, "seccompProfile") if {
	podsecurity.minor(parameters.version) >= 19
	some context in podsecurity.contexts
}

_offences contains podsecurity.annotated_profile(pod, key) if {
	podsecurity.minor(parameters.version) < 19
	some pod in workload.pods
	some key, profile in podsecurity.annotations(pod)
	key in _annotations
	not profile in {"runtime/default", "docker/default"}
	not podsecurity.is_local(profile)
}

_annotations := {"seccomp.security.alpha.kubernetes.io/pod"} | {key |
	some container in workload.containers
	key := sprintf("container.seccomp.security.alpha.kubernetes.io/%v", [container.spec.name])
}
