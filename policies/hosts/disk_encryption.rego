# METADATA
# title: The disks of nodes must be encrypted
# description: |
#   The disk of a node keeps the images, logs and emptyDir volumes of its pods. EBS encrypts only the volumes for which
#   it is asked, unless the account is set up otherwise, which no file of a cluster shows. A snapshot of a volume that
#   is not encrypted can be read by everyone with whom it is shared.
# related_resources:
#   - https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
#   - https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
# custom:
#   severity: medium
#   requirements: [HOST-09]
#   match: [node_groups]
#   remediation: Encrypt each volume in the launch template, in eksctl with volumeEncrypted, or make encryption the
#     default of the account in the region.
#   parameters:
#     by_default: {type: boolean, description: "Whether the account encrypts new EBS volumes by default. If so, a volume
#       of which nothing is said is encrypted."}
package guiderail.hosts.disk_encryption

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.node_groups
import data.lib.guiderail.resources

defaults := {"by_default": false}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(array.concat(node_groups.instances, node_groups.all)) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": disk.path, "msg": msg, "is_open": disk.is_known == false} if {
	some instance in node_groups.instances
	some disk in instance.disks.listed
	_is_plain(disk)
	msg := sprintf("%s: %s; set it to true", [instance.title, _said(disk)])
}

_offences contains {"path": disks.path, "msg": msg, "is_open": disks.is_known == false} if {
	not _encrypts_by_default
	some instance in node_groups.instances
	disks := instance.disks
	count(disks.listed) == 0
	msg := sprintf("%s: %s", [instance.title, _absence(disks)])
}

# EKS makes a launch template for a group that has none, with what the account does by default.
_offences contains {"path": group.template.path, "msg": msg, "is_open": group.template.is_known == false} if {
	not _encrypts_by_default
	some group in node_groups.all
	group.format != "eksctl"
	group.template.value == false
	msg := sprintf("%s: without %s, the disks of the nodes are encrypted only if the account does so by default", [
		group.title,
		group.template.field,
	])
}

_is_plain(disk) if resources.is_false(disk.value)

_is_plain(disk) if not disk.is_known

_is_plain(disk) if {
	disk.is_known
	disk.value in {null, ""}
	not _encrypts_by_default
}

_said(disk) := sprintf("%s does not encrypt the disk", [disk.field]) if {
	disk.is_known
} else := sprintf("whether %s encrypts the disk is not known", [disk.field])

_absence(disks) := sprintf("%s must list the disk of the node, encrypted", [disks.field]) if {
	disks.is_known
} else := sprintf("whether %s encrypts the disk of the node is not known", [disks.field])

_encrypts_by_default if parameters.by_default

_encrypts_by_default if {
	some setting in resources.of_type("aws_ebs_encryption_by_default")
	resources.switch(resources.fact(setting, ["enabled"]), true).value
}
