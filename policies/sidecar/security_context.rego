# METADATA
# title: The sidecar must drop NET_RAW and keep what it cannot run without
# description: |
#   With NET_RAW, a compromised process can forge the packets of other pods. The sidecar needs
#   everything else. It starts its services as root, writes to its own filesystem and fails with fewer
#   capabilities, so hardening that suits other pods stops it from running.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_security_guide.md
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   requirements: [XR-09]
#   match: [workload]
#   remediation: Set the container's securityContext.capabilities.drop to [NET_RAW], not [ALL], and remove privileged,
#     runAsNonRoot, runAsUser and readOnlyRootFilesystem.
#   fix:
#     - {at: [drop], set: {value: [NET_RAW]}}
#     - {at: [add, "*"], remove: {}}
#     - {at: [privileged], remove: {}}
#     - {at: [readOnlyRootFilesystem], remove: {}}
#     - {at: [runAsNonRoot], remove: {}}
#     - {at: [runAsUser], remove: {}}
package guiderail.sidecar.security_context

import data.lib.guiderail.workload
import data.lib.guiderail.xroad

applies if count(xroad.containers) > 0

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some container in xroad.containers
	some field, reason in _reasons
	setting := _setting(container, field)
	setting.value == true
	msg := sprintf("%s: securityContext.%s is true, but the sidecar %s", [container.title, field, reason])
}

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some container in xroad.containers
	setting := _setting(container, "runAsUser")
	is_number(setting.value)
	setting.value != 0
	what := sprintf("%s: securityContext.runAsUser is %v", [container.title, setting.value])
	msg := sprintf("%s, but the sidecar %s", [what, _reasons.runAsNonRoot])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in xroad.containers
	path := array.concat(container.path, ["securityContext", "capabilities", "drop"])
	msg := sprintf("%s: securityContext.capabilities.drop %s", [container.title, _drop_defect(container)])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in xroad.containers
	some i, capability in container.spec.securityContext.capabilities.add
	capability in {"NET_RAW", "CAP_NET_RAW"}
	path := array.concat(container.path, ["securityContext", "capabilities", "add", i])
	what := sprintf("%s: securityContext.capabilities.add contains %s", [container.title, capability])
	msg := sprintf("%s, which the sidecar does not need", [what])
}

_reasons := {
	"privileged": "does not need it",
	"readOnlyRootFilesystem": "writes to its own filesystem",
	"runAsNonRoot": "starts its services as root",
}

# The container's setting overrides the pod's.
_setting(container, field) := {"value": value, "path": path} if {
	value := container.spec.securityContext[field]
	value != null
	path := array.concat(container.path, ["securityContext", field])
} else := {"value": value, "path": path} if {
	field in {"runAsNonRoot", "runAsUser"}
	pod := workload.pods[container.pod]
	value := pod.spec.securityContext[field]
	path := array.concat(workload.field_path(pod, "securityContext"), [field])
}

_drop_defect(container) := sprintf("contains %s, but the sidecar fails without capabilities; drop only NET_RAW", [
	all,
]) if {
	all := _dropped(container, {"ALL", "CAP_ALL"})[0]
} else := "lacks NET_RAW" if {
	_dropped(container, {"NET_RAW", "CAP_NET_RAW"}) == []
} else := sprintf("contains %s, which must be spelled NET_RAW", [spellings[0]]) if {
	spellings := _dropped(container, {"NET_RAW", "CAP_NET_RAW"})
	not "NET_RAW" in spellings
}

_dropped(container, names) := [capability |
	some capability in container.spec.securityContext.capabilities.drop
	is_string(capability)
	upper(capability) in names
]
