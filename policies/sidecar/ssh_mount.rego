# METADATA
# title: SSH keys mounted in sidecars
# description: |
#   What is wrong with the volume at /etc/.ssh for the role of a sidecar. Each defect has `path` and `how`.
package lib.guiderail.ssh_mount

import data.lib.guiderail.mount
import data.lib.guiderail.secret_volume

# METADATA
# description: Nothing is mounted there, or a volume that is not a Secret.
mount_defects(container) := {{"path": path, "how": how}} if {
	mount.within(container, "/etc/.ssh") == []
	path := array.concat(container.path, ["volumeMounts"])
	how := "nothing is mounted at /etc/.ssh; mount the Secret with the SSH keys"
} else := {{"path": mounted.path, "how": how} |
	some mounted in mount.within(container, "/etc/.ssh")
	mounted.at == "/etc/.ssh"
	mount.secrets(mounted.volume) == []
	not is_csi(mounted.volume)
	how := sprintf("%s at /etc/.ssh is not a Secret; mount the Secret with the SSH keys", [mounted.volume.title])
}

# METADATA
# description: A Secret has no items, so all its keys are mounted.
listing_defects(container) := {{"path": path, "how": how} |
	how := sprintf("the Secret at /etc/.ssh has no items; %s", [_advice[container.role]])
	some path in _unlisted(container)
}

# METADATA
# description: A private key is mounted as a file that the role does not use.
key_defects(container) := {{"path": file.path, "how": how} |
	some file in _files(container)
	is_private(file.key)
	not file.at in _private_files[container.role]
	how := sprintf("the private key %s is mounted as %s; %s", [file.key, file.at, _advice[container.role]])
}

# METADATA
# description: A file that the role needs is not mounted.
file_defects(container) := {{"path": path, "how": how} |
	_unlisted(container) == []
	path := array.concat(_secrets(container)[0].path, ["items"])
	some at, what in _wanted[container.role]
	not _is_brought(container, at, what)
	how := sprintf("no item mounts the %s key as %s", [what, at])
}

_advice := {
	"primary": "mount only the public key, as id_rsa.pub",
	"secondary": "mount the private key as id_rsa and the public key as id_rsa.pub",
	"single": "mount the public key as id_rsa.pub and, in secondary pods only, the private key as id_rsa",
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

_is_other_key(key, "public") if is_private(key)

_is_other_key(key, "private") if secret_volume.is_public(key)

# METADATA
# description: Whether the name of a key in a Secret indicates a private key.
is_private(key) if {
	is_string(key)
	secret_volume.is_private(key)
}

# METADATA
# description: Whether a volume comes from a CSI driver, so that its files are not known.
is_csi(volume) if is_object(volume.spec.csi)

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
