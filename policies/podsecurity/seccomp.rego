# METADATA
# title: Seccomp profiles must not be switched off
# description: |
#   The runtime's seccomp profile refuses a container the system calls that it never needs, among them
#   many through which kernels were taken over. Unconfined opens them all; one bug of the kernel in any
#   of them is then enough to leave the container.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: high
#   requirements: [PSA-19]
#   match: [workload]
#   remediation: Set securityContext.seccompProfile.type to RuntimeDefault, or to Localhost with a profile of your own.
#   parameters:
#     version:
#       type: string
#       pattern: '^(latest|v1\.(0|[1-9][0-9]*))$'
#       description: The version of the Pod Security Standards to judge by, latest or one such as v1.36; before v1.19
#         profiles are given by annotations.
package guiderail.podsecurity.seccomp

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": profile.path}} if {
	some profile in _forbidden
	not podsecurity.is_open(profile.value)
	msg := sprintf("%s is %s; use %s", [profile.title, podsecurity.shown(profile.value), profile.allowed])
}

unknown contains {"msg": msg, "details": {"path": profile.path}} if {
	some profile in _forbidden
	podsecurity.is_open(profile.value)
	msg := sprintf("%s %s is still to be filled in", [profile.title, profile.value])
}

_forbidden contains {"title": title, "path": path, "value": type, "allowed": "RuntimeDefault or Localhost"} if {
	some context in podsecurity.contexts
	profile := context.spec.seccompProfile
	profile != null
	type := podsecurity.member(profile, "type")
	not type in {"RuntimeDefault", "Localhost"}
	podsecurity.minor(parameters.version) >= 19
	title := sprintf("%s: securityContext.seccompProfile.type", [context.title])
	path := array.concat(context.path, ["seccompProfile", "type"])
}

_forbidden contains {"title": title, "path": path, "value": value, "allowed": "runtime/default or localhost/…"} if {
	podsecurity.minor(parameters.version) < 19
	some pod in workload.pods
	some key, value in podsecurity.annotations(pod)
	key in _annotations
	not value in {"runtime/default", "docker/default"}
	not _is_local(value)
	title := sprintf("pod: annotation %s", [key])
	path := array.concat(pod.metadata_path, ["annotations", key])
}

_annotations := {"seccomp.security.alpha.kubernetes.io/pod"} | {key |
	some container in workload.containers
	key := sprintf("container.seccomp.security.alpha.kubernetes.io/%v", [container.spec.name])
}

_is_local(value) if {
	is_string(value)
	startswith(value, "localhost/")
}
