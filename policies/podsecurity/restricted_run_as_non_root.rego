# METADATA
# title: Containers must not run as root
# description: |
#   To the kernel, root in a container is root. A bug in the container runtime or a mounted file is
#   enough to act as root on the node. With runAsNonRoot the kubelet refuses to start a container whose
#   image would run as root, even if the image changes later.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   requirements: [PSA-33]
#   match: [workload]
#   remediation: Set securityContext.runAsNonRoot to true, on the pod or on every container, and use an image or a
#     runAsUser with a user other than root.
#   fix:
#     - {set: {value: true}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.35 on, pods in their own user namespace may run as
#       root."}
package guiderail.podsecurity.restricted_run_as_non_root

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(path, title, context.spec.runAsNonRoot, wrong) if {
	some context in podsecurity.contexts
	not context.spec.runAsNonRoot in {true, null}
	not podsecurity.has_own_users(parameters.version, context)
	path := array.concat(context.path, ["runAsNonRoot"])
	title := sprintf("%s: securityContext.runAsNonRoot", [context.title])
	wrong := sprintf("is %s; set it to true", [json.marshal(context.spec.runAsNonRoot)])
}

# What the pod says counts for the containers that say nothing; where it says something wrong, it is said there.
_offences contains {"path": path, "msg": msg, "is_open": workload.pods[context.pod].is_part} if {
	some context in podsecurity.containers
	not podsecurity.has_own_users(parameters.version, context)
	podsecurity.is_silent(context, "runAsNonRoot")
	path := array.concat(context.path, ["runAsNonRoot"])
	why := podsecurity.silence(context, "set it to true")
	msg := sprintf("%s: securityContext.runAsNonRoot is not set, and %s", [context.title, why])
}
