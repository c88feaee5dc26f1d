# METADATA
# title: Containers must not be privileged
# description: |
#   A privileged container is root on its node: it has every capability and every device, and no
#   profile of seccomp, AppArmor or SELinux holds it. Who breaks into it owns the node, every pod on it
#   and every secret that these pods read.
# related_resources: [https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline]
# custom:
#   severity: high
#   requirements: [PSA-11]
#   match: [workload]
#   remediation: Remove securityContext.privileged, and add the single capability that the container needs where it
#     needs one. Do so before you set allowPrivilegeEscalation to false, which the API server refuses beside it.
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
