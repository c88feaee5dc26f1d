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
#   The name as the pod gives it, in the field of today or in the one that this replaced; "" when it
#   gives none, which means default. Undefined where there is no pod.
of_pod := name if {
	name := workload.pod.spec.serviceAccountName
	is_string(name)
	name != ""
} else := name if {
	name := workload.pod.spec.serviceAccount
	is_string(name)
} else := "" if {
	workload.pod
}

# METADATA
# description: |
#   A service account of the namespace under review with that name, as `shop/app`. An object without a
#   namespace counts as of the namespace default.
qualified("") := sprintf("%s/default", [_namespace])

qualified(name) := sprintf("%s/%s", [_namespace, name]) if name != ""

_namespace := ctx.namespace if {
	is_string(ctx.namespace)
} else := "default"
