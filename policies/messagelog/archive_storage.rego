# METADATA
# title: Whether the storage of archives is shared
# description: |
#   Whether the volume that holds archives and backups is on storage that nodes share, such as Amazon EFS or Azure
#   Files. `parameters` are those of messagelog.archive_volume.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/concepts-storage#storage-classes
package lib.guiderail.archive_storage

import data.lib.guiderail.claimed_storage
import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder

# METADATA
# description: The verdict (violation, unknown or pass) on a volume of an object, and the reason.
judged(resource, volume, parameters) := _judged_claim(
	volume.spec.persistentVolumeClaim.claimName,
	spec,
	parameters,
) if {
	volume.path[1] == "volumeClaimTemplates"
	spec := claimed_storage.spec_of(object.get(resource, volume.path, {}))
} else := ["unknown", sprintf("the claim %s is still to be filled in", [name])] if {
	name := volume.spec.persistentVolumeClaim.claimName
	placeholder.is_in(name)
} else := _judged_claim(name, spec, parameters) if {
	name := volume.spec.persistentVolumeClaim.claimName
	spec := claimed_storage.claim(ctx.namespace_or_default, name)
} else := ["unknown", sprintf("PersistentVolumeClaim %q is not among the given objects", [name])] if {
	name := volume.spec.persistentVolumeClaim.claimName
	_may_come(name)
} else := ["violation", sprintf("PersistentVolumeClaim %q does not exist; correct the name or add it", [name])] if {
	name := volume.spec.persistentVolumeClaim.claimName
} else := _judged_origins(volume.title, [{"title": "its own source", "driver": driver}], parameters) if {
	driver := claimed_storage.driver_of(object.remove(volume.spec, ["name"]))
}

_may_come(_) if ctx.operation

# One of the two has no namespace, so it is not known whether both are in the same one.
_may_come(name) if {
	not ctx.namespace
	claimed_storage.is_anywhere(name)
}

_may_come(name) if claimed_storage.is_without_namespace(name)

_judged_claim(name, spec, parameters) := [
	"unknown", sprintf("the storage class %s of %s is still to be filled in", shown),
] if {
	placeholder.is_in(claimed_storage.class_name(spec))
	shown := [spec.storageClassName, _title(name)]
} else := _judged_origins(_title(name), origins, parameters) if {
	origins := claimed_storage.origins(ctx.namespace_or_default, name, spec)
	count(origins) > 0
} else := ["pass", ""] if {
	claimed_storage.class_name(spec) in parameters.shared_classes
} else := [
	"violation", sprintf("the storage class %s of %s provides disks; use Amazon EFS or Azure Files", shown),
] if {
	claimed_storage.class_name(spec) in parameters.disk_classes
	shown := [spec.storageClassName, _title(name)]
} else := [
	"unknown", sprintf("what the storage class %s of %s provides is not known from the given objects", [class, title]),
] if {
	class := claimed_storage.class_name(spec)
	title := _title(name)
} else := ["unknown", sprintf("%s has no storageClassName, and %s", [_title(name), why])] if {
	why := "none of the given objects shows where its storage comes from"
}

_title(name) := sprintf("PersistentVolumeClaim %q", [name])

_judged_origins(title, origins, parameters) := ["pass", ""] if {
	every origin in origins {
		_is_shared(origin.driver, parameters)
	}
} else := ["unknown", sprintf("%s may have storage from %s", [title, concat(" or ", titles)])] if {
	some origin in origins
	_is_shared(origin.driver, parameters)
	titles := sort({origin.title | some origin in origins})
} else := ["violation", sprintf("%s has storage from %s (%v), which nodes do not share; %s", [
	title, first.title, first.driver, wanted,
])] if {
	first := origins[0]
	wanted := "use Amazon EFS or Azure Files"
}

_is_shared(driver, parameters) if driver in parameters.provisioners

_is_shared(driver, parameters) if driver in parameters.volume_types
