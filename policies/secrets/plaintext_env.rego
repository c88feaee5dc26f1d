# METADATA
# title: Sensitive environment variables must come from a Secret
# description: |
#   A password, PIN, token or key written into a manifest is readable by everyone who can read the
#   manifest, the repository it lies in or the object in the cluster, and it stays in their history.
#   For the X-Road sidecar that is the token PIN, which unlocks the signing keys, and the database
#   and administrator passwords.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/
#   - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
# custom:
#   severity: high
#   requirements: [SECRETS-01, XR-01]
#   match: [workload]
#   remediation: Move the value to a Secret and reference it with valueFrom.secretKeyRef or envFrom.secretRef.
#   parameters:
#     name_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a variable whose name matches one is sensitive.
#     value_patterns:
#       type: array
#       items: {type: string}
#       description: Regular expressions (RE2); a value that matches one is a secret under any name.
#     allowed_names:
#       type: array
#       items: {type: string}
#       description: Exact names of variables that look sensitive and are not.
package guiderail.secrets.plaintext_env

import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.workload

defaults := {
	"name_patterns": sensitive.names,
	"value_patterns": sensitive.values,
	"allowed_names": [],
}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	count(_sensitive_names) > 0
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _sensitive_names
	exposure := _exposure(container.spec, i)

	path := array.concat(container.path, array.concat(["env", i], exposure.field))
	msg := sprintf("%s: env %v %s; set valueFrom.secretKeyRef", [container.title, env.name, exposure.how])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some i, env in container.spec.env
	is_string(env.value)
	exposed.may_hold_secret(env.value, parameters)
	not env.name in parameters.allowed_names
	not _is_exposed(container.spec, i)
	names := exposed.secrets_in(_expanded(container.spec, i), parameters) - _allowed
	count(names) > 0

	path := array.concat(container.path, ["env", i, "value"])
	msg := sprintf("%s: env %v holds what looks like a secret in plain text (%s); set valueFrom.secretKeyRef", [container.title, env.name, concat(", ", sort(names))])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _sensitive_names
	sensitive.is_open(env.value)
	not sensitive.is_pointer(object.get(env, "name", ""), env.value)
	path := array.concat(container.path, ["env", i, "value"])
	msg := sprintf("%s: what env %v holds is still to be filled in", [container.title, env.name])
}

unknown contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _sensitive_names
	some reference in _references(env.value)
	not reference in _names_before(container.spec, i)
	_takes_config_map(container.spec)
	path := array.concat(container.path, ["env", i, "value"])
	msg := sprintf("%s: whether env %v takes its value from a ConfigMap of envFrom is not known", [container.title, env.name])
}

# The value with those of variables with innocent names, as the kubelet puts them in.
_expanded(spec, i) := strings.replace_n(values, spec.env[i].value) if {
	contains(spec.env[i].value, "$(")
	is_array(spec.env)
	values := {sprintf("$(%s)", [other.name]): other.value |
		some other in array.slice(spec.env, 0, i)
		is_string(other.name)
		is_string(other.value)
		not other.name in _sensitive_names
	}
} else := spec.env[i].value

_is_exposed(spec, i) if {
	spec.env[i].name in _sensitive_names
	_exposure(spec, i)
}

_exposure(spec, i) := {"field": ["value"], "how": "holds a sensitive value in plain text"} if {
	_is_plain(spec, i)
} else := {"field": ["valueFrom", "configMapKeyRef"], "how": "takes a sensitive value from a ConfigMap"} if {
	is_object(spec.env[i].valueFrom.configMapKeyRef)
} else := {"field": ["value"], "how": how} if {
	some other in _plain_variables(spec, i)
	how := sprintf("takes the plain-text value of env %s", [other])
}

# Text is what is left of a value when the variables are taken out that the kubelet puts in.
_is_plain(spec, i) if {
	env := spec.env[i]
	sensitive.is_something(env.value)
	not sensitive.is_open(env.value)
	not sensitive.is_pointer(env.name, env.value)
	not _is_referring(spec, i)
}

_is_referring(spec, i) if {
	references := _references(spec.env[i].value)
	count(references) > 0
	every reference in references {
		_may_be_defined(spec, i, reference)
	}
	rest := strings.replace_n({text: "" | some reference in references; text := sprintf("$(%s)", [reference])}, spec.env[i].value)
	not regex.match(`[A-Za-z0-9]`, rest)
}

# The names in $(NAME); what is written $$(NAME) is text.
_references(value) := {match[1] |
	is_string(value)
	contains(value, "$(")
	some match in regex.find_all_string_submatch_n(`\$\(([^()]+)\)`, strings.replace_n({"$$": ""}, value), -1)
}

# The kubelet puts in the variables of envFrom, those that stand before, and the addresses of Services.
_may_be_defined(spec, i, name) if name in _names_before(spec, i)

_may_be_defined(spec, _, name) if {
	regex.match(`^[A-Za-z_.-][\w.-]*$`, name)
	some source in spec.envFrom
	is_object(source)
}

_may_be_defined(_, _, name) if regex.match(`^[A-Z0-9_]+_(SERVICE_(HOST|PORT\w*)|PORT\w*)$`, name)

_names_before(spec, i) := {other.name |
	is_array(spec.env)
	some other in array.slice(spec.env, 0, i)
}

_takes_config_map(spec) if {
	some source in spec.envFrom
	is_object(source.configMapRef)
}

# $(OTHER) is replaced by the value of a variable that stands before it, whatever that one is called.
_plain_variables(spec, i) := {other.name |
	is_array(spec.env)
	some name in _references(spec.env[i].value)
	some other in array.slice(spec.env, 0, i)
	other.name == name
	not other.name in _sensitive_names
	sensitive.is_literal(other.value)
}

_sensitive_names := sensitive.names_among(workload.variable_names, parameters.name_patterns) - _allowed

_allowed := {name | some name in parameters.allowed_names}
