# METADATA
# title: Containers must have a read-only root filesystem
# description: |
#   Whoever breaks into a container with a writable root filesystem can replace its programs and
#   settings, and keep them replaced for as long as the container runs. Data that a service must write
#   belongs in a volume, where it is visible and can be limited. Windows does not support this setting.
# related_resources: [https://kubernetes.io/docs/tasks/configure-pod-container/security-context/]
# custom:
#   severity: low
#   requirements: [PSA-37]
#   match: [workload]
#   remediation: Set the container's securityContext.readOnlyRootFilesystem to true, and mount an emptyDir volume with a
#     sizeLimit at each directory that it writes to, such as /tmp.
#   fix:
#     - {set: {value: true}}
package guiderail.podsecurity.read_only_root_filesystem

import data.lib.guiderail.finding
import data.lib.guiderail.podsecurity
import data.lib.guiderail.value
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

# Ephemeral containers are there to be written to.
_offences contains finding.of_value(path, title, setting, wrong) if {
	some container in workload.containers
	container.list != "ephemeralContainers"
	not workload.pods[container.pod].spec.os.name == "windows"
	not container.path in _sidecars
	setting := podsecurity.member(podsecurity.member(container.spec, "securityContext"), "readOnlyRootFilesystem")
	setting != true
	path := array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"])
	title := sprintf("%s: securityContext.readOnlyRootFilesystem", [container.title])
	wrong := sprintf("is %s; set it to true", [value.shown(setting)])
}

# X-Road's sidecar does not start with a root filesystem that it cannot write to: sidecar.security_context says
# so of one. What only claims to be the sidecar has the findings of the other controls of sidecars.
_sidecars contains sidecar.path if some sidecar in xroad.containers
