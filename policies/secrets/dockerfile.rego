# METADATA
# title: Images must not be built with secrets
# description: |
#   Variables and arguments of a build are kept in the image's configuration and history, and so are files that it
#   copies, even if a later instruction removes them: whoever can pull the image can read them. A secret that a
#   build needs is mounted for one RUN, and leaves nothing behind.
# related_resources:
#   - https://docs.docker.com/build/building/secrets/
#   - https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
# custom:
#   severity: high
#   requirements: [SECRETS-19]
#   match: [dockerfiles, commands]
#   limits:
#     conftest: Its parser of Dockerfiles gives what RUN runs as one text, and there is no parser for shell; secrets in
#       the commands of RUN are found by guiderail check alone.
#   remediation: Mount the secret for the RUN that needs it (--mount=type=secret,id=…), and give it to the container
#     when it runs. Replace a secret that was once in an image.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A variable or an
#       option whose name matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A text that
#       matches one contains a secret."}
#     allowed_names: {type: array, items: {type: string}, description: "Exact names of variables, options and files
#       that look sensitive but are not."}
package guiderail.secrets.dockerfile

import data.lib.guiderail.commands
import data.lib.guiderail.ctx
import data.lib.guiderail.dockerfiles
import data.lib.guiderail.exposed
import data.lib.guiderail.script_secrets
import data.lib.guiderail.secret_files
import data.lib.guiderail.sensitive
import data.lib.guiderail.written_out

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values, "allowed_names": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(dockerfiles.instructions) > 0

applies if commands.origin == "dockerfile"

violation contains {"msg": msg, "details": {"path": pair.path}} if {
	some kind in ["env", "arg", "label"]
	some pair in dockerfiles.pairs(kind)
	not pair.name in parameters.allowed_names
	how := _exposes(kind, pair)
	msg := sprintf("%s %s %s; %s", [upper(kind), pair.name, how, _wanted[kind]])
}

violation contains {"msg": msg, "details": {"path": file.path}} if {
	some file in secret_files.copied
	not file.name in parameters.allowed_names
	what := sprintf("%s puts %s into a layer of the image", [file.instruction, file.name])
	msg := sprintf("%s; mount it with --mount=type=secret", [what])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	commands.origin == "dockerfile"
	what := "a command contains a secret in plain text, which becomes part of the image"
	some found in script_secrets.found(parameters)
	names := found.names - {name | some name in parameters.allowed_names}
	count(names) > 0
	msg := sprintf("%s (%s); mount it with --mount=type=secret", [what, concat(", ", sort(names))])
}

_wanted := {
	"arg": "mount it with --mount=type=secret",
	"env": "give it to the container when it runs",
	"label": "leave it out",
}

# An argument that is given when the image is built stands in its history as well.
_exposes("arg", pair) := "takes a secret, which stays in the image's history" if {
	sensitive.is_sensitive_name(pair.name, parameters.name_patterns)
	pair.value == null
} else := "has a secret as its default" if {
	_is_secret(pair)
}

_exposes(kind, pair) := "contains a secret" if {
	kind != "arg"
	_is_secret(pair)
} else := "takes its value from an argument, and keeps it in the image" if {
	kind == "env"
	sensitive.is_sensitive_name(pair.name, parameters.name_patterns)
	some argument in dockerfiles.pairs("arg")
	argument.stage == pair.stage
	argument.value == null
	some form in ["$%s", "${%s}"]
	pair.value == sprintf(form, [argument.name])
}

_is_secret(pair) if {
	sensitive.is_sensitive_name(pair.name, parameters.name_patterns)
	written_out.is_secret(pair.name, pair.value)
}

_is_secret(pair) if {
	is_string(pair.value)
	count(exposed.tokens(pair.value, parameters.value_patterns)) > 0
}
