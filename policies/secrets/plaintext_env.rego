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
	exposure := _exposure(env, container.spec.env)

	path := array.concat(container.path, array.concat(["env", i], exposure.field))
	msg := sprintf("%s: env %v %s; set valueFrom.secretKeyRef", [container.title, env.name, exposure.how])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	sensitive.may_hold_secret(container.spec.env, parameters.value_patterns)
	some i, env in container.spec.env
	is_string(env.value)
	sensitive.has_secret(env.value, parameters.value_patterns)
	not env.name in parameters.allowed_names
	not env.name in _sensitive_names

	path := array.concat(container.path, ["env", i, "value"])
	msg := sprintf("%s: env %v holds what looks like a secret in plain text; set valueFrom.secretKeyRef", [container.title, env.name])
}

_exposure(env, _) := {"field": ["value"], "how": "holds a sensitive value in plain text"} if {
	sensitive.is_literal(env.value)
} else := {"field": ["valueFrom", "configMapKeyRef"], "how": "takes a sensitive value from a ConfigMap"} if {
	is_object(env.valueFrom.configMapKeyRef)
}

_exposure(env, siblings) := {"field": ["value"], "how": how} if {
	some other in _plain_variables(siblings, env.value)
	how := sprintf("takes the plain-text value of env %s", [other])
}

# $(OTHER) is replaced by the value of a variable that stands before it, whatever that one is called.
_plain_variables(siblings, reference) := {other.name |
	some other in siblings
	reference == sprintf("$(%v)", [other.name])
	not other.name in _sensitive_names
	sensitive.is_literal(other.value)
}

_sensitive_names := sensitive.names_among(workload.variable_names, parameters.name_patterns) - _allowed

_allowed := {name | some name in parameters.allowed_names}
