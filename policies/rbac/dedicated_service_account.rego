# METADATA
# title: Every workload must run as a service account of its own
# description: |
#   Pods that do not name a service account share the one called default. Whatever one of them is
#   granted, by a role or by an IAM role of the service account, is granted to all of them, and the
#   audit log cannot tell them apart.
# related_resources: [https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/]
# custom:
#   severity: medium
#   requirements: [RBAC-14]
#   match: [workload]
#   remediation: Create a ServiceAccount for the workload and set serviceAccountName in the pod's spec to its name.
#   parameters:
#     exempt_namespaces: {type: array, items: {type: string}, description: "Exact names of namespaces whose pods belong
#       to the cluster itself."}
package guiderail.rbac.dedicated_service_account

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.workload

defaults := {"exempt_namespaces": ["kube-system", "kube-public", "kube-node-lease", "gatekeeper-system"]}

parameters := object.union(defaults, ctx.parameters)

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains finding.of_stated(path, "pod: serviceAccountName is", pod.account, wrong) if {
	not _is_of_the_cluster
	some pod in service_account.pods
	wrong := sprintf("%s; use a dedicated service account", [_defect(pod.account)])
	path := workload.field_path(pod, "serviceAccountName")
}

_is_of_the_cluster if ctx.namespace in parameters.exempt_namespaces

# An API server fills in the name that is left out.
_defect("") := "not set, so the pod runs as the service account default of its namespace"

_defect("default") := "default, the service account of every pod that names none"

_defect(account) := account if placeholder.is_in(account)
