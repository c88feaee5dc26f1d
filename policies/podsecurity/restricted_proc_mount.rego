# METADATA
# title: Restricted pods must keep the masks of /proc whatever their users
# description: |
#   Users of its own (hostUsers false) make a pod's root nobody on the node, so the baseline lets such a
#   pod unmask /proc. Still more of the kernel is open to it then than any ordinary service needs, which
#   is why the restricted level does not.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   severity: medium
#   requirements: [PSA-36]
#   match: [workload]
#   remediation: Remove securityContext.procMount.
#   parameters:
#     version:
#       type: string
#       pattern: '^(latest|v1\.(0|[1-9][0-9]*))$'
#       description: The version of the Pod Security Standards to judge by, latest or one such as v1.36; before v1.35
#         the baseline says the same.
package guiderail.podsecurity.restricted_proc_mount

import data.lib.guiderail.ctx
import data.lib.guiderail.podsecurity

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _forbidden
	not podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.procMount is %s; remove it or set it to Default", [setting.title, json.marshal(setting.value)])
}

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _forbidden
	podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.procMount %s is still to be filled in", [setting.title, setting.value])
}

# Of the other pods podsecurity.proc_mount speaks.
_forbidden contains {"title": context.title, "path": path, "value": value} if {
	some context in podsecurity.containers
	value := context.spec.procMount
	not value in {"Default", null}
	podsecurity.has_own_users(parameters.version, context)
	path := array.concat(context.path, ["procMount"])
}
