# METADATA
# title: Security labels of a namespace must be changed only by named principals
# description: |
#   Labels on a namespace can turn its safeguards off: the Pod Security level, the exemption from Gatekeeper, the
#   permission to serve the internet. Whoever may edit a namespace may edit its labels, so changes to these few need a
#   separate check.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-admission/
#   - https://open-policy-agent.github.io/gatekeeper/website/docs/exempt-namespaces/
# custom:
#   severity: high
#   requirements: [NS-03]
#   match: [{groups: [""], kinds: [Namespace]}]
#   remediation: Have one of the allowed users or groups change the label, or extend allowed_users or allowed_groups.
#   parameters:
#     domains: {type: array, items: {type: string}, description: "Domains (the part before the slash) of the labels that
#       are guarded."}
#     domains_free_on_creation: {type: array, items: {type: string}, description: "Guarded domains whose labels may be
#       set by whoever creates the namespace."}
#     allowed_users: {type: array, items: {type: string}, description: "Exact names of users that may change the labels.
#       A service account is written as system:serviceaccount:<namespace>:<name>."}
#     allowed_groups: {type: array, items: {type: string}, description: "Exact names of groups whose members may change
#       the labels."}
package guiderail.namespaces.label_guard

import data.lib.guiderail.ctx
import data.lib.guiderail.label_change
import data.lib.guiderail.principal

defaults := {
	"domains": ["pod-security.kubernetes.io", "admission.gatekeeper.sh", "networking", "guiderail.dev"],
	"domains_free_on_creation": ["pod-security.kubernetes.io"],
	"allowed_users": [],
	"allowed_groups": ["system:masters"],
}

parameters := object.union(defaults, ctx.parameters)

applies if label_change.is_possible

violation contains {"msg": msg, "details": {"path": ["metadata", "labels", label]}} if {
	not principal.is_allowed(parameters)
	some label in label_change.labels
	some domain in parameters.domains
	startswith(label, concat("", [domain, "/"]))
	not _is_free(domain)
	msg := principal.refusal(sprintf("change label %s", [label]))
}

_is_free(domain) if {
	ctx.operation == "CREATE"
	domain in parameters.domains_free_on_creation
}
