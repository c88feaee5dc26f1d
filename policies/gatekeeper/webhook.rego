# METADATA
# title: Gatekeeper's webhook must cover every resource and fail closed
# description: |
#   Policies that Gatekeeper enforces are only as good as its webhook. With failurePolicy Ignore, the
#   default of its installation, everything is admitted while Gatekeeper is down, so an attacker only
#   has to keep it busy. A selector or a match condition that skips objects opens a door that no
#   constraint guards.
# related_resources:
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/failing-closed
#   - https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
# custom:
#   severity: medium
#   requirements: [META-03]
#   match: [{groups: [admissionregistration.k8s.io], kinds: [ValidatingWebhookConfiguration]}]
#   limits:
#     gatekeeper: Only the audit evaluates this control, because the API server does not call webhooks for webhook
#       configurations.
#   remediation: Set failurePolicy to Fail, make the rules cover CREATE and UPDATE of every resource, and let the
#     selectors exempt only the control plane's namespaces.
#   fix:
#     - {at: [failurePolicy], set: {value: Fail}}
#   parameters:
#     webhooks: {type: array, items: {type: string}, description: "Exact names of the webhooks that enforce policy."}
#     operations: {type: array, items: {type: string}, description: "Operations that the webhook must cover. Add DELETE
#       if deletions are guarded."}
#     resources: {type: array, items: {type: string}, description: "Resources that the rules must cover. Ephemeral
#       containers arrive as a resource of their own."}
#     exempt_labels: {type: array, items: {type: string}, description: "Labels by which namespaces may be exempted.
#       Whoever may set one of them can escape the policy."}
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces that may be
#       exempted."}
#     match_conditions: {type: array, items: {type: string}, description: "Exact names of match conditions that may skip
#       requests."}
package guiderail.gatekeeper.webhook

import data.lib.guiderail.ctx
import data.lib.guiderail.webhook_rule

defaults := {
	"webhooks": ["validation.gatekeeper.sh"],
	"operations": ["CREATE", "UPDATE"],
	"resources": ["*", "pods/ephemeralcontainers"],
	"exempt_labels": ["admission.gatekeeper.sh/ignore", "control-plane", "kubernetes.azure.com/managedby"],
	"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"],
	"match_conditions": [],
}

parameters := object.union(defaults, ctx.parameters)

applies if count(_webhooks) > 0

violation contains {"msg": msg, "details": {"path": array.concat(webhook.path, ["failurePolicy"])}} if {
	some webhook in _webhooks
	not object.get(webhook.spec, "failurePolicy", null) in [null, "Fail"]
	what := sprintf("%s: failurePolicy is %v", [webhook.name, webhook.spec.failurePolicy])
	msg := sprintf("%s, so everything is admitted while Gatekeeper is down; set Fail", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(webhook.path, ["rules"])}} if {
	some webhook in _webhooks
	some operation in parameters.operations
	some resource in parameters.resources
	not webhook_rule.is_covered(webhook.spec, operation, resource)
	msg := sprintf("%s: no rule covers %s of %s in every group and version; add it", [webhook.name, operation, resource])
}

violation contains {"msg": msg, "details": {"path": array.concat(webhook.path, ["objectSelector"])}} if {
	some webhook in _webhooks
	some field in ["matchLabels", "matchExpressions"]
	some _ in webhook.spec.objectSelector[field]
	msg := sprintf("%s: objectSelector leaves out objects by labels of their own; remove it", [webhook.name])
}

violation contains {"msg": msg, "details": {"path": array.concat(webhook.path, ["matchConditions", i])}} if {
	some webhook in _webhooks
	some i, condition in webhook.spec.matchConditions
	name := object.get(condition, "name", "")
	not name in parameters.match_conditions
	msg := sprintf("%s: the condition %q leaves out requests; remove it, or allow it by name", [webhook.name, name])
}

violation contains {"msg": msg, "details": {"path": array.concat(webhook.path, ["namespaceSelector"])}} if {
	some webhook in _webhooks
	some label, value in webhook.spec.namespaceSelector.matchLabels
	what := sprintf("%s: namespaceSelector leaves out every namespace without %s=%v", [webhook.name, label, value])
	msg := sprintf("%s; leave out single ones instead", [what])
}

violation contains {"msg": msg, "details": {"path": array.concat(webhook.path, [
	"namespaceSelector", "matchExpressions", i,
])}} if {
	some webhook in _webhooks
	some i, expression in webhook.spec.namespaceSelector.matchExpressions
	msg := sprintf("%s: %s", [webhook.name, webhook_rule.exemption(expression, parameters)])
}

_webhooks := [{"name": spec.name, "path": ["webhooks", i], "spec": spec} |
	ctx.group == "admissionregistration.k8s.io"
	ctx.kind == "ValidatingWebhookConfiguration"
	some i, spec in ctx.resource.webhooks
	spec.name in parameters.webhooks
]
