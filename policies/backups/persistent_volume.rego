# METADATA
# title: The Security Server's backups must be on a persistent volume
# description: |
#   The server writes a backup every day and keeps it for a month, in the container's own filesystem
#   unless a volume is mounted there. Backups are for the day on which the pod and its configuration are
#   lost, so they must not be lost with the pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# custom:
#   severity: medium
#   requirements: [BACKUP-03]
#   match: [workload]
#   remediation: Mount a PersistentVolumeClaim or a CSI volume at /var/lib/xroad in every sidecar that is not a
#     secondary.
#   parameters:
#     archive_directory: {type: string, description: "The directory of the backups and message archives. For full
#       sidecars, sidecar.volumes checks it."}
#     backup_directory: {type: string, description: "The directory of the backups, inside the archive directory."}
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
	what := sprintf("%s: %s is %s", [container.title, parameters.backup_directory, _medium(container)])
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
	medium := sprintf("on %s (%s)", [volume.title, concat(", ", sources)])
} else := "not on a volume"

_path(container) := path if {
	path := _mount(container).path
} else := array.concat(container.path, ["volumeMounts"])
