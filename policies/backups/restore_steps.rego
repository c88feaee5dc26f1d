# METADATA
# title: The commands of pods that restore a backup
# description: |
#   What the containers of such a pod run, in its order and taken apart into single commands. Scripts from ConfigMaps
#   count for the container that calls them. This reads shell as people write it in manifests, and is no shell.
package lib.guiderail.restore_steps

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# METADATA
# description: |
#   Each pod that restores a backup: `pod` (its index), `title` and `path` of the command that does, `steps` (those
#   before it and itself), and `run` (the index of its container). Each step has `run`, `command`, `joint` (what stands
#   between it and the next one), `is_early` (whether its container ends before others start), `is_last` of its
#   container and `stops_on_error`.
pods := [pod |
	some n, _ in workload.pods
	_may_restore(n)
	all := _steps(n)
	places := [i | some i, step in all; _is_restore(step.command)]
	count(places) > 0
	last := all[places[0]]
	pod := {
		"pod": n, "run": last.run, "title": last.title, "path": last.path,
		"steps": array.slice(all, 0, places[0] + 1),
	}
]

# One look spares the many for nearly every pod.
_may_restore(n) if {
	texts := array.concat([json.marshal(workload.pods[n].spec)], [text | some [_, text] in _scripts(n)])
	some text in texts
	some word in ["restore", "/xroad"]
	contains(text, word)
}

# METADATA
# description: The commands of a shell script, each with what stands between it and the next one.
commands(text) := [{"command": command, "joint": trim_space(found[2])} |
	joined := regex.replace(text, `\\\r?\n`, " ")
	bare := regex.replace(regex.replace(joined, `(?m)(^|\s)#.*$`, ""), `[0-9]*>&[0-9-]|&>`, " ")
	some found in regex.find_all_string_submatch_n(`([^;&|\n]*)(&&|\|\||\||;+|&|\n|$)`, bare, -1)
	command := trim_space(found[1])
	command != ""
]

_is_restore(command) if {
	regex.match(`(^|[\s/(\x60"'])(restore_xroad_(proxy|center)_configuration\.sh|_restore_xroad\.sh|pg_restore)(["'\s)\x60]|$)`, command)
	not regex.match(`^(echo|printf|cat|cp|mv|rm|ln|ls|install|chmod|chown|sed|grep|test|\[|command|which)\s`, command)
}

# An archive of the configuration that is unpacked in its place.
_is_restore(command) if regex.match(`(^|\s)tar\s.*(-C|--directory)[\s=]*/(etc|var/lib)/xroad`, command)

_steps(n) := [step |
	some i, run in _runs(n)
	listed := commands(run.text)
	some k, one in listed
	before := [other.command | some other in array.slice(listed, 0, k)]
	step := {
		"run": i, "title": run.title, "path": run.path, "is_early": run.is_early,
		"command": _filled_in(one.command, run.variables, before), "joint": one.joint, "is_last": k == (count(listed) - 1),
		"stops_on_error": _stops_on_error(run, before),
		"has_pipefail": contains(concat("\n", array.concat(run.words, before)), "pipefail"),
	}
]

# The option of the shell, or of the line that names it; otherwise what was last set.
_stops_on_error(run, before) if {
	switches := [command | some command in before; regex.match(`^set\s+([+-][a-z]*e|[+-]o\s+errexit)`, command)]
	count(switches) > 0
	regex.match(`^set\s+-`, switches[count(switches) - 1])
} else if {
	not _is_switched_off(before)
	regex.match(_strict, concat(" ", _options(run.words)))
} else if {
	not _is_switched_off(before)
	regex.match(`(?m)^#!\S+.*\s-[a-z]*e`, run.text)
} else := false

_strict := `(^|[ /])(sh|bash|ash|dash|zsh)( (-\S+|pipefail))* -([a-z]*e[a-z]*|o errexit)( |$)`

_is_switched_off(before) if {
	some command in before
	regex.match(`^set\s+[+]([a-z]*e|o\s+errexit)`, command)
}

# Variables with a value of their own, from the container or a line before.
_filled_in(command, variables, before) := strings.replace_n(values, braced) if {
	contains(command, "$")
	braced := regex.replace(command, `\$(\w+)|\$\((\w+)\)`, "$${$1$2}")
	assigned := [[found[1], found[2]] |
		some line in before
		some found in regex.find_all_string_submatch_n(_assignment, line, 1)
	]
	all := array.concat(variables, assigned)
	names := {name | some [name, _] in all}
	values := {sprintf("${%s}", [name]): value | some name in names; value := _last(all, name)}
} else := command

_last(pairs, name) := same[count(same) - 1] if {
	same := [text | some [other, text] in pairs; other == name]
}

_assignment := `^(?:export\s+|readonly\s+)?(\w+)=["']?([^"'\s$\x60]+)["']?$`

_variables(container) := [[env.name, env.value] |
	some env in container.spec.env
	is_string(env.name)
	is_string(env.value)
	not contains(env.value, "$")
]

# What containers run first: those that end, in their order, then the others.
_runs(n) := [run |
	scripts := _scripts(n)
	some list in ["initContainers", "containers"]
	some container in workload.containers
	container.pod == n
	container.list == list
	some call in _calls(container)
	inline := _inline(call.words)
	called := [text | some [name, text] in scripts; contains(inline, name)]
	run := {
		"title": sprintf("%s: %s", [container.title, concat(".", call.field)]),
		"path": array.concat(container.path, call.field),
		"is_early": _ends(container),
		"words": call.words,
		"text": concat("\n", array.concat([inline], called)),
		"variables": _variables(container),
	}
]

_ends(container) if {
	container.list == "initContainers"
	object.get(container.spec, "restartPolicy", "") != "Always"
} else := false

# Of a shell that is given a script, the script; otherwise all words.
_inline(words) := script if {
	script := words[_option(words) + 1]
} else := concat(" ", words)

# The words before the script.
_options(words) := options if {
	options := array.slice(words, 0, _option(words) + 1)
} else := words

# Where a shell is given its script, also behind env or kubectl exec.
_option(words) := found[0] if {
	found := [i |
		some i, word in words
		regex.match(`^-[a-z]*c$`, word)
		regex.match(`(^|[\s/])(sh|bash|ash|dash|zsh)(\s|$)`, concat(" ", array.slice(words, 0, i)))
	]
}

_calls(container) := array.concat(
	[{"field": field, "words": words} |
		words := array.concat(_texts(container.spec, ["command"]), _texts(container.spec, ["args"]))
		count(words) > 0
		field := _main_field(container)
	],
	[{"field": field, "words": words} |
		field := ["lifecycle", "postStart", "exec", "command"]
		words := _texts(container.spec, field)
		count(words) > 0
	],
)

_main_field(container) := ["args"] if {
	contains(concat(" ", _texts(container.spec, ["args"])), "restore")
	not contains(concat(" ", _texts(container.spec, ["command"])), "restore")
} else := ["command"] if {
	count(_texts(container.spec, ["command"])) > 0
} else := ["args"]

_texts(spec, field) := [word | some word in object.get(spec, field, []); is_string(word)]

# The scripts in the ConfigMaps that a pod mounts, by their names.
_scripts(n) := [[name, text] |
	some volume in workload.volumes
	volume.pod == n
	config_map := data.inventory.namespace[ctx.namespace_or_default].v1.ConfigMap[volume.spec.configMap.name]
	some name, text in config_map.data
	is_string(name)
	is_string(text)
]
