# METADATA
# title: Secrets in the words of commands
# description: |
#   The commands of a container, its arguments, hooks and probes, word by word, as the kubelet runs
#   them. `patterns` are the `name_patterns` and `value_patterns` of a control.
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
package lib.guiderail.command_words

import data.lib.guiderail.command_line
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.suspects
import data.lib.guiderail.variable_value

# METADATA
# description: |
#   The words of a container's commands that may hold a secret: `field`, `index` and `names`, which tell what is
#   exposed.
exposed_in(spec, patterns) := [{"field": field, "index": i, "names": names} |
	some field in _commands(spec)
	words := _words(spec, field, patterns.name_patterns)
	before := _before(spec, field, patterns.name_patterns)
	some i in _suspects(before, words, patterns)
	names := exposed.secrets_in(words[i], patterns) | _operand(
		array.concat(before, words),
		count(before) + i,
		patterns.name_patterns,
	)
]

# METADATA
# description: The hooks and probes that a container has, as paths.
hooks(spec) := [hook | some hook in _hooks; spec[hook[0]]]

_hooks := [
	["lifecycle", "postStart"], ["lifecycle", "preStop"],
	["livenessProbe"], ["readinessProbe"], ["startupProbe"],
]

_commands(spec) := {[field] |
	some field in (object.keys(spec) & {"command", "args"})
} | {array.concat(hook, ["exec", "command"]) | some hook in hooks(spec)}

# The words that are worth a look: those that may hold a secret, and those behind an option that may
# announce one, which in args may be the last word of the command. A program with a way of its own may
# be given one anywhere.
_suspects(before, words, patterns) := {i | some i, _ in words} if {
	command_line.may_call_program(concat(" ", array.concat(before, words)))
} else := {i |
	hint := suspects.hint_of(array.concat(patterns.name_patterns, patterns.value_patterns))
	some j, word in array.concat(before, words)
	_is_of_interest(word, hint, patterns)
	some k in [j, j + 1]
	i := k - count(before)
	i >= 0
	i < count(words)
}

_is_of_interest(word, hint, _) if regex.match(hint, word)

_is_of_interest(word, _, patterns) if exposed.may_hold_secret(word, patterns)

_words(spec, field, name_patterns) := [word |
	items := object.get(spec, field, [])
	is_array(items)
	some item in items
	word := _expanded(spec, sprintf("%v", [item]), name_patterns)
]

# The kubelet puts the values of variables in. What a variable with a telling name holds, secrets.plaintext_env
# says.
_expanded(spec, word, name_patterns) := strings.replace_n(values, word) if {
	contains(word, "$(")
	values := {sprintf("$(%s)", [name]): env.value |
		some name, env in variable_value.by_name(spec.env)
		is_string(env.value)
		not sensitive.is_sensitive_name(name, name_patterns)
	}
} else := word

# The arguments continue the command.
_before(spec, ["args"], name_patterns) := _words(spec, ["command"], name_patterns)

_before(_, field, _) := [] if field != ["args"]

# What a word gives away after those before it, as in --password x and in mysql -px.
_operand(words, i, name_patterns) := options | programs if {
	options := {option |
		option := words[i - 1]
		command_line.is_operand(option, words[i], name_patterns)
	}

	# As many words back as no command has, so that what each word costs has an end.
	start := max([0, i - 500])
	earlier := command_line.programs(concat(" ", array.slice(words, start, i)))
	programs := command_line.programs(concat(" ", array.slice(words, start, i + 1))) - earlier
}
