# METADATA
# title: Containers must not run as root
# description: |
#   Root in a container is root to the kernel: a bug of the runtime or a mounted file is enough to act
#   as root on the node. With runAsNonRoot the kubelet refuses to start a container whose image would
#   run as root, also after the image has changed.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   requirements: [PSA-33]
#   match: [workload]
#   remediation: Set securityContext.runAsNonRoot to true, for the pod or for every container, with an image or a
#     runAsUser that is another user.
#   parameters:
#     version:
#       type: string
#       pattern: '^(latest|v1\.(0|[1-9][0-9]*))$'
#       description: The version of the Pod Security Standards to judge by, latest or one such as v1.36; from v1.35 on
#         pods with users of their own may run as root.
package guiderail.podsecurity.restricted_run_as_non_root

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _permitting
	not podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.runAsNonRoot is %s; set it to true", [setting.title, json.marshal(setting.value)])
}

# What the pod says counts for the containers that say nothing; where it says something wrong, it is said there.
violation contains {"msg": msg, "details": {"path": path}} if {
	some context in _silent
	not workload.pods[context.pod].is_part
	path := array.concat(context.path, ["runAsNonRoot"])
	msg := sprintf("%s: securityContext.runAsNonRoot is not set, and neither is the pod's; set it to true", [context.title])
}

# Whoever makes the pod may say it.
unknown contains {"msg": msg, "details": {"path": path}} if {
	some context in _silent
	workload.pods[context.pod].is_part
	path := array.concat(context.path, ["runAsNonRoot"])
	msg := sprintf("%s: securityContext.runAsNonRoot is not set, and what the pod says is not told here", [context.title])
}

_silent := [context |
	some context in podsecurity.containers
	not podsecurity.has_own_users(parameters.version, context)
	podsecurity.member(context.spec, "runAsNonRoot") == null
	podsecurity.member(podsecurity.pods[context.pod].spec, "runAsNonRoot") == null
]

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _permitting
	podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.runAsNonRoot %s is still to be filled in", [setting.title, setting.value])
}

_permitting contains {"title": context.title, "path": path, "value": value} if {
	some context in podsecurity.contexts
	value := context.spec.runAsNonRoot
	not value in {true, null}
	not podsecurity.has_own_users(parameters.version, context)
	path := array.concat(context.path, ["runAsNonRoot"])
}
