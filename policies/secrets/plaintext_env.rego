# METADATA
# title: Sensitive environment variables must come from a Secret
# description: |
#   Whoever can read the manifest, its repository or the object in the cluster can read a password, PIN,
#   token or key in it, and the value stays in their history. For the X-Road sidecar these are the token
#   PIN, which unlocks the signing keys, and the passwords of the database and the administrator.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/
#   - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
# custom:
#   severity: high
#   requirements: [SECRETS-01, XR-01]
#   match: [workload]
#   remediation: Move the value to a Secret and refer to it with valueFrom.secretKeyRef or envFrom.secretRef.
#   fix:
#     - at: [value]
#       set: {path: [.., valueFrom, secretKeyRef], value: {name: {secret_with: [.., name]}, key: {from: [.., name]}}}
#       remove: {}
#     - at: [value]
#       set: {path: [.., valueFrom, secretKeyRef], value: {name: {from: [/, metadata, name]}, key: {from: [.., name]}}}
#       remove: {}
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A variable whose name
#       matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A value that matches
#       one is a secret, whatever the variable's name."}
#     allowed_names: {type: array, items: {type: string}, description: "Exact names of variables that look sensitive but
#       are not."}
package guiderail.secrets.plaintext_env

import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.variable_value
import data.lib.guiderail.workload

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values, "allowed_names": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	count(_sensitive_names) > 0
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _sensitive_names
	exposure := variable_value.exposure(container.spec, i, _sensitive_names)
	path := array.concat(container.path, array.concat(["env", i], exposure.field))
	msg := sprintf("%s: env %v %s; set valueFrom.secretKeyRef", [container.title, env.name, exposure.how])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["env", i, "value"])}} if {
	some container in workload.containers
	some i, env in container.spec.env
	is_string(env.value)
	exposed.may_hold_secret(env.value, parameters)
	not env.name in parameters.allowed_names
	not _is_exposed(container.spec, i)
	text := variable_value.expanded(container.spec, i, _sensitive_names)
	names := exposed.secrets_in(text, parameters) - _allowed
	count(names) > 0
	what := sprintf("%s: env %v contains what looks like a secret in plain text", [container.title, env.name])
	msg := sprintf("%s (%s); set valueFrom.secretKeyRef", [what, concat(", ", sort(names))])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["env", i, "value"])}} if {
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _sensitive_names
	sensitive.is_open(env.value)
	not sensitive.is_pointer(object.get(env, "name", ""), env.value)
	msg := sprintf("%s: the value of env %v is still to be filled in", [container.title, env.name])
}

unknown contains {"msg": msg, "details": {"path": array.concat(container.path, ["env", i, "value"])}} if {
	some container in workload.containers
	some i, env in container.spec.env
	env.name in _sensitive_names
	variable_value.may_come_from_config_map(container.spec, i)
	what := sprintf("%s: whether env %v", [container.title, env.name])
	msg := sprintf("%s gets its value from a ConfigMap in envFrom is not known", [what])
}

_is_exposed(spec, i) if {
	spec.env[i].name in _sensitive_names
	variable_value.exposure(spec, i, _sensitive_names)
}

_sensitive_names := sensitive.names_among(workload.variable_names, parameters.name_patterns) - _allowed

_allowed := {name | some name in parameters.allowed_names}
