# METADATA
# title: The Security Server's backups must lie on a persistent volume
# description: |
#   The server writes a backup every day and keeps them for a month, in the container's own file system
#   unless a volume is mounted there. They are for the day on which the pod and its configuration are
#   lost, and must not be lost with them.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# custom:
#   severity: medium
#   requirements: [BACKUP-03]
#   match: [workload]
#   remediation: Mount a PersistentVolumeClaim or a CSI volume at /var/lib/xroad of every sidecar that is no secondary.
#   parameters:
#     archive_directory: {type: string, description: "Directory of backups and message archives; sidecar.volumes speaks
#       of it where full sidecars are concerned."}
#     backup_directory: {type: string, description: "Directory of the backups, in the archive directory."}
package guiderail.backups.persistent_volume

import data.lib.guiderail.ctx
import data.lib.guiderail.mount
import data.lib.guiderail.xroad

defaults := {"archive_directory": "/var/lib/xroad", "backup_directory": "/var/lib/xroad/backup"}

parameters := object.union(defaults, ctx.parameters)

applies if count(_keepers) > 0

violation contains {"msg": msg, "details": {"path": _path(container)}} if {
	some container in _keepers
	not _is_said_elsewhere(container)
	not _is_persistent(container)
	what := sprintf("%s: %s lies on %s", [container.title, parameters.backup_directory, _medium(container)])
	msg := sprintf("%s; mount a PersistentVolumeClaim", [what])
}

# Secondaries make no backups.
_keepers := [container |
	some container in xroad.servers
	container.role != "secondary"
]

# One offence is one finding: a full sidecar must have the archive directory on a volume anyhow.
_is_said_elsewhere(container) if {
	container.type == "full"
	_mount(container).path == mount.holding(container, parameters.archive_directory).path
}

_is_said_elsewhere(container) if {
	container.type == "full"
	not _mount(container)
}

_is_persistent(container) if mount.is_persistent(_mount(container).volume)

_mount(container) := mount.holding(container, parameters.backup_directory)

_medium(container) := medium if {
	volume := _mount(container).volume
	sources := object.keys(object.remove(volume.spec, ["name"]))
	medium := sprintf("%s (%s)", [volume.title, concat(", ", sources)])
} else := "no volume"

_path(container) := path if {
	path := _mount(container).path
} else := array.concat(container.path, ["volumeMounts"])
