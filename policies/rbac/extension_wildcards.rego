# METADATA
# title: Roles must list what they grant on extensions instead of using wildcards
# description: |
#   An operator with every verb on its own API groups needs only a few of them, and whatever its next
#   version adds is granted unseen. Such a wildcard does not reach the resources of Kubernetes itself.
#   If an extension gives power over the cluster, such as turning off its policies, the control for that
#   power reports the role as well.
# related_resources: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege]
# custom:
#   severity: medium
#   requirements: [RBAC-01]
#   match: [rbac]
#   remediation: List the resources and verbs that are needed.
#   parameters:
#     allowed_roles: {type: array, items: {type: string}, description: "Exact names of roles that may grant this. A
#       ClusterRole is written as name, a Role as namespace/name."}
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
	msg := sprintf("%s: anyone bound to this %s can %s; list what is needed", [place.title, ctx.kind, place.can])
}

# Of that autoscaling.external_metrics_access speaks, which knows for whom it is.
_is_every_external_metric(rule) if {
	rule.groups == {"external.metrics.k8s.io"}
	"*" in rule.resources
}
