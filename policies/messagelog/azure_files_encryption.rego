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

import data.lib.guiderail.placeholder
import data.lib.guiderail.storage

violation contains {"msg": msg, "details": {"path": array.concat(share.path, [nfs.key])}} if {
	some share in _shares
	some field in ["protocol", "fstype"]
	nfs := share.attributes[field]
	lower(nfs.value) == "nfs"
	not _is_encrypted(share)
	not _is_open(share)
	msg := sprintf("%s: %s nfs is not encrypted; set encryptInTransit to \"true\" or use smb", [share.title, nfs.key])
}

violation contains {"msg": msg, "details": {"path": array.concat(share.path, [switch.key])}} if {
	some share in _shares
	switch := share.attributes.enablehttpstrafficonly
	storage.is_off(switch.value)
	what := sprintf("%s: %s is %s", [share.title, switch.key, switch.value])
	msg := sprintf("%s, so the storage account accepts traffic in the clear; leave it out", [what])
}

violation contains {"msg": msg, "details": {"path": option.path}} if {
	count(_shares) > 0
	some option in storage.mount_options
	regex.match(`(^|,)vers=[12](\.|,|$)`, option.value)
	msg := sprintf("mount option %s asks for a version of SMB that does not encrypt; set vers=3.1.1", [option.value])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	some found in storage.nfs_servers
	regex.match(`(?i)\.file\.core\.[^/]+$`, found.server)
	what := sprintf("%s: Azure Files server %s", [found.title, found.server])
	msg := sprintf("%s is mounted by plain NFS, in the clear; use the driver file.csi.azure.com", [what])
}

unknown contains {"msg": msg, "details": {"path": share.path}} if {
	some share in _shares
	_is_open(share)
	msg := sprintf("%s: the protocol or encryptInTransit is still to be filled in", [share.title])
}

_shares := [user |
	some user in storage.drivers
	user.driver in {"file.csi.azure.com", "kubernetes.io/azure-file"}
]

_is_encrypted(share) if storage.is_on(share.attributes.encryptintransit.value)

_is_open(share) if {
	some field in ["protocol", "encryptintransit", "enablehttpstrafficonly"]
	placeholder.is_in(share.attributes[field].value)
}
