# METADATA
# title: Roles must list what they grant of extensions too
# description: |
#   An operator with every verb on its own API groups needs few of them, and what a next version adds
#   there it may do unseen. That reaches nothing of Kubernetes' own; where an extension brings a power
#   over the cluster, such as to switch off its policies, the control that knows the power speaks too.
# related_resources: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege]
# custom:
#   severity: medium
#   requirements: [RBAC-01]
#   match: [rbac]
#   remediation: Write out the resources and verbs that are needed.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Roles that may do this, by their exact names; a
#       ClusterRole as name, a Role as namespace/name."}
package guiderail.rbac.extension_wildcards

import data.lib.guiderail.ctx
import data.lib.guiderail.rbac
import data.lib.guiderail.wildcard

defaults := {"allowed_roles": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": place.path}} if {
	some rule in rbac.rules(parameters.allowed_roles)
	wildcard.is_of_extensions(rule)
	not _is_every_external_metric(rule)
	place := wildcard.place(rule)
	msg := sprintf("%s: whoever is bound to this %s can %s; write out what is needed", [place.title, ctx.kind, place.can])
}

# Of that autoscaling.external_metrics_access speaks, which knows for whom it is.
_is_every_external_metric(rule) if {
	rule.groups == {"external.metrics.k8s.io"}
	"*" in rule.resources
}
