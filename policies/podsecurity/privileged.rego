# METADATA
# title: Containers must not be privileged
# description: |
#   A privileged container is root on its node: it has every capability and every device, and no
#   profile of seccomp, AppArmor or SELinux holds it. Who breaks into it owns the node, every pod on it
#   and every secret that these pods read.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: high
#   requirements: [PSA-11]
#   match: [workload]
#   remediation: Remove securityContext.privileged, and add the single capability that the container needs where it
#     needs one. Do so before you set allowPrivilegeEscalation to false, which the API server refuses beside it.
package guiderail.podsecurity.privileged

import data.lib.guiderail.podsecurity

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _privileged
	not podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.privileged is %s; remove it or set it to false", [setting.title, json.marshal(setting.value)])
}

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _privileged
	podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.privileged %s is still to be filled in", [setting.title, setting.value])
}

unknown contains said if some said in podsecurity.open_patches

_privileged contains {"title": context.title, "path": path, "value": value} if {
	some context in podsecurity.containers
	value := context.spec.privileged
	not value in {false, null}
	path := array.concat(context.path, ["privileged"])
}
