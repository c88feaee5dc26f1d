# METADATA
# title: How containers use Secrets
# description: |
#   The secret volumes of pods, what mounts them, and which containers load a whole Secret into their
#   environment.
package lib.guiderail.secret_use

import data.lib.guiderail.image
import data.lib.guiderail.value
import data.lib.guiderail.workload

# METADATA
# description: |
#   The mounts of volumes that bring a Secret: `title` and `pod` of the container, `path` and `spec`, as written.
mounts := [mount |
	count(_volumes) > 0
	names := {[volume.pod, volume.spec.name] | some volume in _volumes}
	some container in workload.containers
	some i, spec in container.spec.volumeMounts
	[container.pod, spec.name] in names
	path := array.concat(container.path, ["volumeMounts", i])
	mount := {"title": container.title, "pod": container.pod, "path": path, "spec": spec}
]

# METADATA
# description: |
#   The volumes that bring a Secret and that no container mounts. What an injected container mounts, an annotation
#   names.
idle_volumes := [volume |
	mounted := {[mount.pod, mount.spec.name] | some mount in mounts}
	some volume in _volumes
	not [volume.pod, volume.spec.name] in mounted
	not _is_named_in_annotations(workload.pods[volume.pod], volume.spec.name)
]

# METADATA
# description: |
#   What takes all variables from a Secret: `title` and `pod` of the container, `path`, the name of the `secret` and the
#   parts of the container's `image`.
imports := [taken |
	some container in workload.containers
	some i, source in container.spec.envFrom
	is_string(source.secretRef.name)
	taken := {
		"title": container.title,
		"pod": container.pod,
		"path": array.concat(container.path, ["envFrom", i]),
		"secret": source.secretRef.name,
		"image": image.parse(value.text_in(container.spec, "image")),
	}
]

# METADATA
# scope: document
# description: Whether a container has a variable that comes from a Secret.
has_variables(spec) if {
	some source in spec.envFrom
	is_object(source.secretRef)
}

has_variables(spec) if {
	some env in spec.env
	is_object(env.valueFrom.secretKeyRef)
}

_volumes := [volume |
	some volume in workload.volumes
	_brings_secret(volume.spec)
	is_string(volume.spec.name)
]

_brings_secret(spec) if is_object(spec.secret)

_brings_secret(spec) if {
	some source in spec.projected.sources
	is_object(source.secret)
}

_is_named_in_annotations(pod, name) if contains(json.marshal(pod.metadata.annotations), name)
