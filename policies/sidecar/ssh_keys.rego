# METADATA
# title: The sidecar's SSH keys come from a Secret, to each pod only its own
# description: |
#   Secondary pods copy the configuration, signing keys included, from the primary over SSH. The
#   primary needs the public key only: a private key there is one more place from which it can be
#   stolen. A private key in the wrong file, or in one that the user xroad cannot read, stops the copying.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_guide.md
# custom:
#   severity: critical
#   requirements: [XR-02]
#   match: [workload]
#   remediation: Mount a Secret at /etc/.ssh whose items bring the public key as id_rsa.pub and, to secondary pods only,
#     the private key as id_rsa; set securityContext.fsGroup on secondary pods.
package guiderail.sidecar.ssh_keys

import data.lib.guiderail.mount
import data.lib.guiderail.secret_volume
import data.lib.guiderail.workload
import data.lib.guiderail.xroad

applies if count(_peers) > 0

violation contains {"msg": msg, "details": {"path": defect.path}} if {
	some container in _peers
	some defects in [_mount_defects(container), _listing_defects(container), _key_defects(container), _file_defects(container)]
	some defect in defects
	msg := sprintf("%s: %s", [container.title, defect.how])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in _peers
	container.role == "secondary"
	pod := workload.pods[container.pod]
	not _has_group(pod)
	path := array.concat(workload.field_path(pod, "securityContext"), ["fsGroup"])
	msg := sprintf("%s: securityContext.fsGroup of the pod is not set; set 999, so that xroad can read a private key that is not open to all", [container.title])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in xroad.containers
	some i, env in container.spec.env
	_is_private(env.valueFrom.secretKeyRef.key)
	regex.match(`(?i)ssh|id_(rsa|dsa|ecdsa|ed25519)|"private-key"`, json.marshal(env))
	path := array.concat(container.path, ["env", i, "valueFrom", "secretKeyRef"])
	msg := sprintf("%s: env %v takes a private SSH key; mount it as a file", [container.title, env.name])
}

unknown contains {"msg": msg, "details": {"path": mounted.path}} if {
	some container in _peers
	some mounted in mount.within(container, "/etc/.ssh")
	_is_csi(mounted.volume)
	msg := sprintf("%s: the keys that %s brings to /etc/.ssh are not told here", [container.title, mounted.volume.title])
}

_peers := [container |
	some container in xroad.servers
	_is_peer(container)
]

_is_peer(container) if container.role in {"primary", "secondary"}

# A pod that mounts the keys has one of the two roles, also where neither tag nor label tells which.
_is_peer(container) if count(mount.within(container, "/etc/.ssh")) > 0

_mount_defects(container) := {{"path": path, "how": how}} if {
	mount.within(container, "/etc/.ssh") == []
	path := array.concat(container.path, ["volumeMounts"])
	how := "nothing is mounted at /etc/.ssh; mount the Secret with the SSH keys"
} else := {{"path": mounted.path, "how": how} |
	some mounted in mount.within(container, "/etc/.ssh")
	mounted.at == "/etc/.ssh"
	mount.secrets(mounted.volume) == []
	not _is_csi(mounted.volume)
	how := sprintf("%s at /etc/.ssh is not a Secret; mount the Secret with the SSH keys", [mounted.volume.title])
}

_listing_defects(container) := {{"path": path, "how": how} |
	some path in _unlisted(container)
	how := sprintf("the Secret at /etc/.ssh lists no items; %s", [_advice[container.role]])
}

_key_defects(container) := {{"path": file.path, "how": how} |
	some file in _files(container)
	_is_private(file.key)
	not file.at in _private_files[container.role]
	how := sprintf("the private key %s comes as %s; %s", [file.key, file.at, _advice[container.role]])
}

_file_defects(container) := {{"path": path, "how": how} |
	some at, what in _wanted[container.role]
	_unlisted(container) == []
	not _is_brought(container, at, what)
	path := array.concat(_secrets(container)[0].path, ["items"])
	how := sprintf("no item brings the %s key as %s", [what, at])
}

_advice := {
	"primary": "bring only the public key, as id_rsa.pub",
	"secondary": "bring the private key as id_rsa and the public key as id_rsa.pub",
	"single": "bring the public key as id_rsa.pub and, to secondary pods only, the private key as id_rsa",
}

_private_files := {
	"primary": set(),
	"secondary": {"/etc/.ssh/id_rsa"},
	"single": {"/etc/.ssh/id_rsa"},
}

_wanted := {
	"primary": {"/etc/.ssh/id_rsa.pub": "public"},
	"secondary": {"/etc/.ssh/id_rsa.pub": "public", "/etc/.ssh/id_rsa": "private"},
	"single": {"/etc/.ssh/id_rsa.pub": "public"},
}

_is_brought(container, at, what) if {
	some file in _files(container)
	file.at == at
	not _is_other_key(file.key, what)
}

_is_other_key(key, "public") if _is_private(key)

_is_other_key(key, "private") if secret_volume.is_public(key)

_is_private(key) if {
	is_string(key)
	secret_volume.is_private(key)
}

# In a rule of its own: to be no number, an absent value would have to be there.
_has_group(pod) if is_number(pod.spec.securityContext.fsGroup)

_is_csi(volume) if is_object(volume.spec.csi)

_secrets(container) := [secret |
	some mounted in mount.within(container, "/etc/.ssh")
	some secret in mount.secrets(mounted.volume)
]

_unlisted(container) := [path |
	some mounted in mount.within(container, "/etc/.ssh")
	mounted.sub == ""
	some secret in mount.secrets(mounted.volume)
	not mount.has_items(secret)
	path := array.concat(secret.path, ["items"])
]

_files(container) := [file |
	some mounted in mount.within(container, "/etc/.ssh")
	some file in mount.secret_files(mounted)
]
