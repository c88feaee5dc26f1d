# METADATA
# title: The message log database must be encrypted
# description: |
#   Until they are archived and cleaned up, the bodies of all messages are stored unencrypted in the
#   message log database, and whoever can read the database, its replicas or its backups can read them.
#   The server can encrypt them, but the password of its key store must then be kept as secret as the
#   messages.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-syspar_x-road_v6_system_parameters.md
# custom:
#   severity: medium
#   requirements: [MSGLOG-10]
#   match: [local_ini]
#   remediation: In the section [message-log] of local.ini, set messagelog-encryption-enabled = true,
#     messagelog-keystore and messagelog-key-id, and mount the file with messagelog-keystore-password from a Secret.
package guiderail.messagelog.database_encryption

import data.lib.guiderail.local_ini

applies if local_ini.has_section("message-log")

violation contains {"msg": defect.how, "details": {"path": defect.path}} if {
	_logs_bodies
	some defect in local_ini.off("message-log", "messagelog-encryption-enabled")
}

violation contains {"msg": msg, "details": {"path": password.path}} if {
	some password in local_ini.settings("message-log", "messagelog-keystore-password")
	not regex.match(`^$|^\$\{[^}]+\}$`, password.value)
	msg := sprintf("%s is in a ConfigMap; mount the file from a Secret", [password.title])
}

unknown contains {"msg": open.how, "details": {"path": open.path}} if {
	_logs_bodies
	some open in local_ini.undecided("message-log", "messagelog-encryption-enabled")
}

# Only bodies are encrypted, and some variants of X-Road write none.
_logs_bodies if {
	local_ini.has_section("message-log")
	not _logs_no_bodies
}

_logs_no_bodies if {
	some switch in local_ini.settings("message-log", "message-body-logging")
	lower(switch.value) == "false"
}
