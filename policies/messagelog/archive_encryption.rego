# METADATA
# title: Message log archives must be encrypted and transferred over TLS
# description: |
#   The archives hold the exchanged messages with the personal data in them, and are kept for years on
#   shared volumes and other servers. By default they are not encrypted, and the manual's own example
#   transfers them over http, where everyone on the way can read them.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-syspar_x-road_v6_system_parameters.md
# custom:
#   severity: high
#   requirements: [MSGLOG-09, XR-15]
#   match: [local_ini]
#   remediation: In the section [message-log] of local.ini, set archive-encryption-enabled = true and use an address
#     that begins with https in archive-transfer-command.
#   parameters:
#     plain_schemes: {type: array, items: {type: string}, description: "URL schemes, in lower case, over which archives
#       would travel unencrypted."}
package guiderail.messagelog.archive_encryption

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.local_ini
import data.lib.guiderail.transfer_command

defaults := {"plain_schemes": ["http", "ftp", "tftp", "rsync", "telnet"]}

parameters := object.union(defaults, ctx.parameters)

applies if local_ini.has_section("message-log")

violation contains {"msg": defect.how, "details": {"path": defect.path}} if {
	local_ini.has_section("message-log")
	some defect in local_ini.off("message-log", "archive-encryption-enabled")
}

violation contains said if some said in finding.violations(_transfer)

unknown contains {"msg": open.how, "details": {"path": open.path}} if {
	local_ini.has_section("message-log")
	some open in local_ini.undecided("message-log", "archive-encryption-enabled")
}

unknown contains said if some said in finding.unknowns(_transfer)

_transfer contains offence if {
	some command in local_ini.settings("message-log", "archive-transfer-command")
	some offence in transfer_command.offences(command, parameters.plain_schemes)
}
