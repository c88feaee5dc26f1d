# METADATA
# title: Containers should not be able to write to their root filesystem
# description: |
#   Who breaks into a container that may write to its own programs and settings can put other ones in their
#   place, and keep them there for as long as the container runs. What a service must write belongs in a
#   volume, where it can be seen and bounded. Windows knows no such filesystem.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: low
#   requirements: [PSA-37]
#   match: [workload]
#   remediation: Set securityContext.readOnlyRootFilesystem of the container to true, and mount an emptyDir volume, with
#     a sizeLimit, at each directory that it writes to, such as /tmp.
package guiderail.podsecurity.read_only_root_filesystem

import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

violation contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _writable
	not podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.readOnlyRootFilesystem is %s; set it to true", [setting.title, podsecurity.shown(setting.value)])
}

unknown contains {"msg": msg, "details": {"path": setting.path}} if {
	some setting in _writable
	podsecurity.is_open(setting.value)
	msg := sprintf("%s: securityContext.readOnlyRootFilesystem %s is still to be filled in", [setting.title, setting.value])
}

# X-Road's sidecar does not start with a root filesystem that it cannot write to: sidecar.security_context says
# so of one. What only claims to be the sidecar has the findings of the other controls of sidecars.
_sidecars := {sidecar.path | some sidecar in xroad.containers}

# Ephemeral containers are there to be written to.
_writable contains {"title": container.title, "path": path, "value": value} if {
	some container in workload.containers
	container.list != "ephemeralContainers"
	not workload.pods[container.pod].spec.os.name == "windows"
	not container.path in _sidecars
	value := podsecurity.member(podsecurity.member(container.spec, "securityContext"), "readOnlyRootFilesystem")
	value != true
	path := array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"])
}
