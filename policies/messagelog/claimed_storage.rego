# METADATA
# title: Where the storage of a claim comes from
# description: |
#   The drivers behind persistent volume claims, found through the volume to which a claim is bound or
#   the storage class that provisions one, as far as these are among the supplied objects.
# related_resources:
#   - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
#   - https://kubernetes.io/docs/concepts/storage/storage-classes/
package lib.guiderail.claimed_storage

# METADATA
# description: The specification of a claim; undefined when it is not among the objects that are given.
claim(namespace, name) := spec_of(data.inventory.namespace[namespace].v1.PersistentVolumeClaim[name])

# METADATA
# description: The specification of a claim or of a template for one; empty when it has none.
spec_of(claimed) := _object(claimed, "spec")

# METADATA
# description: Whether a claim of that name is given, in whichever namespace.
is_anywhere(name) if data.inventory.namespace[_].v1.PersistentVolumeClaim[name]

# METADATA
# description: Whether a claim of that name is given that names no namespace.
is_without_namespace(name) if {
	found := data.inventory.namespace["default"].v1.PersistentVolumeClaim[name]
	object.get(_object(found, "metadata"), "namespace", null) in {null, ""}
}

# METADATA
# description: |
#   What may provide the storage of a claim, by its namespace, name and specification: `title` (how messages
#   name it) and `driver`, a provisioner, a CSI driver or the field of a volume such as azureFile. Several
#   where it is not known which; none where nothing that is given tells.
origins(namespace, name, spec) := [_of_volume(spec.volumeName, volume)] if {
	volume := data.inventory.cluster.v1.PersistentVolume[spec.volumeName]
} else := reserved if {
	reserved := [_of_volume(volume, found) |
		found := data.inventory.cluster.v1.PersistentVolume[volume]
		found.spec.claimRef.name == name
		found.spec.claimRef.namespace == namespace
	]
	count(reserved) > 0
} else := [_of_class(class, found)] if {
	class := class_name(spec)
	found := data.inventory.cluster["storage.k8s.io/v1"].StorageClass[class]
	found.provisioner != "kubernetes.io/no-provisioner"
} else := [_of_volume(volume, found) |
	found := data.inventory.cluster.v1.PersistentVolume[volume]
	found.spec.storageClassName == class
] if {
	class := class_name(spec)
} else := [_of_class(class, found) |
	found := data.inventory.cluster["storage.k8s.io/v1"].StorageClass[class]
	found.metadata.annotations[_default_annotations[_]] == "true"
] if {
	object.get(spec, "storageClassName", null) == null
} else := []

# METADATA
# description: The class that a claim names; undefined where it names none.
class_name(spec) := spec.storageClassName if {
	is_string(spec.storageClassName)
	spec.storageClassName != ""
}

# METADATA
# description: What a volume itself is made of, as `driver` of `origins`; "" when it does not say.
driver_of(volume) := volume.csi.driver if {
	is_string(volume.csi.driver)
} else := fields[0] if {
	fields := sort([field |
		some field, value in volume
		is_object(value)
		not field in _other_fields
	])
	count(fields) > 0
} else := ""

_of_volume(name, found) := {
	"title": sprintf("PersistentVolume %q", [name]),
	"driver": driver_of(_object(found, "spec")),
}

_of_class(name, found) := {
	"title": sprintf("StorageClass %q", [name]),
	"driver": object.get(found, "provisioner", ""),
}

_default_annotations := [
	"storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class",
]

# What a volume's specification holds beside its source.
_other_fields := {"capacity", "claimRef", "nodeAffinity", "csi"}

_object(parent, key) := value if {
	value := parent[key]
	is_object(value)
} else := {}
