# METADATA
# title: Service account tokens must not be stored in Secrets
# description: |
#   A token in a Secret of this type never expires, is not bound to a pod, and works from anywhere for
#   whoever has read it once, in the cluster, a backup or a repository. Its use cannot be traced to a
#   person. Since version 1.24, Kubernetes no longer creates such Secrets.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/service-accounts/#authenticating-credentials
#   - https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#manual-secret-management-for-serviceaccounts
# custom:
#   severity: high
#   requirements: [SECRETS-11]
#   match: [{groups: [""], kinds: [Secret]}]
#   remediation: Delete the Secret and use tokens that expire. In pods, use a projected serviceAccountToken volume; for
#     people and pipelines, use kubectl create token or their own identity.
#   parameters:
#     allowed_secrets: {type: array, items: {type: string}, description: "Secrets that a program outside the cluster
#       cannot do without yet, each exactly as namespace/name."}
package guiderail.secrets.legacy_token

import data.lib.guiderail.ctx

defaults := {"allowed_secrets": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": path}} if {
	ctx.kind == "Secret"
	ctx.group == ""
	not _name in parameters.allowed_secrets
	path := _token_path
	account := object.get(ctx.resource, ["metadata", "annotations", _annotation], "(none)")
	what := sprintf("%s requests a token for service account %v that never expires", [_shown(path), account])
	msg := sprintf("%s; use tokens that expire", [what])
}

_token_path := ["type"] if {
	ctx.resource.type == "kubernetes.io/service-account-token"
} else := ["metadata", "annotations", _annotation] if {
	# Of this type by mistake, or a copy that was made to keep the token; a Secret with a type of its
	# own, such as the pull secrets that OpenShift makes for service accounts, holds something else.
	object.get(ctx.resource, "type", null) in {null, "", "Opaque"}
	is_object(ctx.resource.metadata.annotations)
	_annotation in object.keys(ctx.resource.metadata.annotations)
}

_annotation := "kubernetes.io/service-account.name"

_shown(path) := "type kubernetes.io/service-account-token" if {
	path == ["type"]
} else := sprintf("annotation %s", [_annotation])

_name := sprintf("%s/%v", [ctx.namespace_or_default, object.get(ctx.resource, ["metadata", "name"], "")])
