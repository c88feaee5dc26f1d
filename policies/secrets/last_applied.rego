# METADATA
# title: Secrets must not repeat their values in an annotation
# description: |
#   The commands kubectl apply and kubectl create --save-config copy the whole object into an
#   annotation, including the values of a Secret. Tools that hide a Secret's data, such as kubectl get,
#   dashboards and logs, show annotations, so whoever may see those can read the password.
# related_resources:
#   - https://kubernetes.io/docs/reference/using-api/server-side-apply/
#   - https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes
# custom:
#   severity: medium
#   requirements: [SECRETS-12]
#   match: [{groups: [""], kinds: [Secret]}]
#   remediation: Create the Secret with kubectl create or kubectl apply --server-side, or let an operator create it.
#     Then remove the annotation and change the values that it contained.
#   parameters:
#     annotations: {type: array, items: {type: string}, description: "Keys of annotations in which tools keep the
#       manifest that they applied."}
package guiderail.secrets.last_applied

import data.lib.guiderail.ctx

defaults := {"annotations": ["kubectl.kubernetes.io/last-applied-configuration"]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["metadata", "annotations", name]}} if {
	ctx.kind == "Secret"
	ctx.group == ""
	some name in parameters.annotations
	copy := ctx.resource.metadata.annotations[name]
	is_string(copy)
	what := sprintf("annotation %s %s", [name, _content(copy)])
	msg := sprintf("%s; apply the Secret with --server-side and remove the annotation", [what])
}

_content(copy) := sprintf("repeats the values of %s", [concat(", ", sort(keys))]) if {
	json.is_valid(copy)
	manifest := json.unmarshal(copy)
	keys := {key |
		some field in ["data", "stringData"]
		some key, text in manifest[field]
		not text in {null, ""}
	}
	count(keys) > 0
} else := "contains what looks like the values of the Secret" if {
	# Cut off, or YAML.
	not json.is_valid(copy)
	regex.match(`(^|[\s{,])"?(data|stringData)"?[ \t]*:`, copy)
}
