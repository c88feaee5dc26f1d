# METADATA
# title: Pods must not mount files of their node
# description: |
#   A hostPath volume reaches past the container's border: with the container runtime's socket, the
#   kubelet's directory or the root directory a pod takes over the node and reads the secrets of every
#   other pod on it. Even a harmless directory ties the pod to one node and is shared with whoever
#   mounts it too.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# custom:
#   severity: high
#   requirements: [PSA-13]
#   match: [workload]
#   remediation: Use emptyDir for what may be lost, persistentVolumeClaim for what must stay, and configMap, secret or projected for what the cluster provides.
package guiderail.podsecurity.host_path_volumes

import data.lib.guiderail.podsecurity
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": path}} if {
	some volume in workload.volumes
	source := volume.spec.hostPath
	source != null
	path := array.concat(volume.path, ["hostPath"])
	msg := sprintf("%s: hostPath %s belongs to the node; use another kind of volume", [volume.title, podsecurity.shown(podsecurity.member(source, "path"))])
}
