# METADATA
# title: Every workload runs as a service account of its own
# description: |
#   Pods that name no service account share the one called default. What is ever granted to one of them,
#   by a role or by an IAM role for the account, is granted to all, and the audit log cannot tell them
#   apart.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   severity: medium
#   requirements: [RBAC-14]
#   match: [workload]
#   remediation: Make a service account for the workload and name it in the pod's serviceAccountName.
#   parameters:
#     exempt_namespaces:
#       type: array
#       items: {type: string}
#       description: Exact names of namespaces whose pods belong to the cluster itself.
package guiderail.rbac.dedicated_service_account

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.workload

defaults := {"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": workload.field_path(pod, "serviceAccountName")}} if {
	some pod in service_account.pods
	how := _defects[pod.account]
	not _is_of_the_cluster
	msg := sprintf("pod: serviceAccountName is %s; name an account of its own", [how])
}

unknown contains {"msg": msg, "details": {"path": workload.field_path(pod, "serviceAccountName")}} if {
	some pod in service_account.pods
	placeholder.is_in(pod.account)
	not _is_of_the_cluster
	msg := sprintf("pod: serviceAccountName is %s, which is still to be filled in", [pod.account])
}

_is_of_the_cluster if ctx.namespace in parameters.exempt_namespaces

# An API server fills in the name that is left out.
_defects := {
	"": "not set, so that it runs as the account default of its namespace",
	"default": "default, the account of every pod that names none",
}
