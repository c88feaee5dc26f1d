# METADATA
# title: References to Secrets must be complete and required
# description: |
#   A reference without the name of a Secret or key, usually because of wrong indentation, gives the
#   container nothing. The API server refuses the pod, or the variable stays empty and the application
#   falls back to a default password. The same happens silently if the reference to a password is
#   optional and its Secret is missing.
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
#   - https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
# custom:
#   severity: high
#   requirements: [SECRETS-06]
#   match: [workload]
#   remediation: Set the Secret's name in envFrom.secretRef.name, or its name and key in valueFrom.secretKeyRef, and
#     remove optional from references to credentials.
#   fix:
#     - at: [envFrom, "*", name]
#       if: [.., secretRef]
#       set: {path: [.., secretRef, name], value: {from: [.., name]}}
#       remove: {}
#     - {at: [secretKeyRef, optional], remove: {}}
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A variable whose name
#       matches one must not be optional."}
#     allowed_optional: {type: array, items: {type: string}, description: "Exact names of sensitive variables that the
#       application can do without."}
package guiderail.secrets.secret_reference

import data.lib.guiderail.ctx
import data.lib.guiderail.reference_form
import data.lib.guiderail.secret_use
import data.lib.guiderail.sensitive
import data.lib.guiderail.value
import data.lib.guiderail.workload

defaults := {"name_patterns": sensitive.names, "allowed_optional": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	some container in workload.containers
	secret_use.has_variables(container.spec)
}

applies if count(violation) > 0

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	is_array(container.spec.envFrom)
	some i, source in container.spec.envFrom
	defect := reference_form.source_defect(source)
	path := array.concat(container.path, array.concat(["envFrom", i], defect.field))
	msg := sprintf("%s: envFrom[%v] %s", [container.title, i, defect.how])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some i, env in container.spec.env
	is_object(env)
	count(object.remove(env, ["name", "value"])) > 0
	defect := reference_form.value_defect(env)
	path := array.concat(container.path, array.concat(["env", i], defect.field))
	msg := sprintf("%s %s", [_title(container, i, env), defect.how])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some i, env in container.spec.env
	reference := env.valueFrom.secretKeyRef
	is_object(reference)
	some field in ["name", "key"]
	not value.has_text(reference, field)
	path := array.concat(container.path, ["env", i, "valueFrom", "secretKeyRef", field])
	what := sprintf("%s has a secretKeyRef without a %s", [_title(container, i, env), field])
	msg := sprintf("%s; set secretKeyRef.%s", [what, field])
}

# An optional envFrom.secretRef is no defect: it is how charts offer extra variables, and nothing in the
# manifest tells which variables it is to bring.
violation contains {"msg": msg, "details": {"path": path}} if {
	some container in workload.containers
	some i, env in container.spec.env
	env.valueFrom.secretKeyRef.optional == true
	is_string(env.name)
	not env.name in parameters.allowed_optional
	sensitive.is_sensitive_name(env.name, parameters.name_patterns)
	path := array.concat(container.path, ["env", i, "valueFrom", "secretKeyRef", "optional"])
	what := sprintf("%s is silently left unset", [_title(container, i, env)])
	msg := sprintf("%s when the Secret or its key is missing; remove optional", [what])
}

_title(container, i, env) := sprintf("%s: env %v", [container.title, object.get(env, "name", sprintf("#%v", [i]))])
