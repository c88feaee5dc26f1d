# METADATA
# title: Secrets in the commands of scripts
# description: |
#   The words, assignments and here-documents of commands that contain a secret. `patterns` are the
#   `name_patterns` and `value_patterns` of a control.
package lib.guiderail.script_secrets

import data.lib.guiderail.command_line
import data.lib.guiderail.commands
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.written_out

# METADATA
# description: The places, each with `path` and the `names` of what is exposed, which tell no value.
found(patterns) := array.concat(_piped, [place |
	some i, command in commands.all
	some place in array.concat(
		_in_words(i, command, patterns),
		array.concat(_in_assignments(i, command, patterns), _in_documents(i, command, patterns)),
	)
])

# What is written out for a program that reads a password, as in echo x | docker login --password-stdin.
_piped := [{"path": word.path, "names": names} |
	some i, names in _readers
	pipeline := commands.in_pipeline[commands.all[i].pipeline]
	last := max({call.index | some call in pipeline; call.index < i})
	some call in pipeline
	call.index == last
	call.program in {"echo", "printf"}
	some word in call.arguments
	word.is_known
	_is_password(word.text)
]

# The first one may be an option, or how printf writes the others.
_is_password(text) if {
	said := regex.replace(text, `^[^\s:]+:|\s`, "")
	not regex.match(`^[-%]`, said)
	written_out.is_secret("password", said)
}

_readers[index] contains "--password-stdin" if {
	some call in commands.calls
	some word in call.arguments
	word.text == "--password-stdin"
	index := call.index
}

_readers[index] contains call.program if {
	some call in commands.calls
	call.program in {"chpasswd", "kinit"}
	index := call.index
}

_readers[index] contains "passwd --stdin" if {
	some call in commands.of("passwd")
	commands.has_option(call, {"--stdin"})
	index := call.index
}

_readers[index] contains "sudo -S" if {
	some call in commands.of("sudo")
	some word in call.arguments
	regex.match(`^-[A-Za-z]*S`, word.text)
	index := call.index
}

_in_words(i, command, patterns) := [{"path": path, "names": names} |
	words := [_text(word) | some word in command.words]
	some j, word in command.words
	not word.is_script
	path := ["commands", i, "words", j]
	names := _of_text(word.text, patterns) | _of_operand(words, j, patterns.name_patterns)
	count(names) > 0
]

# Nothing stands in quotes, so that it is a word still. What a shell runs is commands of its own.
_text(word) := word.text if {
	not word.is_script
	word.text != ""
} else := "''"

# The working directory is no password: -v $PWD/bin:/go/bin.
_without_directory(text) := regex.replace(text, `\$\{?(OLD)?PWD\}?`, ".")

_of_text(text, patterns) := exposed.secrets_in(_without_directory(text), patterns) if {
	exposed.may_hold_secret(text, patterns)
} else := set()

# What a word gives away after those before it, as in --password x and in mysql -px.
_of_operand(words, j, name_patterns) := options | programs if {
	options := {option |
		words[j] != "''"
		option := words[j - 1]
		command_line.is_operand(option, words[j], name_patterns)
	}
	start := max([0, j - 500])
	line := concat(" ", array.slice(words, start, j + 1))
	programs := _programs(line) - _programs(concat(" ", array.slice(words, start, j)))
}

_programs(line) := command_line.programs(line) | _accounts(line) if {
	command_line.may_call_program(line)
} else := _accounts(line)

# The hash of a password can be guessed at leisure.
_accounts(line) := {"useradd -p"} if {
	regex.match(`\b(useradd|usermod)\b.*\s(-p|--password)[ =]?["']?[^\s"'$-]|\b(useradd|usermod)\b.*\s(-p|--password)[ =]?\$[1256y]\$`, line)
} else := set()

_in_assignments(i, command, patterns) := [{"path": path, "names": names} |
	some j, assignment in command.assignments
	path := ["commands", i, "assignments", j]
	names := _of_name(assignment, patterns.name_patterns) | _of_text(assignment.text, patterns)
	count(names) > 0
]

_of_name(assignment, name_patterns) := {assignment.name} if {
	sensitive.is_sensitive_name(assignment.name, name_patterns)
	text := assignment.text

	# A default of nothing: TOKEN=${TOKEN:-""}.
	not regex.match(`^\$\{\w+:?-(""|'')\}$`, text)
	written_out.is_secret(assignment.name, assignment.text)
} else := set()

_in_documents(i, command, patterns) := [{"path": path, "names": names} |
	some j, redirection in command.redirections
	not redirection.content.is_script
	path := ["commands", i, "redirections", j, "content"]
	names := _of_text(redirection.content.text, patterns)
	count(names) > 0
]
