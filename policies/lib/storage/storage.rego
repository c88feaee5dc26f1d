# METADATA
# title: Where storage comes from
# description: |
#   The drivers that provide storage and the NFS servers that are mounted, wherever an object names
#   them: persistent volumes, storage classes and the volumes of pods. Yields nothing for other kinds.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
#   - https://kubernetes.io/docs/concepts/storage/storage-classes/
# custom:
#   match:
#     - workload
#     - groups: [""]
#       kinds: [PersistentVolume]
#     - groups: [storage.k8s.io]
#       kinds: [StorageClass]
package lib.guiderail.storage

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   The drivers: `title` (how messages name the place), `driver`, `path` (of its attributes) and
#   `attributes`, each with its `key` as written, its `name`, which is the key in lower case, as drivers read
#   it, and its `value` as text. Several attributes may have the same name.
drivers contains found if {
	ctx.kind == "StorageClass"
	ctx.group == "storage.k8s.io"
	found := {
		"title": "storage class",
		"driver": ctx.resource.provisioner,
		"path": ["parameters"],
		"attributes": _attributes(ctx.resource, "parameters"),
	}
}

drivers contains found if {
	some source in _sources
	is_object(source.spec.csi)
	found := {
		"title": source.title,
		"driver": source.spec.csi.driver,
		"path": array.concat(source.path, ["csi", "volumeAttributes"]),
		"attributes": _attributes(source.spec.csi, "volumeAttributes"),
	}
}

# Azure Files as Kubernetes mounted it before there were drivers; it has no attributes.
drivers contains found if {
	some source in _sources
	is_object(source.spec.azureFile)
	found := {
		"title": source.title,
		"driver": "kubernetes.io/azure-file",
		"path": array.concat(source.path, ["azureFile"]),
		"attributes": [],
	}
}

# METADATA
# scope: document
# description: |
#   The NFS servers that are mounted without a cloud provider's driver: `title`, `server` and `path`
#   (of the server).
nfs_servers contains {"title": source.title, "server": server, "path": path} if {
	some source in _sources
	server := source.spec.nfs.server
	is_string(server)
	path := array.concat(source.path, ["nfs", "server"])
}

nfs_servers contains {"title": user.title, "server": server.value, "path": path} if {
	some user in drivers
	user.driver == "nfs.csi.k8s.io"
	some server in user.attributes
	server.name == "server"
	path := array.concat(user.path, [server.key])
}

# METADATA
# description: |
#   The options with which a persistent volume or the volumes of a storage class are mounted, each with
#   its `path` and `value`.
mount_options contains {"path": array.concat(path, [i]), "value": option} if {
	path := _option_paths[ctx.group][ctx.kind]
	some i, option in object.get(ctx.resource, path, [])
	is_string(option)
}

# METADATA
# description: Whether a value turns a driver's switch off, as Go's strconv.ParseBool reads it.
is_off(value) if value in {"0", "f", "F", "false", "False", "FALSE"}

# METADATA
# description: Whether a value turns a driver's switch on.
is_on(value) if value in {"1", "t", "T", "true", "True", "TRUE"}

_option_paths := {
	"": {"PersistentVolume": ["spec", "mountOptions"]}, "storage.k8s.io": {"StorageClass": ["mountOptions"]},
}

_sources := array.concat(workload.volumes, [source |
	ctx.kind == "PersistentVolume"
	ctx.group == ""
	source := {"title": "volume", "path": ["spec"], "spec": ctx.resource.spec}
])

_attributes(parent, field) := [{"name": lower(key), "key": key, "value": sprintf("%v", [value])} |
	some key, value in parent[field]
	is_string(key)
	value != null
]
