# METADATA
# title: Workloads must run as service accounts that exist
# description: |
#   No pod is created for a workload whose service account does not exist, and the controller reports this only in an
#   event that few people read. In addition, whoever creates a service account of that name later decides what the pods
#   may do.
# related_resources: [https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/]
# custom:
#   severity: medium
#   requirements: [RBAC-21]
#   match: [workload]
#   remediation: Correct serviceAccountName, or add the ServiceAccount to the applied manifests.
#   parameters:
#     known_service_accounts: {type: array, items: {type: string}, description: "Service accounts that are created
#       elsewhere, for example flux-system/kustomize-controller."}
package guiderail.rbac.account_exists

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.known_account
import data.lib.guiderail.placeholder
import data.lib.guiderail.service_account
import data.lib.guiderail.workload

defaults := {"known_service_accounts": []}

parameters := object.union(defaults, ctx.parameters)

applies if count(service_account.assigned) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": workload.field_path(pod, "serviceAccountName"), "msg": msg, "is_open": is_open} if {
	some pod in service_account.assigned
	account := service_account.qualified(pod.account)
	[is_open, how] := _judged(pod.account, account)
	msg := sprintf("pod: serviceAccountName names ServiceAccount %q, which %s", [account, how])
}

_judged(name, account) := [true, "is still to be filled in"] if {
	placeholder.is_in(name)
} else := [true, "is not there yet"] if {
	ctx.operation
	_state(name, account) != "present"
} else := [true, "is not among these objects; the cluster may have it"] if {
	_state(name, account) == "open"
} else := [false, "does not exist; correct the name or add it"] if {
	_state(name, account) == "absent"
}

_state(name, account) := "present" if {
	account in parameters.known_service_accounts
} else := known_account.state(ctx.namespace_or_none, name)
