# METADATA
# title: Commands and probes must not contain secrets
# description: |
#   A container's command, arguments, hooks and probes can be read in the manifest and its history, in
#   the object, and by every process on the node that may list processes. Shells also write them to
#   traces, and programs to logs. The same goes for the commands of scripts and pipelines, and for the
#   variables and inputs that a pipeline sets (env, with, variables).
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
# custom:
#   severity: high
#   requirements: [SECRETS-02]
#   match: [workload, commands]
#   remediation: Keep the value in a Secret, mount it as a file or pass it in an environment variable, and refer to the
#     variable as $(NAME) in command and args. A probe should not need credentials. A pipeline takes it from the secrets
#     of its service (${{ secrets.NAME }}).
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). An option, a variable
#       or a header whose name matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A text that matches
#       one contains a secret."}
#     allowed_names: {type: array, items: {type: string}, description: "Exact names of options, variables and headers,
#       as messages show them, that look sensitive but are not."}
package guiderail.secrets.command_args

import data.lib.guiderail.command_line
import data.lib.guiderail.command_words
import data.lib.guiderail.commands
import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.script_secrets
import data.lib.guiderail.sensitive
import data.lib.guiderail.workload
import data.lib.guiderail.written_out

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values, "allowed_names": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some word in command_words.exposed_in(container.spec, parameters)
	names := word.names - _allowed
	count(names) > 0
	path := array.concat(container.path, array.concat(word.field, [word.index]))
	what := sprintf("%s: %s[%d]", [container.title, concat(".", word.field), word.index])
	msg := sprintf("%s contains a secret in plain text (%s); take it from a Secret", [what, concat(", ", sort(names))])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some hook in command_words.hooks(container.spec)
	field := array.concat(hook, ["httpGet", "httpHeaders"])
	some i, header in object.get(container.spec, field, [])
	is_string(header.name)
	is_string(header.value)
	not header.name in parameters.allowed_names
	_is_exposed(header)
	path := array.concat(container.path, array.concat(field, [i, "value"]))
	what := sprintf("%s: %s[%d]", [container.title, concat(".", field), i])
	msg := sprintf("%s contains a secret in plain text (%s); use a path that needs no secret", [what, header.name])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, field)}} if {
	some container in workload.containers
	some hook in command_words.hooks(container.spec)
	field := array.concat(hook, ["httpGet", "path"])
	names := _names_in(object.get(container.spec, field, ""))
	count(names) > 0
	what := sprintf("%s: %s contains a secret in plain text", [container.title, concat(".", field)])
	msg := sprintf("%s (%s); use a path that needs no secret", [what, concat(", ", sort(names))])
}

# A step of Tekton may be a script.
violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["script"])}} if {
	some container in workload.containers
	names := _names_in(container.spec.script)
	count(names) > 0
	what := sprintf("%s: script contains a secret in plain text", [container.title])
	msg := sprintf("%s (%s); take it from a Secret", [what, concat(", ", sort(names))])
}

# Those of Dockerfiles are told by secrets.dockerfile.
violation contains {"msg": msg, "details": {"path": place.path}} if {
	not commands.origin in {"", "dockerfile"}
	some place in script_secrets.found(parameters)
	names := place.names - _allowed
	count(names) > 0
	what := sprintf("%s contains a secret in plain text", [_holder(commands.all[place.path[1]])])
	msg := sprintf("%s (%s); take it from where the pipeline keeps secrets", [what, concat(", ", sort(names))])
}

_holder(command) := "a variable or an input" if {
	command.how == "setting"
} else := "a command"

_allowed := {name | some name in parameters.allowed_names}

_names_in(text) := exposed.secrets_in(text, parameters) - _allowed if {
	is_string(text)
	exposed.may_hold_secret(text, parameters)
}

_is_exposed(header) if {
	command_line.is_credential_header(header.name, parameters.name_patterns)
	credential := regex.replace(header.value, `(?i)^(bearer|basic|token|digest|apikey)\s+|\s`, "")
	written_out.is_secret(header.name, credential)
}

_is_exposed(header) if count(exposed.tokens(header.value, parameters.value_patterns)) > 0
