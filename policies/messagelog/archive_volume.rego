# METADATA
# title: Backups and message archives must lie on storage that nodes share
# description: |
#   The archives of the message log and the backups are kept for years and asked for when everything else
#   is lost. A disk belongs to one zone and one node at a time, and goes with them; a file system such as
#   Amazon EFS or Azure Files stays, and can be read from elsewhere to send them on.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://learn.microsoft.com/en-us/azure/aks/concepts-storage#storage-classes
# custom:
#   severity: medium
#   requirements: [MSGLOG-01]
#   match: [workload]
#   remediation: Give the claim at /var/lib/xroad a storage class of the driver efs.csi.aws.com or file.csi.azure.com,
#     or bind it to a volume of one.
#   parameters:
#     directories:
#       type: array
#       items: {type: string}
#       description: The directories of the archives and the backups, without a slash at the end.
#     provisioners:
#       type: array
#       items: {type: string}
#       description: Provisioners and CSI drivers whose storage is shared.
#     volume_types:
#       type: array
#       items: {type: string}
#       description: Fields of volumes, such as nfs, that stand for storage that is shared.
#     shared_classes:
#       type: array
#       items: {type: string}
#       description: Storage classes that no manifest holds and whose storage is shared, by default those that AKS
#         brings.
#     disk_classes:
#       type: array
#       items: {type: string}
#       description: Storage classes that no manifest holds and whose storage are disks, by default those that EKS and
#         AKS bring.
package guiderail.messagelog.archive_volume

import data.lib.guiderail.archive
import data.lib.guiderail.claimed_storage
import data.lib.guiderail.ctx
import data.lib.guiderail.mount
import data.lib.guiderail.placeholder

defaults := {
	"directories": ["/var/lib/xroad", "/var/lib/xroad/backup"],
	"provisioners": ["efs.csi.aws.com", "file.csi.azure.com", "kubernetes.io/azure-file"],
	"volume_types": ["azureFile"],
	"shared_classes": ["azurefile", "azurefile-csi", "azurefile-premium", "azurefile-csi-premium"],
	"disk_classes": ["default", "managed", "managed-premium", "managed-csi", "managed-csi-premium", "gp2", "gp3"],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(_places) > 0

violation contains {"msg": msg, "details": {"path": place.path}} if {
	some place in _places
	[verdict, how] := _judged(place.volume)
	verdict == "violation"
	msg := sprintf("%s: %s", [place.title, how])
}

unknown contains {"msg": msg, "details": {"path": place.path}} if {
	some place in _places
	[verdict, how] := _judged(place.volume)
	verdict == "unknown"
	msg := sprintf("%s: %s", [place.title, how])
}

# The persistent volumes that hold the directories, each once; backups.persistent_volume and sidecar.volumes
# tell where there is none.
_places := {place |
	some container in archive.keepers
	some i, directory in parameters.directories
	found := mount.holding(container, directory)
	mount.is_persistent(found.volume)
	every earlier in array.slice(parameters.directories, 0, i) {
		not _is_held(container, earlier, found)
	}
	place := {
		"title": sprintf("%s: %s", [container.title, directory]),
		"path": found.path,
		"volume": found.volume,
	}
}

_is_held(container, directory, found) if mount.holding(container, directory).path == found.path

_judged(volume) := _judged_claim(volume.spec.persistentVolumeClaim.claimName, claimed_storage.spec_of(template)) if {
	volume.path[1] == "volumeClaimTemplates"
	template := object.get(ctx.resource, volume.path, {})
} else := ["unknown", sprintf("the claim %s is still to be filled in", [name])] if {
	name := volume.spec.persistentVolumeClaim.claimName
	placeholder.is_in(name)
} else := _judged_claim(name, spec) if {
	name := volume.spec.persistentVolumeClaim.claimName
	spec := claimed_storage.claim(_namespace, name)
} else := ["unknown", sprintf("PersistentVolumeClaim %q is not among the objects that are given", [name])] if {
	name := volume.spec.persistentVolumeClaim.claimName
	_may_come(name)
} else := ["violation", sprintf("PersistentVolumeClaim %q does not exist; correct the name or add it", [name])] if {
	name := volume.spec.persistentVolumeClaim.claimName
} else := _judged_origins(volume.title, [{"title": "its own", "driver": claimed_storage.driver_of(object.remove(volume.spec, ["name"]))}])

_may_come(_) if ctx.operation

# One of the two names no namespace, so that it is not told whether they are in the same.
_may_come(name) if {
	not ctx.namespace
	claimed_storage.is_anywhere(name)
}

_may_come(name) if claimed_storage.is_without_namespace(name)

_judged_claim(name, spec) := ["unknown", sprintf("the storage class %s of PersistentVolumeClaim %q is still to be filled in", [spec.storageClassName, name])] if {
	placeholder.is_in(claimed_storage.class_name(spec))
} else := _judged_origins(sprintf("PersistentVolumeClaim %q", [name]), origins) if {
	origins := claimed_storage.origins(_namespace, name, spec)
	count(origins) > 0
} else := ["", ""] if {
	claimed_storage.class_name(spec) in parameters.shared_classes
} else := ["violation", sprintf("the storage class %s of PersistentVolumeClaim %q stands for disks; use Amazon EFS or Azure Files", [spec.storageClassName, name])] if {
	claimed_storage.class_name(spec) in parameters.disk_classes
} else := ["unknown", sprintf("no object that is given tells what the storage class %s of PersistentVolumeClaim %q stands for", [class, name])] if {
	class := claimed_storage.class_name(spec)
} else := ["unknown", sprintf("PersistentVolumeClaim %q names no storage class, and no object that is given tells where its storage comes from", [name])]

_judged_origins(title, origins) := ["", ""] if {
	every origin in origins {
		_is_shared(origin.driver)
	}
} else := ["unknown", sprintf("%s may have storage of %s", [title, concat(" or ", sort({origin.title | some origin in origins}))])] if {
	some origin in origins
	_is_shared(origin.driver)
} else := ["violation", sprintf("%s has storage of %s (%v), which nodes do not share; use Amazon EFS or Azure Files", [title, origins[0].title, origins[0].driver])]

_is_shared(driver) if driver in parameters.provisioners

_is_shared(driver) if driver in parameters.volume_types

_namespace := ctx.namespace

_namespace := "default" if not ctx.namespace
