# METADATA
# title: Shares of Azure Files
# description: |
#   The uses of the Azure Files drivers, and the settings of theirs that leave traffic unencrypted.
# related_resources:
#   - https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md
package lib.guiderail.azure_share

import data.lib.guiderail.placeholder
import data.lib.guiderail.storage

# METADATA
# description: The shares that the object under review uses or provides, in the form of `storage.drivers`.
shares := [user |
	some user in storage.drivers
	user.driver in {"file.csi.azure.com", "kubernetes.io/azure-file"}
]

# METADATA
# description: What leaves the traffic of a share unencrypted, in the form that `finding` takes.
offences(share) := ({{"path": array.concat(share.path, [nfs.key]), "msg": msg, "is_open": false} |
	not _is_encrypted(share)
	not _is_open(share)
	some nfs in share.attributes
	nfs.name in {"protocol", "fstype"}
	lower(nfs.value) == "nfs"
	msg := sprintf("%s: %s nfs is not encrypted; set encryptInTransit to \"true\" or use smb", [share.title, nfs.key])
} | {{"path": array.concat(share.path, [switch.key]), "msg": msg, "is_open": false} |
	some switch in share.attributes
	switch.name == "enablehttpstrafficonly"
	storage.is_off(switch.value)
	what := sprintf("%s: %s is %s", [share.title, switch.key, switch.value])
	msg := sprintf("%s, so the storage account accepts unencrypted traffic; remove it", [what])
}) | {{"path": share.path, "msg": msg, "is_open": true} |
	_is_open(share)
	msg := sprintf("%s: the protocol or encryptInTransit is still to be filled in", [share.title])
}

# The driver reads the attributes in no order, so that any of the same name may count.
_is_encrypted(share) if {
	switches := [attribute.value | some attribute in share.attributes; attribute.name == "encryptintransit"]
	count(switches) > 0
	every switch in switches {
		storage.is_on(switch)
	}
}

_is_open(share) if {
	some attribute in share.attributes
	attribute.name in {"protocol", "encryptintransit", "enablehttpstrafficonly"}
	placeholder.is_in(attribute.value)
}
