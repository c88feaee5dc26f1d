# METADATA
# title: File systems of Amazon EFS must be encrypted
# description: |
#   Backups and message log archives hold the contents of messages. EFS stores them as they are unless the file system
#   is encrypted, and one that exists cannot be encrypted later.
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
# custom:
#   severity: high
#   requirements: [MSGLOG-02]
#   match: [file_systems]
#   remediation: Make a new file system that is encrypted, and copy the files to it.
package guiderail.messagelog.efs_at_rest

import data.lib.guiderail.file_systems
import data.lib.guiderail.finding
import data.lib.guiderail.resources

applies if count(file_systems.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": encrypted.path, "msg": msg, "is_open": encrypted.is_known == false} if {
	some file_system in file_systems.all
	not _is_encrypted(file_system)
	encrypted := file_system.encrypted
	msg := sprintf("%s: %s", [file_system.title, _how(encrypted)])
}

_is_encrypted(file_system) if resources.is_true(file_system.encrypted.value)

_how(encrypted) := sprintf("whether %s is true is not known", [encrypted.field]) if {
	not encrypted.is_known
} else := sprintf("%s must be true, so that files are encrypted where they are stored", [encrypted.field])
