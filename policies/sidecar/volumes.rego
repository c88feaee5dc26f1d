# METADATA
# title: The sidecar's configuration, archives and database must outlive its pod
# description: |
#   The sidecar keeps its keys and configuration in /etc/xroad, backups and message archives in
#   /var/lib/xroad, and its own database unless it is given another. Whatever is not on a persistent
#   volume is lost with the pod. Secondary pods copy the configuration and must not share the primary's
#   volume.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# custom:
#   severity: medium
#   requirements: [XR-06]
#   match: [workload]
#   remediation: Mount a PersistentVolumeClaim at /etc/xroad and, for a full sidecar, at /var/lib/xroad. Mount one at
#     the database directory too, or set XROAD_DB_HOST. Mount none at /etc/xroad of a secondary.
#   parameters:
#     configuration_directory: {type: string, description: "The directory of the configuration and keys."}
#     archive_directory: {type: string, description: "The directory of backups and message archives, which full sidecars
#       keep."}
#     database_directory: {type: string, description: "The directory of the sidecar's own database, which depends on the
#       version of PostgreSQL in the image."}
package guiderail.sidecar.volumes

import data.lib.guiderail.ctx
import data.lib.guiderail.mount
import data.lib.guiderail.xroad

defaults := {
	"configuration_directory": "/etc/xroad",
	"archive_directory": "/var/lib/xroad",
	"database_directory": "/var/lib/postgresql/16/main",
}

parameters := object.union(defaults, ctx.parameters)

applies if count(xroad.servers) > 0

violation contains {"msg": msg, "details": {"path": _path(container, directory)}} if {
	some container in xroad.servers
	some directory in parameters
	_must_persist(container, directory)
	not _is_persistent(container, directory)
	what := sprintf("%s: %s is %s", [container.title, directory, _medium(container, directory)])
	msg := sprintf("%s; mount a PersistentVolumeClaim", [what])
}

violation contains {"msg": msg, "details": {"path": _path(container, directory)}} if {
	directory := parameters.configuration_directory
	some container in xroad.servers
	container.role == "secondary"
	_is_persistent(container, directory)
	what := sprintf("%s: %s is %s", [container.title, directory, _medium(container, directory)])
	msg := sprintf("%s, but a secondary keeps its own copy; remove the mount", [what])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["image"])}} if {
	directory := parameters.archive_directory
	some container in xroad.servers
	container.role != "secondary"
	container.type == "unknown"
	not _is_persistent(container, directory)
	what := sprintf("%s: the image does not show whether the sidecar is slim or full", [container.title])
	msg := sprintf("%s; a full one needs a PersistentVolumeClaim at %s", [what, directory])
}

_must_persist(container, directory) if {
	directory == parameters.configuration_directory
	container.role != "secondary"
}

_must_persist(container, directory) if {
	directory == parameters.archive_directory
	container.role != "secondary"
	container.type == "full"
}

_must_persist(container, directory) if {
	directory == parameters.database_directory
	container.role == "single"
	_has_own_database(container)
}

_has_own_database(container) if {
	not xroad.variable(container, "XROAD_DB_HOST")
	count([source | some source in container.spec.envFrom]) == 0
}

# A host that is a reference or a placeholder counts as an external one.
_has_own_database(container) if {
	host := xroad.variable(container, "XROAD_DB_HOST")
	not host.is_reference
	xroad.is_loopback(host.value)
}

_is_persistent(container, directory) if mount.is_persistent(mount.holding(container, directory).volume)

_medium(container, directory) := medium if {
	volume := mount.holding(container, directory).volume
	sources := object.keys(object.remove(volume.spec, ["name"]))
	medium := sprintf("on %s (%s)", [volume.title, concat(", ", sources)])
} else := "not on a volume"

_path(container, directory) := path if {
	path := mount.holding(container, directory).path
} else := array.concat(container.path, ["volumeMounts"])
