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
import data.lib.guiderail.local_ini

defaults := {"plain_schemes": ["http", "ftp", "tftp", "rsync", "telnet"]}

parameters := object.union(defaults, ctx.parameters)

applies if local_ini.has_section("message-log")

violation contains {"msg": defect.how, "details": {"path": defect.path}} if {
	local_ini.has_section("message-log")
	some defect in local_ini.off("message-log", "archive-encryption-enabled")
}

violation contains {"msg": msg, "details": {"path": command.path}} if {
	some command in _commands
	some scheme in _schemes(command.value)
	scheme in parameters.plain_schemes
	msg := sprintf("%s sends archives over %s; use https", [command.title, scheme])
}

violation contains {"msg": msg, "details": {"path": command.path}} if {
	some command in _commands
	some option in regex.find_n(`(^|\s)--(insecure|no-check-certificate|no-verify-ssl)\b`, command.value, -1)
	msg := sprintf("%s takes any server for the right one (%s); leave the option out", [command.title, trim_space(option)])
}

unknown contains {"msg": open.how, "details": {"path": open.path}} if {
	local_ini.has_section("message-log")
	some open in local_ini.undecided("message-log", "archive-encryption-enabled")
}

unknown contains {"msg": msg, "details": {"path": command.path}} if {
	some command in _commands
	not regex.match(`[A-Za-z0-9]://|(^|[\s/])(scp|sftp|ssh)\s`, command.value)
	msg := sprintf("%s does not tell how archives travel", [command.title])
}

_commands := [command |
	some command in local_ini.settings("message-log", "archive-transfer-command")
	command.value != ""
]

# What goes to a port of the pod itself is sent on by something else.
_schemes(text) := {lower(match[1]) |
	some match in regex.find_all_string_submatch_n(`([A-Za-z][A-Za-z0-9+.-]*)://([^\s/"']*)`, text, -1)
	not regex.match(`^([^@]*@)?(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$`, match[2])
}
