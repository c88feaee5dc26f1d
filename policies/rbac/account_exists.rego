# METADATA
# title: Workloads run as service accounts that exist
# description: |
#   No pod is made for a workload whose service account is not there; the controller says so in an event
#   that few read. And whoever may create an account of that name decides later what the pods may do.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   severity: medium
#   requirements: [RBAC-21]
#   match: [workload]
#   remediation: Correct serviceAccountName, or add the ServiceAccount to what is applied together.
#   parameters:
#     known_service_accounts:
#       type: array
#       items: {type: string}
#       description: Service accounts that others make, as flux-system/kustomize-controller.
package guiderail.rbac.account_exists

import data.lib.guiderail.ctx
import data.lib.guiderail.known_account
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.workload

defaults := {"known_service_accounts": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	some pod in _pods
}

violation contains {"msg": msg, "details": {"path": workload.field_path(pod, "serviceAccountName")}} if {
	some pod in _pods
	not placeholder.is_in(pod.account)
	not ctx.operation
	_state(pod.account) == "absent"
	msg := sprintf("pod: serviceAccountName names ServiceAccount %q, which does not exist; correct the name or add it", [service_account.qualified(pod.account)])
}

unknown contains {"msg": msg, "details": {"path": workload.field_path(pod, "serviceAccountName")}} if {
	some pod in _pods
	msg := sprintf("pod: serviceAccountName names ServiceAccount %q, which is %s", [service_account.qualified(pod.account), _why(pod.account)])
}

_pods := [pod |
	some pod in service_account.pods
	not pod.account in {"", "default"}
]

_place := ctx.namespace if {
	is_string(ctx.namespace)
} else := ""

_state(name) := "present" if {
	service_account.qualified(name) in parameters.known_service_accounts
} else := known_account.state(_place, name)

_why(name) := "still to be filled in" if {
	placeholder.is_in(name)
} else := "not there yet" if {
	ctx.operation
	_state(name) != "present"
} else := "not here; whether the cluster has it is not told" if {
	_state(name) == "open"
}
