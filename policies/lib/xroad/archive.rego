# METADATA
# title: Sidecars that keep archives and backups
# description: |
#   The X-Road sidecars that write message archives and backups, and the PersistentVolumeClaims that store them.
#   Secondaries write neither, and slim servers write no archives. Yields nothing for any other pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
package lib.guiderail.archive

import data.lib.guiderail.ctx
import data.lib.guiderail.mount
import data.lib.guiderail.xroad

# METADATA
# description: The sidecars of the object under review, in the form of `xroad.containers`.
keepers := keepers_of(ctx.resource)

# METADATA
# description: The sidecars of any object, in the same form.
keepers_of(maker) := [container |
	some container in xroad.servers_of(maker)
	container.role != "secondary"
	container.type != "slim"
]

# METADATA
# description: The names of the claims that are mounted at or above one of the directories in a sidecar of an object.
claims_of(maker, directories) := {name |
	some container in keepers_of(maker)
	mounts := mount.mounts_of(maker, container)
	some directory in directories
	name := claim_name(maker, mount.holder(mounts, directory).volume)
}

# METADATA
# description: |
#   The persistent volumes that hold the directories in the sidecars of the object under review, each once: `title` (of
#   the container and the first directory on it), `path` (of the mount) and `volume`.
places(directories) := {place |
	some container in keepers
	some i, directory in directories
	found := mount.holding(container, directory)
	mount.is_persistent(found.volume)
	every earlier in array.slice(directories, 0, i) {
		not _is_held(container, earlier, found)
	}
	place := {
		"title": sprintf("%s: %s", [container.title, directory]),
		"path": found.path,
		"volume": found.volume,
	}
}

_is_held(container, directory, found) if mount.holding(container, directory).path == found.path

# METADATA
# description: |
#   The name of the claim behind a volume of an object. A StatefulSet creates a claim for each pod, named after the
#   template, the StatefulSet and the ordinal; this is the first one.
claim_name(maker, volume) := sprintf("%s-%s-0", [volume.spec.name, name]) if {
	volume.path[1] == "volumeClaimTemplates"
	name := maker.metadata.name
	is_string(name)
} else := volume.spec.persistentVolumeClaim.claimName
