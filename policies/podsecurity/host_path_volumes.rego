# METADATA
# title: Pods must not mount hostPath volumes
# description: |
#   A hostPath volume reaches outside the container. With the container runtime's socket, the kubelet's
#   directory or the root directory, a pod takes over the node and can read the secrets of every other
#   pod on it. Even a harmless directory ties the pod to one node and is shared with any other pod that
#   mounts it.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# custom:
#   severity: high
#   requirements: [PSA-13]
#   match: [workload]
#   remediation: Use emptyDir for data that may be lost, persistentVolumeClaim for data that must remain, and configMap,
#     secret or projected for what the cluster provides.
package guiderail.podsecurity.host_path_volumes

import data.lib.guiderail.podsecurity
import data.lib.guiderail.value
import data.lib.guiderail.workload

violation contains {"msg": msg, "details": {"path": path}} if {
	some volume in _volumes
	not _is_static(volume.pod)
	path := array.concat(volume.path, ["hostPath"])
	msg := sprintf("%s: hostPath %s belongs to the node; use another kind of volume", [volume.title, _shown(volume)])
}

# A static pod is what a file on its node says, and whoever decides on it decides on the whole.
violation contains {"msg": msg, "details": {"path": path}} if {
	some n, pod in workload.pods
	_is_static(n)
	shown := sort({_shown(volume) | some volume in _volumes; volume.pod == n})
	count(shown) > 0
	path := workload.field_path(pod, "volumes")
	said := sprintf("static pod: hostPath %s belong to the node", [concat(", ", shown)])
	msg := sprintf("%s; use other kinds of volumes in its manifest there", [said])
}

unknown contains said if some said in podsecurity.open_patches

_volumes := [volume |
	some volume in workload.volumes
	object.get(volume.spec, "hostPath", null) != null
]

_shown(volume) := value.shown(podsecurity.member(volume.spec.hostPath, "path"))

# The kubelet shows the API server what it runs by a file.
_is_static(n) if podsecurity.annotations(workload.pods[n])["kubernetes.io/config.mirror"]
