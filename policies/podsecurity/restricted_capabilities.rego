# METADATA
# title: Containers must drop all capabilities
# description: |
#   With the default capabilities, a process that runs as root can change the owners of files, forge
#   packets and become any user in its container. Hardly any service needs them, and without them an
#   attacker has little to work with. NET_BIND_SERVICE, for ports below 1024, may be added. Capabilities
#   that even the baseline level forbids are reported by podsecurity.capabilities.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: medium
#   requirements: [PSA-31]
#   match: [workload]
#   remediation: Set securityContext.capabilities.drop of every container to [ALL], and add nothing but
#     NET_BIND_SERVICE.
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.25 on, Windows pods do not have to drop any."}
package guiderail.podsecurity.restricted_capabilities

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some context in podsecurity.containers
	not "ALL" in _dropped(context)
	_applies(context)
	path := array.concat(context.path, ["capabilities", "drop"])
	what := sprintf("%s: securityContext.capabilities.drop %s", [context.title, _defect(_dropped(context))])
	msg := sprintf("%s; set it to [ALL]", [what])
}

violation contains {"msg": msg, "details": {"path": addition.path}} if {
	some addition in _forbidden
	what := sprintf("%s: securityContext.capabilities.add has %s", [addition.title, json.marshal(addition.value)])
	msg := sprintf("%s; add only NET_BIND_SERVICE", [what])
}

# What is beyond the baseline, or still to be filled in, podsecurity.capabilities speaks of.
_forbidden contains {"title": context.title, "path": path, "value": value} if {
	some context in podsecurity.containers
	some i, value in context.spec.capabilities.add
	value in podsecurity.baseline_capabilities
	value != "NET_BIND_SERVICE"
	_applies(context)
	path := array.concat(context.path, ["capabilities", "add", i])
}

_dropped(context) := names if {
	names := context.spec.capabilities.drop
	is_array(names)
} else := []

_defect([]) := "is not set"

_defect(names) := "has no ALL" if count(names) > 0

_applies(context) if {
	podsecurity.minor(parameters.version) >= 22
	not podsecurity.is_for_windows(parameters.version, context)
}
