# METADATA
# title: The storage behind a PersistentVolumeClaim
# description: |
#   The drivers behind PersistentVolumeClaims, found through the PersistentVolume to which a claim is bound or the
#   StorageClass that provisions one, if these are among the supplied objects.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
#   - https://kubernetes.io/docs/concepts/storage/storage-classes/
package lib.guiderail.claimed_storage

import data.lib.guiderail.value

# METADATA
# description: The spec of a claim. Undefined if the claim is not among the supplied objects.
claim(namespace, name) := spec_of(data.inventory.namespace[namespace].v1.PersistentVolumeClaim[name])

# METADATA
# description: The spec of a claim or of a template for one. Empty if it has none.
spec_of(claimed) := value.object_in(claimed, "spec")

# METADATA
# description: Whether a claim with this name was supplied, in any namespace.
is_anywhere(name) if data.inventory.namespace[_].v1.PersistentVolumeClaim[name]

# METADATA
# description: Whether a claim with this name was supplied that has no namespace.
is_without_namespace(name) if {
	found := data.inventory.namespace["default"].v1.PersistentVolumeClaim[name]
	object.get(value.object_in(found, "metadata"), "namespace", null) in {null, ""}
}

# METADATA
# description: |
#   What may provide the storage of a claim, by the claim's namespace, name and spec: `title` (its name in messages)
#   and `driver` (a provisioner, a CSI driver or the field of a volume, such as azureFile). There are several if it is
#   not known which one counts, and none if no supplied object says.
origins(namespace, name, spec) := [_of_volume(spec.volumeName, volume)] if {
	volume := data.inventory.cluster.v1.PersistentVolume[spec.volumeName]
} else := reserved if {
	reserved := _reserved(namespace, name)
	count(reserved) > 0
} else := [_of_class(class, found)] if {
	class := class_name(spec)
	found := data.inventory.cluster["storage.k8s.io/v1"].StorageClass[class]
	found.provisioner != "kubernetes.io/no-provisioner"
} else := volumes if {
	volumes := _volumes_of_class(class_name(spec))
} else := _default_classes if {
	object.get(spec, "storageClassName", null) == null
} else := []

_reserved(namespace, name) := [_of_volume(volume, found) |
	found := data.inventory.cluster.v1.PersistentVolume[volume]
	found.spec.claimRef.name == name
	found.spec.claimRef.namespace == namespace
]

_volumes_of_class(class) := [_of_volume(volume, found) |
	found := data.inventory.cluster.v1.PersistentVolume[volume]
	found.spec.storageClassName == class
]

_default_classes := [_of_class(class, found) |
	found := data.inventory.cluster["storage.k8s.io/v1"].StorageClass[class]
	found.metadata.annotations[_default_annotations[_]] == "true"
]

# METADATA
# description: The StorageClass that a claim names. Undefined if it names none.
class_name(spec) := spec.storageClassName if {
	is_string(spec.storageClassName)
	spec.storageClassName != ""
}

# METADATA
# description: The driver of a volume, in the form of `driver` in `origins`. Empty if the volume does not say.
driver_of(volume) := volume.csi.driver if {
	is_string(volume.csi.driver)
} else := fields[0] if {
	fields := sort([field |
		some field, source in volume
		is_object(source)
		not field in _other_fields
	])
	count(fields) > 0
} else := ""

_of_volume(name, found) := {
	"title": sprintf("PersistentVolume %q", [name]),
	"driver": driver_of(value.object_in(found, "spec")),
}

_of_class(name, found) := {
	"title": sprintf("StorageClass %q", [name]),
	"driver": object.get(found, "provisioner", ""),
}

_default_annotations := [
	"storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class",
]

# The fields in the spec of a PersistentVolume that are not its source.
_other_fields := {"capacity", "claimRef", "nodeAffinity", "csi"}
