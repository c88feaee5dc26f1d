# METADATA
# title: The command that transfers message log archives
# description: |
#   What makes archive-transfer-command, with which a Security Server transfers its archives, unsafe.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-syspar_x-road_v6_system_parameters.md
package lib.guiderail.transfer_command

# METADATA
# description: |
#   The offences of a command (in the form of `local_ini.settings`), in the form that `finding` takes. Over the plain
#   schemes, archives would travel unencrypted. An empty command has no offences.
offences(command, plain_schemes) := {{"path": command.path, "msg": msg, "is_open": defect.is_open} |
	command.value != ""
	some defect in (_defects(command.value, plain_schemes) | _open_question(command.value))
	msg := sprintf("%s %s", [command.title, defect.how])
}

_defects(text, plain_schemes) := {{"how": how, "is_open": false} |
	some scheme in _schemes(text)
	scheme in plain_schemes
	how := sprintf("sends archives over %s; use https", [scheme])
} | {{"how": how, "is_open": false} |
	some option in regex.find_n(`(^|\s)--(insecure|no-check-certificate|no-verify-ssl)\b`, text, -1)
	how := sprintf("does not verify the server (%s); remove the option", [trim_space(option)])
}

_open_question(text) := {{"how": "does not show how archives are transferred", "is_open": true}} if {
	not regex.match(`[A-Za-z0-9]://|(^|[\s/])(scp|sftp|ssh)\s`, text)
} else := set()

# What goes to a port of the pod itself is sent on by something else.
_schemes(text) := {lower(match[1]) |
	some match in regex.find_all_string_submatch_n(`([A-Za-z][A-Za-z0-9+.-]*)://([^\s/"']*)`, text, -1)
	not regex.match(`^([^@]*@)?(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$`, match[2])
}
