# METADATA
# title: Annotations must not hold secrets
# description: |
#   Whoever may read an object can read its annotations, and kubectl describe, dashboards and logs show
#   them. A password in an annotation is on display, and kubectl apply keeps a copy of it in the
#   last-applied-configuration annotation even after the value has been moved to a Secret.
# related_resources: [https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/]
# custom:
#   severity: high
#   requirements: [SECRETS-03]
#   match: [{groups: ["*"], kinds: ["*"]}]
#   remediation: Move the value to a Secret, refer to the Secret in the annotation if the program that reads it allows
#     that, and change the value.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). An annotation or a
#       setting whose name matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A text that matches
#       one contains a secret."}
#     allowed_names: {type: array, items: {type: string}, description: "Exact keys of annotations that are not
#       checked."}
package guiderail.secrets.annotations

import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.written_out

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values, "allowed_names": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	some root in _roots
	some _ in object.get(ctx.resource, root, {})
}

violation contains {"msg": msg, "details": {"path": array.concat(root, [key])}} if {
	some root in _roots
	annotations := object.get(ctx.resource, root, {})
	annotations != {}
	exposed.may_hold_secret(json.marshal(annotations), parameters)
	some key, text in annotations
	is_string(key)
	is_string(text)
	not key in parameters.allowed_names
	names := _found(key, text)
	count(names) > 0
	what := concat(", ", sort(names))
	msg := sprintf("annotation %s contains a secret in plain text (%s); move it to a Secret", [key, what])
}

_roots := [
	["metadata", "annotations"],
	["template", "metadata", "annotations"],
	["spec", "template", "metadata", "annotations"],
	["spec", "jobTemplate", "metadata", "annotations"],
	["spec", "jobTemplate", "spec", "template", "metadata", "annotations"],
]

# Of what the object itself still holds other controls speak, and of a Secret's copy secrets.last_applied.
_found("kubectl.kubernetes.io/last-applied-configuration", text) := set() if {
	_is_secret
} else := exposed.secrets_in(text, parameters) - exposed.secrets_in(_without_annotations, parameters)

_found(key, text) := exposed.secrets_in(text, parameters) | {key | _is_by_name(key, text)} if {
	key != "kubectl.kubernetes.io/last-applied-configuration"
}

_without_annotations := json.marshal(json.remove(ctx.resource, ["metadata/annotations", "metadata/managedFields"]))

_is_secret if {
	ctx.kind == "Secret"
	ctx.group == ""
}

_is_by_name(key, text) if {
	parts := split(key, "/")
	name := parts[count(parts) - 1]
	sensitive.is_sensitive_name(name, parameters.name_patterns)
	not regex.match(`(?i)(^|[^a-z])(checksums?|hash|digest|revision|sha256)([^a-z]|$)`, key)
	not _refers(name, text)
	written_out.is_secret(name, trim_space(text))
}

# Annotations name Secrets more often than they hold any: nginx.ingress.kubernetes.io/auth-secret.
_refers(name, text) if {
	regex.match(`(?i)(secrets?|credentials?|creds)$`, name)
	regex.match(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?(,[a-z0-9./-]+)*$`, text)
}

# Vault's agent is told paths.
_refers(name, _) if startswith(name, "agent-inject-")
