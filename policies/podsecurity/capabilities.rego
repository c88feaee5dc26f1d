# METADATA
# title: Containers must not add capabilities beyond the default ones
# description: |
#   Capabilities such as SYS_ADMIN, SYS_PTRACE or NET_ADMIN give a process part of root's power over the
#   whole node, and most of them are enough to gain the rest. The default capabilities, which a
#   container may also list, only take effect inside the container.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: high
#   requirements: [PSA-12]
#   match: [workload]
#   remediation: Remove the capability from securityContext.capabilities.add, and write the remaining ones in capitals
#     without the prefix CAP_. Remove SYS_ADMIN before you set allowPrivilegeEscalation to false, because the API server
#     refuses the two together.
#   fix:
#     - {remove: {}}
#   parameters:
#     allowed: {type: array, items: {type: string}, description: "Capabilities that a container may add, in capitals and
#       without the prefix CAP_."}
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
