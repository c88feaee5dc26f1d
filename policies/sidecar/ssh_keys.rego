# METADATA
# title: SSH keys must come from a Secret, and each sidecar must get only its own
# description: |
#   Secondary pods copy the configuration, including the signing keys, from the primary over SSH. The
#   primary needs only the public key; a private key there is one more place from which it can be
#   stolen. If the private key is in the wrong file, or the user xroad cannot read it, copying stops.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_guide.md
# custom:
#   severity: critical
#   requirements: [XR-02]
#   match: [workload]
#   remediation: Mount a Secret at /etc/.ssh whose items provide the public key as id_rsa.pub and, on secondary pods
#     only, the private key as id_rsa. Set securityContext.fsGroup on secondary pods, for example to 999.
#   fix:
#     - {at: [fsGroup], set: {value: 999}}
package guiderail.sidecar.ssh_keys

import data.lib.guiderail.mount
import data.lib.guiderail.ssh_mount
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

applies if count(_peers) > 0

violation contains {"msg": msg, "details": {"path": defect.path}} if {
	some container in _peers
	some defects in [
		ssh_mount.mount_defects(container), ssh_mount.listing_defects(container), ssh_mount.key_defects(container),
		ssh_mount.file_defects(container),
	]
	some defect in defects
	msg := sprintf("%s: %s", [container.title, defect.how])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in _peers
	container.role == "secondary"
	pod := workload.pods[container.pod]
	not _has_group(pod)
	path := array.concat(workload.field_path(pod, "securityContext"), ["fsGroup"])
	what := sprintf("%s: securityContext.fsGroup of the pod is not set", [container.title])
	msg := sprintf("%s; set it to 999, so that the user xroad can read the private key", [what])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in xroad.containers
	some i, env in container.spec.env
	ssh_mount.is_private(env.valueFrom.secretKeyRef.key)
	regex.match(`(?i)ssh|id_(rsa|dsa|ecdsa|ed25519)|"private-key"`, json.marshal(env))
	path := array.concat(container.path, ["env", i, "valueFrom", "secretKeyRef"])
	msg := sprintf("%s: env %v contains a private SSH key; mount the key as a file", [container.title, env.name])
}

unknown contains {"msg": msg, "details": {"path": mounted.path}} if {
	some container in _peers
	some mounted in mount.within(container, "/etc/.ssh")
	ssh_mount.is_csi(mounted.volume)
	msg := sprintf("%s: the keys that %s mounts at /etc/.ssh are not known", [container.title, mounted.volume.title])
}

_peers := [container |
	some container in xroad.servers
	_is_peer(container)
]

_is_peer(container) if container.role in {"primary", "secondary"}

# A pod that mounts the keys has one of the two roles, even if neither its tag nor its label shows which.
_is_peer(container) if count(mount.within(container, "/etc/.ssh")) > 0

# In a rule of its own, so that a missing fsGroup counts too.
_has_group(pod) if is_number(pod.spec.securityContext.fsGroup)
