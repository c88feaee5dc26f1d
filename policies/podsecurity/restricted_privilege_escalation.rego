# METADATA
# title: Containers must not allow privilege escalation
# description: |
#   By default a process can gain privileges through a set-user-ID program such as sudo, or through a
#   file with capabilities. With allowPrivilegeEscalation set to false the kernel refuses this, so an
#   attacker in an ordinary user's process stays that user.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   requirements: [PSA-30]
#   match: [workload]
#   remediation: Set securityContext.allowPrivilegeEscalation of every container to false.
#   fix:
#     - {set: {value: false}}
#   parameters:
#     version: {type: string, pattern: '^(latest|v1\.(0|[1-9][0-9]*))$', description: "The version of the Pod Security
#       Standards to apply, latest or one such as v1.36. From v1.25 on, Windows pods do not have to set it."}
package guiderail.podsecurity.restricted_privilege_escalation

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.value

defaults := {"version": "latest"}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_value(path, title, setting, wrong) if {
	podsecurity.minor(parameters.version) >= 8
	some context in podsecurity.containers
	setting := podsecurity.member(context.spec, "allowPrivilegeEscalation")
	setting != false
	not podsecurity.is_for_windows(parameters.version, context)
	not _is_implied(context.spec)
	path := array.concat(context.path, ["allowPrivilegeEscalation"])
	title := sprintf("%s: securityContext.allowPrivilegeEscalation", [context.title])
	wrong := sprintf("is %s; set it to false", [value.shown(setting)])
}

# Of which podsecurity.privileged and podsecurity.capabilities speak. The container gains privileges in any
# case, and the API server refuses the word that it does not.
_is_implied(context) if context.privileged == true

_is_implied(context) if {
	some capability in context.capabilities.add
	capability in {"SYS_ADMIN", "CAP_SYS_ADMIN"}
}
