# METADATA
# title: Service accounts of pods
# description: Which service account a pod runs as. Yields nothing for any other kind.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
package lib.guiderail.service_account

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# METADATA
# description: |
#   The pods of the object under review with the `account` from serviceAccountName, or from the deprecated field
#   serviceAccount; "" if neither is set, which means default. Pods that get their account from another object are
#   left out.
pods := [object.union(pod, {"account": account}) |
	some pod in workload.pods
	account := of(pod.spec)
	_is_told(pod, account)
]

# METADATA
# description: Those of the pods that run as an account other than default.
assigned := [pod | some pod in pods; name(pod.account) != "default"]

# METADATA
# description: The name of the account in a pod's specification, "" if there is none.
of(spec) := account if {
	account := spec.serviceAccountName
	is_string(account)
	account != ""
} else := account if {
	account := spec.serviceAccount
	is_string(account)
} else := ""

_is_told(pod, _) if not pod.is_part

_is_told(_, account) if account != ""

# METADATA
# scope: document
# description: The name of the account for what `of` returns.
name("") := "default"

name(written) := written if written != ""

# METADATA
# description: |
#   A service account with that name in the namespace under review, as `shop/app`. An object without a
#   namespace counts as being in the namespace default.
qualified(written) := sprintf("%s/%s", [ctx.namespace_or_default, name(written)])
