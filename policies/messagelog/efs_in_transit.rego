# METADATA
# title: Traffic to Amazon EFS must be encrypted
# description: |
#   Backups and message log archives hold the contents of messages. Over plain NFS, or with
#   encryptInTransit turned off in the EFS driver, they cross the network unencrypted, and whoever can
#   reach the mount target can read them. The driver encrypts traffic by default.
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html
#   - https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/README.md#encryption-in-transit
# custom:
#   severity: high
#   requirements: [MSGLOG-03]
#   match:
#     - workload
#     - groups: [""]
#       kinds: [PersistentVolume]
#     - groups: [storage.k8s.io]
#       kinds: [StorageClass]
#   remediation: Mount the file system with the driver efs.csi.aws.com, and remove encryptInTransit or set it to "true".
#   fix:
#     - {at: [encryptInTransit], remove: {}}
package guiderail.messagelog.efs_in_transit

import data.lib.guiderail.placeholder
import data.lib.guiderail.storage

applies if count(_drivers) > 0

applies if count(storage.nfs_servers) > 0

violation contains {"msg": msg, "details": {"path": switch.path}} if {
	some switch in _switches
	storage.is_off(switch.value)
	what := sprintf("%s: encryptInTransit is %s, so traffic to EFS is not encrypted", [switch.title, switch.value])
	msg := sprintf("%s; remove it or set it to \"true\"", [what])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	some found in storage.nfs_servers
	regex.match(`(?i)(^|\.)efs\.[^/]+\.(amazonaws\.com(\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)\.?$`, found.server)
	what := sprintf("%s: EFS server %s is mounted over plain NFS, without encryption", [found.title, found.server])
	msg := sprintf("%s; use the driver efs.csi.aws.com", [what])
}

unknown contains {"msg": msg, "details": {"path": switch.path}} if {
	some switch in _switches
	placeholder.is_in(switch.value)
	msg := sprintf("%s: encryptInTransit %s is still to be filled in", [switch.title, switch.value])
}

_drivers := [user |
	some user in storage.drivers
	user.driver == "efs.csi.aws.com"
]

_switches := [{"title": user.title, "path": path, "value": switch.value} |
	some user in _drivers
	some switch in user.attributes
	switch.name == "encryptintransit"
	path := array.concat(user.path, [switch.key])
]
