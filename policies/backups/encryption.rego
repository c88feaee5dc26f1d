# METADATA
# title: Backups of the Security Server must be encrypted
# description: |
#   A backup holds the configuration, the software token with its keys, and a copy of the database. By
#   default it is signed but not encrypted, so whoever reaches the volume or the bucket can read it all.
#   A second key can still decrypt the backup when the server and its own key are lost.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-syspar_x-road_v6_system_parameters.md
# custom:
#   severity: high
#   requirements: [BACKUP-02]
#   match: [local_ini]
#   remediation: In the section [proxy] of local.ini, set backup-encryption-enabled = true and set
#     backup-encryption-keyids to the ID of at least one further key.
#   parameters:
#     require_key_ids: {type: boolean, description: "Whether backups must be encrypted for a further key besides the
#       server's own."}
package guiderail.backups.encryption

import data.lib.guiderail.ctx
import data.lib.guiderail.local_ini

defaults := {"require_key_ids": true}

parameters := object.union(defaults, ctx.parameters)

applies if count(local_ini.files) > 0

violation contains {"msg": defect.how, "details": {"path": defect.path}} if {
	some defect in local_ini.off("proxy", "backup-encryption-enabled")
}

violation contains {"msg": msg, "details": {"path": key_ids.path}} if {
	parameters.require_key_ids
	some key_ids in local_ini.settings("proxy", "backup-encryption-keyids")
	regex.match(`^[\s,]*$`, key_ids.value)
	msg := sprintf("%s is empty; set the ID of a key that can decrypt backups if the server is lost", [key_ids.title])
}

# Said of the switch, since it is what wants the keys.
violation contains {"msg": msg, "details": {"path": switch.path}} if {
	parameters.require_key_ids
	local_ini.off("proxy", "backup-encryption-enabled") == set()
	local_ini.settings("proxy", "backup-encryption-keyids") == []
	some switch in local_ini.settings("proxy", "backup-encryption-enabled")
	shown := sprintf("%s is set without backup-encryption-keyids", [switch.title])
	msg := sprintf("%s; set the ID of a key that can decrypt backups if the server is lost", [shown])
}

unknown contains {"msg": open.how, "details": {"path": open.path}} if {
	some open in local_ini.undecided("proxy", "backup-encryption-enabled")
}
