# METADATA
# title: Containers must drop all capabilities
# description: |
#   With the default capabilities, a process that runs as root can change the owners of files, forge
#   packets and become any user in its container. Hardly any service needs them, but for NET_BIND_SERVICE
#   and ports below 1024. What even the baseline level forbids is reported by podsecurity.capabilities.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: medium
#   requirements: [PSA-31]
#   match: [workload]
#   remediation: Set securityContext.capabilities.drop of every container to [ALL], and add nothing but
#     NET_BIND_SERVICE.
#   fix:
#     - {at: [drop], add: {value: ALL}}
#     - {at: [add, "*"], remove: {}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.25 on, Windows pods do not have to drop any."}
package guiderail.podsecurity.restricted_capabilities

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity
import data.lib.guiderail.value

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some context in _contexts
	dropped := value.array_in(value.object_in(context.spec, "capabilities"), "drop")
	not "ALL" in dropped
	path := array.concat(context.path, ["capabilities", "drop"])
	defect := {true: "is not set", false: "does not include ALL"}[dropped == []]
	msg := sprintf("%s: securityContext.capabilities.drop %s; set it to [ALL]", [context.title, defect])
}

# What is beyond the baseline, or still to be filled in, podsecurity.capabilities speaks of.
violation contains {"msg": msg, "details": {"path": path}} if {
	some context in _contexts
	some i, name in context.spec.capabilities.add
	name in podsecurity.baseline_capabilities
	name != "NET_BIND_SERVICE"
	path := array.concat(context.path, ["capabilities", "add", i])
	what := sprintf("%s: securityContext.capabilities.add has %q", [context.title, name])
	msg := sprintf("%s; add only NET_BIND_SERVICE", [what])
}

_contexts contains context if {
	podsecurity.minor(parameters.version) >= 22
	some context in podsecurity.containers
	not podsecurity.is_for_windows(parameters.version, context)
}
