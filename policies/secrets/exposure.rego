# METADATA
# title: Secrets must reach only the containers that need them
# description: |
#   Every container that sees a Secret is one more program that can leak it. A Secret handed to another
#   image as a whole, mounted for nobody, or readable by every process of the pod is exposed without
#   need; and one that is mounted by subPath stays what it was when its value is rotated.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/secrets-good-practices/#restrict-secret-access-to-specific-containers
#   - https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
#   - https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
# custom:
#   severity: medium
#   requirements: [SECRETS-10]
#   match: [workload]
#   remediation: Give each container by env.valueFrom.secretKeyRef the keys that it needs, mount secret volumes as
#     directories with readOnly, and remove volumes and settings that nothing needs.
#   parameters:
#     shared_secrets:
#       type: array
#       items: {type: string}
#       description: Exact names of Secrets that containers with different images may all take as a whole.
#     allow_sub_path:
#       type: boolean
#       description: Whether secret volumes may be mounted by subPath, because pods are restarted whenever a value is
#         rotated.
#     require_read_only:
#       type: boolean
#       description: Whether each mount must say readOnly, though Kubernetes never lets a container write to a secret
#         volume.
package guiderail.secrets.exposure

import data.lib.guiderail.ctx
import data.lib.guiderail.image
import data.lib.guiderail.workload

defaults := {"shared_secrets": [], "allow_sub_path": false, "require_read_only": false}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": array.concat(mount.path, [field])}} if {
	parameters.allow_sub_path != true
	some mount in _mounts
	some field in ["subPath", "subPathExpr"]
	not object.get(mount.spec, field, null) in {null, ""}
	msg := sprintf("%s: a mount of secret volume %q by %s never sees a rotated value; mount the directory", [mount.title, mount.spec.name, field])
}

violation contains {"msg": msg, "details": {"path": array.concat(mount.path, ["readOnly"])}} if {
	some mount in _mounts
	_is_writable(object.get(mount.spec, "readOnly", null))
	msg := sprintf("%s: readOnly of secret volume %q is not true; set it", [mount.title, mount.spec.name])
}

violation contains {"msg": msg, "details": {"path": volume.path}} if {
	some volume in _secret_volumes
	name := object.get(volume.spec, "name", null)
	not [volume.pod, name] in _mounted_names
	not _is_named_in_annotations(workload.pods[volume.pod], name)
	msg := sprintf("%s brings a Secret that no container mounts; remove it", [volume.title])
}

# What an injected container mounts, an annotation names.
_is_named_in_annotations(pod, name) if contains(json.marshal(pod.metadata.annotations), name)

violation contains {"msg": msg, "details": {"path": other.path}} if {
	some [other, owner] in _shared
	_are_known(other, owner)
	msg := sprintf("%s: envFrom takes all of Secret %q, as does %s with another image; name the keys in env.valueFrom.secretKeyRef", [other.title, other.secret, owner.title])
}

violation contains {"msg": msg, "details": {"path": workload.field_path(pod, "shareProcessNamespace")}} if {
	some n, pod in workload.pods
	pod.spec.shareProcessNamespace == true
	containers := [container | some container in workload.containers; container.pod == n]
	count(containers) > 1
	titles := sort([container.title | some container in containers; _has_secret_variables(container)])
	msg := sprintf("shareProcessNamespace shows every container the environment of %s, which a Secret fills; leave it out", [titles[0]])
}

unknown contains {"msg": msg, "details": {"path": other.path}} if {
	some [other, owner] in _shared
	not _are_known(other, owner)
	msg := sprintf("%s: whether it runs the image of %s, with which it shares Secret %q, is still to be filled in", [other.title, owner.title, other.secret])
}

# Kubernetes mounts a secret volume read-only whatever is said, so that silence is no danger. To ask for
# write access is a mistake that becomes one when another kind of volume takes its place.
_is_writable(value) if value == false

_is_writable(value) if {
	value == null
	parameters.require_read_only == true
}

_secret_volumes := [volume |
	some volume in workload.volumes
	_brings_secret(volume.spec)
	is_string(volume.spec.name)
]

_brings_secret(spec) if is_object(spec.secret)

_brings_secret(spec) if {
	some source in spec.projected.sources
	is_object(source.secret)
}

_mounts := [mount |
	count(_secret_volumes) > 0
	names := {[volume.pod, volume.spec.name] | some volume in _secret_volumes}
	some container in workload.containers
	some i, spec in container.spec.volumeMounts
	[container.pod, spec.name] in names
	mount := {"title": container.title, "pod": container.pod, "path": array.concat(container.path, ["volumeMounts", i]), "spec": spec}
]

_mounted_names := {[mount.pod, mount.spec.name] | some mount in _mounts}

# A Secret that a container takes as a whole beside the first one that does, main containers first, and
# with another image: one image often prepares and serves.
_shared := [[other, owner] |
	some other in _imports
	owner := [first | some first in _imports; first.pod == other.pod; first.secret == other.secret][0]
	owner.image.name != other.image.name
	not other.secret in parameters.shared_secrets
]

_imports := [taken |
	some container in workload.containers
	some i, source in container.spec.envFrom
	is_string(source.secretRef.name)
	taken := {
		"title": container.title,
		"pod": container.pod,
		"path": array.concat(container.path, ["envFrom", i]),
		"secret": source.secretRef.name,
		"image": image.parse(_reference(container)),
	}
]

_reference(container) := container.spec.image if {
	is_string(container.spec.image)
} else := ""

_are_known(other, owner) if {
	image.is_name_known(other.image)
	image.is_name_known(owner.image)
}

_has_secret_variables(container) if {
	some source in container.spec.envFrom
	is_object(source.secretRef)
}

_has_secret_variables(container) if {
	some env in container.spec.env
	is_object(env.valueFrom.secretKeyRef)
}
