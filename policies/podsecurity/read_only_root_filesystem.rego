# METADATA
# title: Containers should not be able to write to their root filesystem
# description: |
#   Who breaks into a container that may write to its own programs and settings can put other ones in their
#   place, and keep them there for as long as the container runs. What a service must write belongs in a
#   volume, where it can be seen and bounded. Windows knows no such filesystem.
# related_resources: [https://kubernetes.io/docs/tasks/configure-pod-container/security-context/]
# custom:
#   severity: low
#   requirements: [PSA-37]
#   match: [workload]
#   remediation: Set securityContext.readOnlyRootFilesystem of the container to true, and mount an emptyDir volume, with
#     a sizeLimit, at each directory that it writes to, such as /tmp.
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
_sidecars := {sidecar.path | some sidecar in xroad.containers}
