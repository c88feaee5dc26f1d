# METADATA
# title: Commands and probes must not carry secrets
# description: |
#   What stands in a container's command, its arguments, its script, its hooks or its probes can be read in
#   the manifest and its history, in the object, and by every process on the node that lists processes.
#   Shells also write it to their traces and programs to their logs.
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
# custom:
#   severity: high
#   requirements: [SECRETS-02]
#   match: [workload]
#   remediation: Keep the value in a Secret and pass it as a file or a variable, which command and args may name as
#     $(NAME); a probe should need no credentials.
#   parameters:
#     name_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); an option, a variable or a header whose name matches one is sensitive.
#     value_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a text that matches one holds a secret.
#     allowed_names:
#       type: array
#       items: {type: string}
#       description: Exact names of options, variables and headers, as messages show them, that look sensitive and are
#         not.
package guiderail.secrets.command_args

import data.lib.guiderail.command_line
import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.suspects
import data.lib.guiderail.workload
import data.lib.guiderail.written_out

defaults := {
	"name_patterns": sensitive.names,
	"value_patterns": sensitive.values,
	"allowed_names": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some field in _commands(container.spec)
	words := _words(container, field)
	before := _before(container, field)
	some i in _suspects(before, words)
	names := _exposed(before, words, i) - _allowed
	count(names) > 0

	path := array.concat(container.path, array.concat(field, [i]))
	what := concat(", ", sort(names))
	msg := sprintf("%s: %s[%d] holds a secret in plain text (%s); take it from a Secret", [container.title, concat(".", field), i, what])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some hook in _hooks(container.spec)
	field := array.concat(hook, ["httpGet", "httpHeaders"])
	some i, header in object.get(container.spec, field, [])
	is_string(header.name)
	is_string(header.value)
	not header.name in parameters.allowed_names
	_is_exposed(header)

	path := array.concat(container.path, array.concat(field, [i, "value"]))
	msg := sprintf("%s: %s[%d] holds a secret in plain text (%s); request a path that needs none", [container.title, concat(".", field), i, header.name])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some hook in _hooks(container.spec)
	field := array.concat(hook, ["httpGet", "path"])
	text := object.get(container.spec, field, "")
	is_string(text)
	exposed.may_hold_secret(text, parameters)
	names := exposed.secrets_in(text, parameters) - _allowed
	count(names) > 0

	path := array.concat(container.path, field)
	msg := sprintf("%s: %s holds a secret in plain text (%s); request a path that needs none", [container.title, concat(".", field), concat(", ", sort(names))])
}

# A step of Tekton may be a script.
violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["script"])}} if {
	some container in workload.containers
	text := container.spec.script
	is_string(text)
	exposed.may_hold_secret(text, parameters)
	names := exposed.secrets_in(text, parameters) - _allowed
	count(names) > 0
	msg := sprintf("%s: script holds a secret in plain text (%s); take it from a Secret", [container.title, concat(", ", sort(names))])
}

_hooks(spec) := [[name] | some name in (object.keys(spec) & {"livenessProbe", "readinessProbe", "startupProbe"})] if {
	not spec.lifecycle
} else := [
	["lifecycle", "postStart"], ["lifecycle", "preStop"],
	["livenessProbe"], ["readinessProbe"], ["startupProbe"],
]

_commands(spec) := {[field] | some field in (object.keys(spec) & {"command", "args"})} | {array.concat(hook, ["exec", "command"]) |
	some hook in _hooks(spec)
}

# The words that are worth a look: those that may hold a secret, and those behind an option that may
# announce one, which in args may be the last word of the command. A program with a way of its own may
# be given one anywhere.
_suspects(before, words) := {i | some i, _ in words} if {
	command_line.may_call_program(concat(" ", array.concat(before, words)))
} else := {i |
	some j, word in array.concat(before, words)
	_is_of_interest(word)
	some k in [j, j + 1]
	i := k - count(before)
	i >= 0
	i < count(words)
}

_is_of_interest(word) if regex.match(_hint, word)

_is_of_interest(word) if exposed.may_hold_secret(word, parameters)

_hint := suspects.hint_of(_patterns)

_allowed := {name | some name in parameters.allowed_names}

_words(container, field) := [word |
	items := object.get(container.spec, field, [])
	is_array(items)
	some item in items
	word := _expanded(container.spec, sprintf("%v", [item]))
]

# The kubelet puts the values of variables in. What a variable with a telling name holds, secrets.plaintext_env
# says.
_expanded(spec, word) := strings.replace_n(values, word) if {
	contains(word, "$(")
	values := {sprintf("$(%s)", [env.name]): env.value |
		some env in spec.env
		is_string(env.name)
		is_string(env.value)
		not sensitive.is_sensitive_name(env.name, parameters.name_patterns)
	}
} else := word

# The arguments continue the command.
_before(container, field) := _words(container, ["command"]) if {
	field == ["args"]
} else := []

_exposed(before, words, i) := exposed.secrets_in(words[i], parameters) | _operand(array.concat(before, words), count(before) + i)

_patterns := array.concat(parameters.name_patterns, parameters.value_patterns)

# What a word gives away after those before it, as in --password x and in mysql -px.
_operand(words, i) := options | programs if {
	options := {option |
		option := words[i - 1]
		command_line.is_operand(option, words[i], parameters.name_patterns)
	}

	# As many words back as no command has, so that what each word costs has an end.
	start := max([0, i - 500])
	earlier := command_line.programs(concat(" ", array.slice(words, start, i)))
	programs := command_line.programs(concat(" ", array.slice(words, start, i + 1))) - earlier
}

_is_exposed(header) if {
	command_line.is_credential_header(header.name, parameters.name_patterns)
	credential := regex.replace(header.value, `(?i)^(bearer|basic|token|digest|apikey)\s+|\s`, "")
	written_out.is_secret(header.name, credential)
}

_is_exposed(header) if count(exposed.tokens(header.value, parameters.value_patterns)) > 0
