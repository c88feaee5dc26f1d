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
#     allowed: {type: array, items: {type: string}, description: "The capabilities that a container may add, in capitals
#       and without the prefix CAP_."}
package guiderail.podsecurity.capabilities

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

defaults := {"allowed": podsecurity.baseline_capabilities}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

unknown contains said if some said in podsecurity.open_patches

_offences contains finding.of_stated(path, title, capability, wrong) if {
	some context in podsecurity.containers
	some i, capability in context.spec.capabilities.add
	not capability in parameters.allowed
	path := array.concat(context.path, ["capabilities", "add", i])
	title := sprintf("%s: securityContext.capabilities.add has", [context.title])
	wrong := sprintf("%s; add only %s", [json.marshal(capability), concat(", ", parameters.allowed)])
}
