# METADATA
# title: Ansible must not print secrets
# description: |
#   Ansible prints what a task was given and what came of it: in the terminal, in the log of a pipeline, and in
#   log_path. A secret in a command line, in the body or the headers of a request or in a message of debug is printed
#   with it, however well the variable is encrypted. With no_log: true the task prints nothing; it may stand at the
#   task, a block, a role or the play.
#
#   Arguments that a module itself calls secret are not printed, and are not judged. A hash of a password may be.
# related_resources:
#   - https://docs.ansible.com/ansible/latest/reference_appendices/logging.html#protecting-sensitive-data-with-no-log
# custom:
#   severity: high
#   requirements: [HOST-04]
#   match: [ansible_tasks]
#   remediation: Set no_log to true at the task.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A variable whose name
#       matches one is a secret."}
package guiderail.hosts.ansible_no_log

import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.sensitive

defaults := {"name_patterns": sensitive.names}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(_printing) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": array.concat(one.task.path, [one.task.key]), "msg": msg, "is_open": is_open} if {
	some one in _printing
	one.task.no_log != "yes"
	names := [variable | some variable in one.variables; _last(variable) in _sensitive]
	count(names) > 0
	is_open := one.task.no_log == "open"
	msg := sprintf("%s: %s is printed with it; set no_log: true", [one.task.title, concat(", ", sort(names))])
}

_sensitive := sensitive.names_among(names, parameters.name_patterns) if {
	names := {_last(variable) | some one in _printing; some variable in one.variables}
}

# Tasks that print what is in variables, with these.
_printing := [{"task": task, "variables": variables} |
	some task in ansible_tasks.all
	task.is_own
	task.stays_off == ""
	variables := {variable |
		some text in _texts(task)
		some [_, variable, filters] in regex.find_all_string_submatch_n(`\{\{-?\s*([A-Za-z_][\w.]*)([^}]*)\}\}`, text, -1)
		not regex.match(`\bhash\b|password_hash|\blength\b|\bis\s+(not\s+)?defined\b|^\s*\(`, filters)
	}
	count(variables) > 0
]

_texts(task) := {task.line} if {
	ansible_tasks.is_command(task)
} else := {text | walk(object.remove(task.arguments, ["url_password"]), [_, text]); is_string(text)} if {
	task.module == "uri"
} else := {task.arguments.msg} if {
	task.module == "debug"
	is_string(task.arguments.msg)
} else := {sprintf("{{ %s }}", [task.arguments.var])} if {
	task.module == "debug"
	is_string(task.arguments.var)
} else := set()

_last(variable) := steps[count(steps) - 1] if steps := split(variable, ".")
