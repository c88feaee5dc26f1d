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
#   The pods of the object under review with the `account`, as a pod gives it in the field of
#   today or in the one that this replaced; "" when it gives none, which means default. Left out are those of
#   which something else tells the account.
pods := [object.union(pod, {"account": account}) |
	some pod in workload.pods
	account := of(pod.spec)
	_is_told(pod, account)
]

# METADATA
# description: The name of the account as a pod's specification gives it, "" for none.
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
# description: The name of the account by what `of` gives.
name("") := "default"

name(written) := written if written != ""

# METADATA
# description: |
#   A service account of the namespace under review with that name, as `shop/app`. An object without a
#   namespace counts as of the namespace default.
qualified(written) := sprintf("%s/%s", [ctx.namespace_or_default, name(written)])
