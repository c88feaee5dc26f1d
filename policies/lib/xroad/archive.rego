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
keepers := [container |
	some container in xroad.servers
	container.role != "secondary"
	container.type != "slim"
]

# METADATA
# description: The names of the claims that hold one of the directories in one of the containers.
claims(directories) := {name |
	some container in keepers
	some directory in directories
	volume := mount.holding(container, directory).volume
	name := claim_name(volume)
}

# METADATA
# description: The same for an object beside the one under review.
claims_of(other, directories) := found if {
	xroad.mentions_sidecar(other)
	found := claims(directories) with ctx.resource as other
} else := set()

# METADATA
# description: |
#   The name of the claim behind a volume, of those that a StatefulSet makes the first: they have its name
#   and the number of the pod at their end.
claim_name(volume) := sprintf("%s-%s-0", [volume.spec.name, ctx.name]) if {
	volume.path[1] == "volumeClaimTemplates"
} else := volume.spec.persistentVolumeClaim.claimName
