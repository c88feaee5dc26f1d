# METADATA
# title: File systems of Amazon EFS must refuse connections without TLS
# description: |
#   Backups and message log archives hold the contents of messages. EFS takes plain NFS as well, so that one mount
#   without TLS sends them over the network for all to read. A policy of the file system refuses such mounts.
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html
#   - https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
# custom:
#   severity: high
#   requirements: [MSGLOG-03]
#   match: [file_systems]
#   remediation: Give the file system a policy that denies everyone all actions where aws:SecureTransport is false.
package guiderail.messagelog.efs_policy

import data.lib.guiderail.file_systems
import data.lib.guiderail.finding
import data.lib.guiderail.policy_access

applies if count(file_systems.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": file_system.path, "msg": msg, "is_open": is_open} if {
	some file_system in file_systems.all
	not _refuses(file_system)
	is_open := _may_refuse(file_system)
	msg := sprintf("%s: %s", [file_system.title, _how(is_open)])
}

_refuses(file_system) if {
	some policy in file_system.policies
	count(policy_access.plaintext_denials(policy, ["elasticfilesystem"])) > 0
}

default _may_refuse(_) := false

_may_refuse(file_system) if file_system.has_loose_policy

_may_refuse(file_system) if {
	some policy in file_system.policies
	not policy.is_known
}

_how(true) := "whether its policy refuses connections without TLS is not known"

_how(false) := "its policy must deny everyone all actions where aws:SecureTransport is false"
