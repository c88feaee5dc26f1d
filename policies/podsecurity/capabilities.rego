# METADATA
# title: Containers must add no capability beyond the default ones
# description: |
#   Capabilities such as SYS_ADMIN, SYS_PTRACE or NET_ADMIN give a process a part of root's power over
#   the whole node, and most of them are enough to gain the rest. The default ones, and those that a
#   container may therefore name, end at the container's border.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: high
#   requirements: [PSA-12]
#   match: [workload]
#   remediation: Remove the capability from securityContext.capabilities.add, and write those that stay in capitals and
#     without the prefix CAP_. Take SYS_ADMIN away before you set allowPrivilegeEscalation to false, which does not go
#     with it.
#   parameters:
#     allowed:
#       type: array
#       items: {type: string}
#       description: The capabilities that a container may add, in capitals and without the prefix CAP_.
package guiderail.podsecurity.capabilities

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity

defaults := {"allowed": podsecurity.baseline_capabilities}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": addition.path}} if {
	some addition in _forbidden
	not podsecurity.is_open(addition.value)
	msg := sprintf("%s: securityContext.capabilities.add has %s; add only %s", [addition.title, json.marshal(addition.value), concat(", ", parameters.allowed)])
}

unknown contains said if some said in podsecurity.open_patches

unknown contains {"msg": msg, "details": {"path": addition.path}} if {
	some addition in _forbidden
	podsecurity.is_open(addition.value)
	msg := sprintf("%s: securityContext.capabilities.add has %s, which is still to be filled in", [addition.title, addition.value])
}

_forbidden contains {"title": context.title, "path": path, "value": value} if {
	some context in podsecurity.containers
	some i, value in context.spec.capabilities.add
	not value in parameters.allowed
	path := array.concat(context.path, ["capabilities", "add", i])
}
