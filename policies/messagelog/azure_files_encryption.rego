# METADATA
# title: Traffic to Azure Files must be encrypted
# description: |
#   Backups and message log archives hold the contents of messages. SMB 3 encrypts traffic to Azure
#   Files; NFS does so only with encryptInTransit. With an older version of SMB, or a storage account
#   that does not require HTTPS, they cross the network unencrypted.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/storage/files/encryption-in-transit-for-nfs-shares
#   - https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md
# custom:
#   severity: high
#   requirements: [MSGLOG-04]
#   match:
#     - workload
#     - groups: [""]
#       kinds: [PersistentVolume]
#     - groups: [storage.k8s.io]
#       kinds: [StorageClass]
#   remediation: Use the protocol smb with version 3 or later, or nfs with encryptInTransit set to "true" (driver 1.33
#     or later), and leave enableHttpsTrafficOnly on.
package guiderail.messagelog.azure_files_encryption

import data.lib.guiderail.azure_share
import data.lib.guiderail.finding
import data.lib.guiderail.storage

applies if count(azure_share.shares) > 0

applies if count(storage.nfs_servers) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains offence if {
	some share in azure_share.shares
	some offence in azure_share.offences(share)
}

_offences contains {"path": option.path, "msg": msg, "is_open": false} if {
	count(azure_share.shares) > 0
	some option in storage.mount_options
	regex.match(`(^|,)vers=[12](\.|,|$)`, option.value)
	msg := sprintf("mount option %s selects a version of SMB that does not encrypt; set vers=3.1.1", [option.value])
}

_offences contains {"path": found.path, "msg": msg, "is_open": false} if {
	some found in storage.nfs_servers
	regex.match(`(?i)\.file\.core\.[^/]+$`, found.server)
	what := sprintf("%s: Azure Files server %s", [found.title, found.server])
	msg := sprintf("%s is mounted over plain NFS, without encryption; use the driver file.csi.azure.com", [what])
}
