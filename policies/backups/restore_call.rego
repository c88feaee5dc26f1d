# METADATA
# title: Calls of the restore scripts
# description: |
#   The places where commands and scripts restore a backup of a Security Server, and the options they
#   use.
package lib.guiderail.restore_call

import data.lib.guiderail.commands
import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# METADATA
# scope: document
# description: |
#   The calls of a restore script that have operands: `title`, `path`, `script`, `flags`, the letters of their
#   options, and `options`, the variables that stand for options.
restores contains restore if {
	some text in _texts
	some call in _calls(text.text)
	words := regex.split(`\s+`, call[2])
	restore := object.union(_given(words), {"title": text.title, "path": text.path, "script": call[1]})
}

# A script is split already.
restores contains restore if {
	some call in commands.calls
	some name in ["restore_xroad_proxy_configuration.sh", "restore_xroad_center_configuration.sh", "_restore_xroad.sh"]
	script := _named(call, name)
	words := [word.text | some word in script.arguments]
	count(words) > 0
	restore := object.union(_given(words), {"title": "a command", "path": script.path, "script": name})
}

_given(words) := {"flags": flags, "options": options} if {
	flags := {flag |
		some i, word in words
		not _is_operand(words, i)
		some flag in split(regex.find_all_string_submatch_n(`^[-–—‐−]+([A-Zbh]*)`, word, 1)[0][1], "")
	}
	options := [word | some i, word in words; startswith(word, "$"); not _is_operand(words, i)]
}

# The program itself, or the script of a shell: bash /usr/share/xroad/scripts/….
_named(call, name) := call if {
	call.program == name
} else := scripts[0] if {
	call.program in {"sh", "bash"}
	scripts := [script |
		some i, word in call.arguments
		endswith(word.text, sprintf("/%s", [name]))
		script := {"arguments": array.slice(call.arguments, i + 1, count(call.arguments)), "path": word.path}
	]
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
		"text": concat(" ", [sprintf("%v", [text]) |
			some text in array.concat(array.slice(words, i, count(words)), _arguments(container, field))
		]),
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
