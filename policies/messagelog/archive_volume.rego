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
#     directories: {type: array, items: {type: string}, description: "The directories of the archives and the backups,
#       without a slash at the end."}
#     provisioners: {type: array, items: {type: string}, description: "Provisioners and CSI drivers whose storage is
#       shared."}
#     volume_types: {type: array, items: {type: string}, description: "Fields of volumes, such as nfs, that stand for
#       storage that is shared."}
#     shared_classes: {type: array, items: {type: string}, description: "Storage classes that no manifest holds and
#       whose storage is shared, by default those that AKS brings."}
#     disk_classes: {type: array, items: {type: string}, description: "Storage classes that no manifest holds and whose
#       storage are disks, by default those that EKS and AKS bring."}
package guiderail.messagelog.archive_volume

import data.lib.guiderail.archive
import data.lib.guiderail.archive_storage
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.mount

defaults := {
	"directories": ["/var/lib/xroad", "/var/lib/xroad/backup"],
	"provisioners": ["efs.csi.aws.com", "file.csi.azure.com", "kubernetes.io/azure-file"],
	"volume_types": ["azureFile"],
	"shared_classes": ["azurefile", "azurefile-csi", "azurefile-premium", "azurefile-csi-premium"],
	"disk_classes": ["default", "managed", "managed-premium", "managed-csi", "managed-csi-premium", "gp2", "gp3"],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(_places) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": place.path, "msg": msg, "is_open": is_open} if {
	some place in _places
	[verdict, how] := archive_storage.judged(ctx.resource, place.volume, parameters)
	is_open := {"violation": false, "unknown": true}[verdict]
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
