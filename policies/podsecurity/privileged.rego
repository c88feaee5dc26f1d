# METADATA
# title: Containers must not run privileged
# description: |
#   A privileged container is root on its node. It has every capability and every device, and no
#   seccomp, AppArmor or SELinux profile restricts it. Whoever breaks into it controls the node, every
#   pod on it and every secret that these pods can read.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-11]
#   match: [workload]
#   remediation: Remove securityContext.privileged, and add only the capability that the container needs, if any. Do
#     this before you set allowPrivilegeEscalation to false, because the API server refuses the two together.
#   fix:
#     - {set: {value: false}}
package guiderail.podsecurity.privileged

import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

unknown contains said if some said in podsecurity.open_patches

_offences contains finding.of_value(path, title, context.spec.privileged, wrong) if {
	some context in podsecurity.containers
	not context.spec.privileged in {false, null}
	path := array.concat(context.path, ["privileged"])
	title := sprintf("%s: securityContext.privileged", [context.title])
	wrong := sprintf("is %s; remove it or set it to false", [json.marshal(context.spec.privileged)])
}
