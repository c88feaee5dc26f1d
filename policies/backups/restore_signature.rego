# METADATA
# title: Restores must check the backup's signature and origin
# description: |
#   A restore runs as root and replaces keys, configuration and database by what the file holds. With
#   -N it skips the signature, with -P it takes a file that has none, with -F one of any other server.
#   Whoever can place a file then owns the Security Server.
# related_resources:
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Manuals/ug-ss_x-road_6_security_server_user_guide.md
#   - https://github.com/nordic-institute/X-Road/blob/develop/doc/Sidecar/security_server_sidecar_user_guide.md
# custom:
#   severity: critical
#   requirements: [BACKUP-01]
#   match: [workload, {groups: [""], kinds: [ConfigMap]}]
#   remediation: Call restore_xroad_proxy_configuration.sh with -s and -f only, on a signed backup of the same server.
#   parameters:
#     options:
#       type: array
#       items: {type: string, enum: ["-N", "-P", "-F"]}
#       description: The options that a restore must not have.
package guiderail.backups.restore_signature

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

defaults := {"options": ["-N", "-P", "-F"]}

parameters := object.union(defaults, ctx.parameters)

applies if count(_restores) > 0

violation contains {"msg": msg, "details": {"path": restore.path}} if {
	some restore in _restores
	found := [option | some option in parameters.options; substring(option, 1, 1) in restore.flags]
	count(found) > 0
	msg := sprintf("%s restores a backup with %s; leave out what skips the checks of signature and origin", [restore.title, concat(" and ", found)])
}

# Behind the wrapper that adds it, _restore_xroad.sh takes -E for a signed file.
violation contains {"msg": msg, "details": {"path": restore.path}} if {
	some restore in _restores
	"-P" in parameters.options
	restore.script == "_restore_xroad.sh"
	restore.options == []
	not "E" in restore.flags
	not "P" in restore.flags
	msg := sprintf("%s restores a backup without -E, that is without its signature; call restore_xroad_proxy_configuration.sh", [restore.title])
}

unknown contains {"msg": msg, "details": {"path": restore.path}} if {
	some restore in _restores
	count(restore.options) > 0
	msg := sprintf("%s restores a backup with the options %s, which are not told here", [restore.title, concat(" ", restore.options)])
}

# The calls of a restore script that have operands: `flags` are the letters of their options, `options`
# the variables that stand for options.
_restores contains restore if {
	some text in _texts
	some call in _calls(text.text)
	words := [word | some word in regex.split(`\s+`, call[2]); word != ""]
	flags := {flag |
		some i, word in words
		not _is_operand(words, i)
		some flag in split(regex.find_all_string_submatch_n(`^[-–—‐−]+([A-Zbh]*)`, word, 1)[0][1], "")
	}
	options := [word | some i, word in words; startswith(word, "$"); not _is_operand(words, i)]
	restore := {"title": text.title, "path": text.path, "script": call[1], "flags": flags, "options": options}
}

# What follows an option that takes a value, be it the last of several letters.
_is_operand(words, i) if regex.match(`^[-–—‐−]+[A-Zbh]*[sftin]$`, words[i - 1])

# Each call with the script's name and the rest of the command.
_calls(text) := [call |
	lines := regex.replace(text, `\\\r?\n|["'\\\[\],]`, " ")
	some line in split(lines, "\n")
	contains(line, "restore_xroad")
	some command in regex.split(`;|&&?|\|\|?`, regex.replace(line, `(^|\s)#.*$`, ""))
	not regex.match(`^\s*(echo|printf|cat|cp|mv|rm|ln|ls|install|chmod|chown|sed|grep)\s`, command)
	some call in regex.find_all_string_submatch_n(`(?:^|[\s/(\x60])(restore_xroad_(?:proxy|center)_configuration\.sh|_restore_xroad\.sh)(\s[^)\x60]*)`, command, -1)
	regex.match(`\s[-–—‐−$]`, call[2])
]

_texts := array.concat(_commands, _scripts)

_commands := [command |
	# One look spares the many for nearly every pod.
	contains(json.marshal(workload.pods), "restore_xroad")
	some container in workload.containers
	some field in _fields
	words := object.get(container.spec, field, null)
	is_array(words)
	some i, word in words
	is_string(word)
	contains(word, "restore_xroad")
	command := {
		"title": sprintf("%s: %s[%d]", [container.title, concat(".", field), i]),
		"path": array.concat(container.path, array.concat(field, [i])),
		"text": concat(" ", [sprintf("%v", [text]) | some text in array.concat(array.slice(words, i, count(words)), _arguments(container, field))]),
	}
]

_fields := [
	["command"], ["args"], ["lifecycle", "postStart", "exec", "command"], ["lifecycle", "preStop", "exec", "command"],
	["livenessProbe", "exec", "command"], ["readinessProbe", "exec", "command"], ["startupProbe", "exec", "command"],
]

_arguments(container, field) := arguments if {
	field == ["command"]
	arguments := container.spec.args
	is_array(arguments)
} else := []

_scripts := [script |
	ctx.kind == "ConfigMap"
	ctx.group == ""
	some name, text in ctx.resource.data
	is_string(text)
	contains(text, "restore_xroad")
	not regex.match(`(?i)\.(md|rst|adoc|html?)$`, name)
	script := {"title": sprintf("data.%s", [name]), "path": ["data", name], "text": text}
]
