# METADATA
# title: What is mounted where
# description: |
#   The volumes that a container mounts, and the paths at which it mounts them. The claims that a StatefulSet
#   creates for each pod count as volumes.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/volumes/
package lib.guiderail.mount

import data.lib.guiderail.ctx
import data.lib.guiderail.value
import data.lib.guiderail.workload

# METADATA
# description: |
#   What is mounted into a container: `at` (the absolute path without doubled and trailing slashes),
#   `sub` (the part of the volume, "" for all of it), `path` (of the mount) and `volume`, in the form
#   of `workload.volumes`.
of(container) := _mounts(_volumes, container)

# METADATA
# description: The same for a container of any object.
mounts_of(maker, container) := _mounts(_volumes_of(maker), container)

_volumes := _volumes_of(ctx.resource)

_volumes_of(maker) := array.concat(_claims(maker), workload.volumes_of(workload.pods_of(maker)))

_mounts(volumes, container) := [mount |
	some i, spec in container.spec.volumeMounts
	is_string(spec.mountPath)
	mount := {
		"at": trim_right(regex.replace(spec.mountPath, `/+`, "/"), "/"),
		"sub": trim(value.text_in(spec, "subPath"), "/"),
		"path": array.concat(container.path, ["volumeMounts", i]),
		"volume": _volume(volumes, object.get(container, "pod", 0), spec.name),
	}
]

# METADATA
# description: The mounts at a directory and below it, including those of single files.
within(container, directory) := below(of(container), directory)

# METADATA
# description: Those of some mounts that are at a directory and below it.
below(mounts, directory) := [mount |
	some mount in mounts
	startswith(concat("", [mount.at, "/"]), concat("", [directory, "/"]))
]

# METADATA
# description: The mount that contains a directory, which is the deepest one at it or above it.
holding(container, directory) := holder(of(container), directory)

# METADATA
# description: The one among some mounts that contains a directory.
holder(mounts, directory) := deepest[count(deepest) - 1] if {
	above := [mount |
		some mount in mounts
		startswith(concat("", [directory, "/"]), concat("", [mount.at, "/"]))
	]
	depth := max([count(mount.at) | some mount in above])
	deepest := [mount | some mount in above; count(mount.at) == depth]
}

# METADATA
# scope: document
# description: Whether what is written to a volume outlives the pod and the node.
is_persistent(volume) if {
	some source in [
		"persistentVolumeClaim", "nfs", "azureFile", "azureDisk", "awsElasticBlockStore", "gcePersistentDisk",
		"cephfs", "cinder", "fc", "glusterfs", "iscsi", "portworxVolume", "rbd", "vsphereVolume",
	]
	is_object(volume.spec[source])
}

is_persistent(volume) if {
	is_object(volume.spec.csi)
	not _is_secrets_store(volume)
}

_is_secrets_store(volume) if volume.spec.csi.driver == "secrets-store.csi.k8s.io"

# METADATA
# description: |
#   The Secrets of a volume, which may be a projected one, with their `path` and `spec` as written.
secrets(volume) := array.concat(_secret(volume), [source |
	some i, projection in volume.spec.projected.sources
	is_object(projection.secret)
	source := {"path": array.concat(volume.path, ["projected", "sources", i, "secret"]), "spec": projection.secret}
])

_secret(volume) := [{"path": array.concat(volume.path, ["secret"]), "spec": volume.spec.secret}] if {
	is_object(volume.spec.secret)
} else := []

# METADATA
# description: |
#   The files that a mount brings from the items of Secrets: `at` (the absolute path), `key` (of the
#   Secret) and `path` (of the item). A mount of one key by `subPath` needs no item.
secret_files(mount) := [file |
	some secret in secrets(mount.volume)
	some item in _items(secret, mount)
	file := {"at": _place(mount, item.spec.path), "key": item.spec.key, "path": item.path}
]

_items(secret, mount) := items if {
	has_items(secret)
	items := [{"spec": spec, "path": array.concat(secret.path, ["items", i])} |
		some i, spec in secret.spec.items
		is_string(spec.path)
		is_string(spec.key)
	]
} else := [{"spec": {"key": mount.sub, "path": mount.sub}, "path": mount.path}] if {
	mount.sub != ""
}

# METADATA
# description: Whether a Secret's keys are listed; without a list, every key becomes a file of its name.
has_items(secret) if {
	is_array(secret.spec.items)
	count(secret.spec.items) > 0
}

_place(mount, path) := concat("/", [mount.at, path]) if {
	mount.sub == ""
} else := mount.at if {
	path == mount.sub
} else := concat("/", [mount.at, trim_prefix(path, concat("", [mount.sub, "/"]))]) if {
	startswith(path, concat("", [mount.sub, "/"]))
}

_volume(volumes, pod, name) := [volume |
	some volume in volumes
	volume.pod == pod
	volume.spec.name == name
][0]

_claims(maker) := [volume |
	maker.kind == "StatefulSet"
	some i, template in maker.spec.volumeClaimTemplates
	volume := {
		"pod": 0,
		"title": sprintf("volume claim template %q", [template.metadata.name]),
		"path": ["spec", "volumeClaimTemplates", i],
		"spec": {"name": template.metadata.name, "persistentVolumeClaim": {"claimName": template.metadata.name}},
	}
]
