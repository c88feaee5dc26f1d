# METADATA
# title: Sidecars that archive
# description: |
#   The X-Road sidecars that write message archives and backups, and the claims that hold them. Secondaries
#   keep neither, and slim servers no archives. Yields nothing for any other pod.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_user_guide.md
package lib.guiderail.archive

import data.lib.guiderail.ctx
import data.lib.guiderail.mount
import data.lib.guiderail.xroad

# METADATA
# description: The containers, in the form of `xroad.containers`.
keepers := keepers_of(ctx.resource)

# METADATA
# description: The same for any object.
keepers_of(maker) := [container |
	some container in xroad.servers_of(maker)
	container.role != "secondary"
	container.type != "slim"
]

# METADATA
# description: The names of the claims of an object that hold one of the directories in one of its containers.
claims_of(maker, directories) := {name |
	some container in keepers_of(maker)
	mounts := mount.mounts_of(maker, container)
	some directory in directories
	name := claim_name(maker, mount.holder(mounts, directory).volume)
}

# METADATA
# description: |
#   The name of the claim behind a volume of an object, of those that a StatefulSet makes the first: they have its
#   name and the number of the pod at their end.
claim_name(maker, volume) := sprintf("%s-%s-0", [volume.spec.name, name]) if {
	volume.path[1] == "volumeClaimTemplates"
	name := maker.metadata.name
	is_string(name)
} else := volume.spec.persistentVolumeClaim.claimName
