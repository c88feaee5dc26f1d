# METADATA
# title: Kubeconfigs
# description: |
#   What tells kubectl and other clients how to reach clusters: as a file, in a ConfigMap or Secret, or among the
#   files that an object has written to machines. Nothing here gives the value of a credential.
# custom:
#   match: [held, {type: kubeconfig}]
# related_resources:
#   - https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
package lib.guiderail.kubeconfigs

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.held
import data.lib.guiderail.placeholder
import data.lib.guiderail.sensitive

# METADATA
# description: |
#   The kubeconfigs: `document`, `is_file` (whether it is the artefact itself), and else `path` of the text that
#   holds it; `title` is what messages begin with.
all := array.concat(
	[{"document": ctx.resource, "is_file": true, "path": [], "title": ""} | artefact_type.under_review == "kubeconfig"],
	[{"document": text.document, "is_file": false, "path": text.path, "title": sprintf("%s: ", [text.title])} |
		some text in held.documents
		artefact_type.is_kubeconfig(text.document)
	],
)

# METADATA
# description: |
#   The texts that seem to be kubeconfigs and cannot be read, as `held` gives them: their placeholders are still
#   to be filled in, or they are broken.
unreadable := [text |
	some text in held.unreadable
	regex.match(`(?m)kind["']?[ \t]*:[ \t]*["']?Config\b`, text.text)
	regex.match(`(?m)^[ \t"']*(clusters|users|contexts)["']?[ \t]*:`, text.text)
]

# METADATA
# description: |
#   The users, clusters and contexts: each entry with `config` (one of `all`), `name`, `path` (of the entry's
#   steps in the kubeconfig), `values` and `title`.
users := _entries("users", "user")

# METADATA
# scope: document
# description: The clusters, in the same form.
clusters := _entries("clusters", "cluster")

# METADATA
# scope: document
# description: The contexts, in the same form.
contexts := _entries("contexts", "context")

_entries(list, field) := [entry |
	some config in all
	some i, written in config.document[list]
	is_object(written)
	values := object.get(written, field, null)
	is_object(values)
	name := object.get(written, "name", "")
	entry := {
		"config": config,
		"name": name,
		"steps": [list, i, field],
		"values": values,
		"title": sprintf("%s%s %s", [config.title, field, _quoted(name, i)]),
	}
]

_quoted(name, _) := sprintf("%q", [name]) if {
	is_string(name)
	name != ""
} else := sprintf("%v", [name]) if {
	is_number(name)
}

_quoted(name, i) := sprintf("[%d]", [i]) if not _is_name(name)

_is_name(name) if is_number(name)

_is_name(name) if {
	is_string(name)
	name != ""
}

# METADATA
# description: Where steps below an entry stand in the artefact; in a text, the text is the place.
path(entry, steps) := array.concat(entry.steps, steps) if {
	entry.config.is_file
} else := entry.config.path

# METADATA
# description: |
#   What a user proves its identity with and always stays the same: `steps` below the entry, `field` (how a
#   message names it), `is_hidden` (whether kubectl printed the kubeconfig without its values), `is_open` (whether
#   the value is still to be filled in), and `is_written` (whether the credential itself is in the text, and not
#   the path of a file).
credentials(user) := [credential |
	some places in [_fields(user), _provided(user), _variables(user), _options(user)]
	some found in places
	credential := {
		"steps": found.steps,
		"field": found.field,
		"is_written": found.is_written,
		"is_hidden": found.value in {"REDACTED", "DATA+OMITTED"},
		"is_open": placeholder.is_open(found.value),
	}
]

_fields(user) := [found |
	some field, is_written in _credential_fields
	value := user.values[field]
	_is_something(value)
	not _is_overruled(user, field)
	found := {"steps": [field], "field": field, "value": value, "is_written": is_written}
]

# Whether each holds the credential itself, and not the path of a file.
_credential_fields := {
	"token": true,
	"tokenFile": false,
	"password": true,
	"client-key": false,
	"client-key-data": true,
}

# Clients take the data where both are there. A token file wins over the token, which is in the text all the same.
_is_overruled(user, "client-key") if _is_something(user.values["client-key-data"])

_provided(user) := [found |
	some key in ["access-token", "id-token", "refresh-token", "client-secret"]
	value := user.values["auth-provider"].config[key]
	_is_something(value)
	found := {
		"steps": ["auth-provider", "config", key],
		"field": sprintf("auth-provider.config.%s", [key]),
		"value": value,
		"is_written": true,
	}
]

_variables(user) := [found |
	some i, variable in user.values.exec.env
	_is_something(variable.value)
	_names_secret(variable.name)
	found := {
		"steps": ["exec", "env", i, "value"],
		"field": sprintf("exec.env[%d].value (%s)", [i, variable.name]),
		"value": variable.value,
		"is_written": true,
	}
]

_options(user) := array.concat(separate, joined) if {
	args := _texts(user.values)
	separate := [found |
		some i, option in args
		startswith(option, "--")
		not contains(option, "=")
		_names_secret(trim_left(option, "-"))
		value := args[i + 1]
		_is_something(value)
		not startswith(value, "--")
		found := {
			"steps": ["exec", "args", i + 1],
			"field": sprintf("exec.args[%d] (behind %s)", [i + 1, option]),
			"value": value,
			"is_written": true,
		}
	]
	joined := [found |
		some i, option in args
		startswith(option, "--")
		at := indexof(option, "=")
		at > 0
		_names_secret(trim_left(substring(option, 0, at), "-"))
		value := substring(option, at + 1, -1)
		_is_something(value)
		found := {
			"steps": ["exec", "args", i],
			"field": sprintf("exec.args[%d] (%s)", [i, substring(option, 0, at)]),
			"value": value,
			"is_written": true,
		}
	]
}

_texts(values) := [shown |
	some arg in values.exec.args
	shown := sprintf("%v", [arg])
]

_names_secret(name) if {
	is_string(name)
	sensitive.is_sensitive_name(name, sensitive.names)
}

_is_something(value) if {
	is_string(value)
	trim_space(value) != ""
}

_is_something(value) if is_number(value)
