# METADATA
# title: Pods must mount only volumes that the cluster provides
# description: |
#   If a network or cloud volume is written into the pod itself, whoever may create pods can mount any
#   share and any disk that the nodes can reach, with the rights of the nodes. A PersistentVolumeClaim
#   gets only what an administrator or a StorageClass provides.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://kubernetes.io/docs/concepts/storage/volumes/
# custom:
#   severity: medium
#   requirements: [PSA-32]
#   match: [workload]
#   remediation: Mount the storage through a PersistentVolumeClaim, for which an administrator creates a
#     PersistentVolume of that type.
#   parameters:
#     allowed: {type: array, items: {type: string}, description: "Volume types that a pod may mount, spelled as in the
#       pod."}
package guiderail.podsecurity.restricted_volumes

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

defaults := {"allowed": [
	"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(volume.path, [source])}} if {
	some volume in workload.volumes
	names := object.keys(volume.spec) - {"name"}
	count({source | some source in (names & _allowed); volume.spec[source] != null}) == 0

	# A volume that names no source is an emptyDir, and of hostPath podsecurity.host_path_volumes speaks.
	some source in (names - {"hostPath"})
	volume.spec[source] != null
	msg := sprintf("%s: %s is not allowed; use one of %s", [volume.title, source, concat(", ", parameters.allowed)])
}

_allowed := {source | some source in parameters.allowed}
