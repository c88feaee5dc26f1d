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
	some container in workload.containers
	some i, env in container.spec.env
	exposure := _exposure(env, container.spec.env)

	path := array.concat(container.path, array.concat(["env", i], exposure.field))
	msg := sprintf("%s: env %v %s; set valueFrom.secretKeyRef", [container.title, env.name, exposure.how])
}

_exposure(env, _) := {"field": ["value"], "how": "holds a sensitive value in plain text"} if {
	_is_sensitive(env)
	sensitive.is_literal(env.value)
} else := {"field": ["value"], "how": "holds what looks like a secret in plain text"} if {
	not env.name in parameters.allowed_names
	sensitive.has_secret(sprintf("%v", [env.value]), parameters.value_patterns)
} else := {"field": ["valueFrom", "configMapKeyRef"], "how": "takes a sensitive value from a ConfigMap"} if {
	_is_sensitive(env)
	is_object(env.valueFrom.configMapKeyRef)
}

# $(OTHER) is replaced by the value of a variable that stands before it, whatever that one is called.
_exposure(env, siblings) := {"field": ["value"], "how": how} if {
	_is_sensitive(env)
	some other in siblings
	env.value == sprintf("$(%v)", [other.name])
	not _is_sensitive(other)
	sensitive.is_literal(other.value)
	how := sprintf("takes the plain-text value of env %s", [other.name])
}

_is_sensitive(env) if {
	is_string(env.name)
	not env.name in parameters.allowed_names
	sensitive.is_sensitive_name(env.name, parameters.name_patterns)
}
