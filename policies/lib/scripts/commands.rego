# METADATA
# title: The commands of scripts
# description: |
#   What shell scripts, pipelines and the instructions of Dockerfiles run, split by a shell's parser: no Rego here
#   splits text. A command has its `words`, each with `text`, `is_known` (false for what holds a variable or the
#   output of another command, which stands there as it is written) and `is_script` (whether it is commands of its
#   own).
# custom:
#   match:
#     - type: script
# related_resources:
#   - https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
package lib.guiderail.commands

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: |
#   The commands under review in order: `words`, `assignments` (`name`, `text`, `is_known`), `redirections`
#   (`operator`, `text`, `content`), `calls`, `pipeline` (a number that those of one pipeline have in common; 0
#   for none), `is_ignored` (whether the script goes on as if it had succeeded), and `within` and `how` where it
#   is part of another command: a `substitution` or the `text` that a shell is given. What a pipeline sets (env, with,
#   variables) is an assignment whose `how` is `setting`. Empty for what is no script.
default all := []

all := ctx.resource.commands if artefact_type.under_review == "script"

# METADATA
# scope: document
# description: |
#   What kind of file the commands are from: shell, dockerfile, jenkins, github, gitlab or azure.
default origin := ""

origin := ctx.resource.origin if artefact_type.under_review == "script"

# METADATA
# description: |
#   The programs that are called, in order: `program` (its name without folders), `arguments` (words, each with
#   its `path`), `path` (of its name), `command` and `index` (of the command). One that runs another one, such as
#   sudo, is a call, and so is what it runs.
calls := [call |
	some i, command in all
	some k, given in command.calls
	from := given.start + 1
	to := _end(command, k)
	call := {
		"program": given.program,
		"arguments": [object.union(word, {"path": ["commands", i, "words", from + j]}) |
			some j, word in array.slice(command.words, from, to)
		],
		"path": ["commands", i, "words", given.start],
		"command": command,
		"index": i,
	}
]

_end(command, k) := command.calls[k + 1].start if {
	command.calls[k + 1]
} else := count(command.words)

# METADATA
# description: Those of one program.
of(program) := [call | some call in calls; call.program == program]

# METADATA
# scope: document
# description: |
#   Whether a call has words in this order among its operands, such as ["eks", "create-cluster"]: what stands
#   between them may be options.
has_words(call, words) if {
	operands := [word.text | some word in call.arguments; not startswith(word.text, "-")]
	places := [_place(operands, word) | some word in words]
	count(places) == count(words)
	every j, at in places {
		at > max({-1} | {before | some before in array.slice(places, 0, j)})
	}
}

_place(operands, word) := min({i | some i, text in operands; text == word})

# METADATA
# description: |
#   What a call is given for an option of one of these names: `text`, `is_known` and `path`; `--name=value`,
#   `--name value` and, for a name of one letter, `-nvalue`. The last one counts.
option(call, names) := given[count(given) - 1] if {
	given := [value |
		some i, word in call.arguments
		value := _value(call, i, word, names)
	]
	count(given) > 0
}

# METADATA
# scope: document
# description: Whether a call has an option of one of these names, whatever it is given.
has_option(call, names) if {
	some word in call.arguments
	split(word.text, "=")[0] in names
}

has_option(call, names) if option(call, names)

_value(call, i, word, names) := object.union(word, {"text": text}) if {
	end := indexof(word.text, "=")
	end > 0
	substring(word.text, 0, end) in names
	text := substring(word.text, end + 1, -1)
} else := call.arguments[i + 1] if {
	word.text in names
} else := object.union(word, {"text": substring(word.text, 2, -1)}) if {
	substring(word.text, 0, 2) in names
	count(word.text) > 2
	regex.match(`^-[A-Za-z]`, word.text)
}

# METADATA
# scope: document
# description: Whether what a command writes goes to a file, to another command or into a word, so that nobody sees it.
is_kept(command) if {
	some redirection in command.redirections
	redirection.operator in {">", ">>", "&>", "&>>", ">|"}
}

is_kept(command) if {
	command.pipeline > 0
	not _is_last(command)
}

is_kept(command) if command.how == "substitution"

_is_last(command) if command == all[_last[command.pipeline]]

_last[number] := max(places) if some number, places in _members

_members[number] contains i if {
	some i, command in all
	number := command.pipeline
	number > 0
}

# METADATA
# description: The commands before one in its pipeline.
piped_before(index) := [command |
	some i in _members[all[index].pipeline]
	i < index
	command := all[i]
]

# METADATA
# description: The calls of each pipeline, by its number.
in_pipeline[number] contains call if {
	some call in calls
	number := call.command.pipeline
	number > 0
}

# METADATA
# description: The calls of each command, by its index.
of_command[index] contains call if {
	some call in calls
	index := call.index
}
