# METADATA
# title: Ansible files must not contain secrets
# description: |
#   Whoever can read the repository can read a password in a playbook, a role, an inventory or group_vars, and it stays
#   in the history. Secrets belong into Ansible Vault (!vault, or a file that is encrypted as a whole) or into a store
#   that a lookup asks. What a template or lookup fills in is no secret, and neither is a public key.
#
#   Files are judged where they are: those that a playbook names in vars_files if they are among the files that are
#   checked, and called vars.yml, vault.yml or lie in group_vars, host_vars, or in defaults or vars of a role.
# related_resources:
#   - https://docs.ansible.com/ansible/latest/vault_guide/index.html
# custom:
#   severity: high
#   requirements: [HOST-04]
#   match: [ansible_tasks]
#   remediation: Encrypt the value with ansible-vault encrypt_string, or look it up at run time.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A setting whose name
#       matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A value that matches
#       one is a secret, whatever it is called."}
package guiderail.hosts.ansible_secrets

import data.lib.guiderail.ansible_tasks
import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder
import data.lib.guiderail.sensitive
import data.lib.guiderail.weak

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if ansible_tasks.document

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": setting.path, "msg": msg, "is_open": is_open} if {
	some setting in _settings
	setting.name in _sensitive
	_is_literal(setting.name, setting.value)
	is_open := _is_to_be_filled_in(setting.value)
	msg := sprintf("%s is a secret that is written out; %s", [setting.name, _advice(is_open)])
}

_offences contains {"path": setting.path, "msg": msg, "is_open": false} if {
	some setting in _settings
	not setting.name in _sensitive
	is_string(setting.value)
	_holds_secret(setting, parameters)
	msg := sprintf("%s contains what looks like a secret; encrypt it with Ansible Vault, or look it up", [setting.name])
}

_offences contains {"path": array.concat(task.path, [task.key]), "msg": msg, "is_open": false} if {
	some task in ansible_tasks.all
	task.is_own
	_runs_command(task)
	names := exposed.secrets_in(task.line, parameters)
	count(names) > 0
	said := [task.title, concat(", ", sort(names))]
	msg := sprintf("%s: the command contains what looks like a secret (%s); take it from a variable", said)
}

# Values with names: what is written as YAML, and the arguments in one text.
_settings := {{"path": path, "name": name, "value": value} |
	walk(ansible_tasks.document, [path, value])
	type_name(value) in {"string", "number"}
	name := path[count(path) - 1]
	is_string(name)
	ansible_tasks.is_own(path)
	not _is_command(name)
} | {{"path": ansible_tasks.argument_path(task, name), "name": name, "value": value} |
	some task in ansible_tasks.all
	task.is_own
	not task.is_mapping
	not _runs_command(task)
	some name, value in task.arguments
}

# Nobody keeps these secret, whatever they are called.
_sensitive := sensitive.names_among(names, parameters.name_patterns) if {
	names := {setting.name | some setting in _settings; setting.name != "update_password"}
}

_runs_command(task) if task.module in {"command", "shell", "raw", "script"}

# They are judged as commands.
_is_command(name) if regex.match(`^(ansible\.(builtin|legacy)\.)?(shell|command|raw|script|cmd)$`, name)

_is_literal(name, value) if {
	sensitive.is_something(value)
	not sensitive.is_pointer(name, value)
	not contains(sprintf("%v", [value]), "{{")
	not regex.match(`^\s*(\$ANSIBLE_VAULT;|[!*]+\s*$|(?i:always|on_create|present|absent)\s*$)`, sprintf("%v", [value]))
}

_is_to_be_filled_in(value) if {
	placeholder.is_in(value)
} else if {
	weak.is_placeholder(value)
} else := false

_advice(true) := "it is still to be filled in: encrypt it with Ansible Vault, or look it up"

_advice(false) := "encrypt it with Ansible Vault, or look it up"

_holds_secret(setting, patterns) if sensitive.has_secret(setting.value, patterns.value_patterns)

_holds_secret(setting, patterns) if {
	setting.name in {"content", "line", "block", "user_data"}
	count(exposed.secrets_in(setting.value, patterns)) > 0
}
