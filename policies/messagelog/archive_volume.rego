# METADATA
# title: Backups and message archives must be on storage that nodes share
# description: |
#   Backups and message log archives are kept for years, and are needed when everything else is lost. A
#   disk belongs to one zone and one node at a time, and is lost with them. A shared file system such as
#   Amazon EFS or Azure Files remains, and can be read from other nodes to send the files on.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/kubernetes_security_server_sidecar_security_user_guide.md
#   - https://learn.microsoft.com/en-us/azure/aks/concepts-storage#storage-classes
# custom:
#   severity: medium
#   requirements: [MSGLOG-01]
#   match: [workload]
#   remediation: Use a StorageClass of the driver efs.csi.aws.com or file.csi.azure.com for the claim mounted at
#     /var/lib/xroad, or bind the claim to a PersistentVolume of one of these drivers.
#   parameters:
#     directories: {type: array, items: {type: string}, description: "Directories of the archives and the backups,
#       without a trailing slash."}
#     provisioners: {type: array, items: {type: string}, description: "Provisioners and CSI drivers of shared storage."}
#     volume_types: {type: array, items: {type: string}, description: "Volume fields, such as nfs, of shared storage."}
#     shared_classes: {type: array, items: {type: string}, description: "StorageClasses that are in no manifest and
#       provide shared storage. The default lists those that AKS creates."}
#     disk_classes: {type: array, items: {type: string}, description: "StorageClasses that are in no manifest and
#       provide disks. The default lists those that EKS and AKS create."}
package guiderail.messagelog.archive_volume

import data.lib.guiderail.archive
import data.lib.guiderail.archive_storage
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

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

# Where no persistent volume holds them, backups.persistent_volume and sidecar.volumes have the finding.
_places := archive.places(parameters.directories)
