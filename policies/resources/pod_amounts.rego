# METADATA
# title: The resources of a pod must cover those of its containers
# description: |
#   A pod may set requests and limits as a whole (Kubernetes 1.34 and later). The API server refuses it
#   if its containers together request more than the pod, if one of them has a higher limit, or if the
#   pod lists any resource other than CPU, memory and huge pages. What was reviewed then never runs.
# related_resources: [https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/]
# custom:
#   severity: medium
#   requirements: [RES-08]
#   match: [workload]
#   remediation: Raise the amounts in the pod's spec.resources to what its containers need, or lower those of the
#     containers.
package guiderail.resources.pod_amounts

import data.lib.guiderail.placeholder
import data.lib.guiderail.pod_resources
import data.lib.guiderail.quantity

violation contains {"msg": msg, "details": {"path": array.concat(owner.path, [list, name])}} if {
	some owner in pod_resources.owners
	some list in ["requests", "limits"]
	some name, _ in owner.resources[list]
	is_string(name)
	not name in {"cpu", "memory"}
	not startswith(name, "hugepages-")
	msg := sprintf("pod: resources.%s.%s cannot be set for a whole pod; set it on the containers", [list, name])
}

violation contains {"msg": msg, "details": {"path": claim.path}} if {
	some claim in pod_resources.claims
	claim.total > quantity.parse(claim.written)
	msg := sprintf("pod: %s is less than what its containers request in total, %s", [claim.title, claim.shown])
}

violation contains {"msg": msg, "details": {"path": array.concat(container.path, ["resources", "limits", name])}} if {
	some owner in pod_resources.owners
	some container in owner.containers
	container.list == "containers"
	some name in ["cpu", "memory"]
	limit := container.spec.resources.limits[name]
	written := owner.resources.limits[name]
	quantity.parse(limit) > quantity.parse(written)
	what := sprintf("%s: resources.limits.%s %v", [container.title, name, limit])
	msg := sprintf("%s exceeds the pod's limit of %v, which the API server rejects; lower it", [what, written])
}

unknown contains {"msg": msg, "details": {"path": claim.path}} if {
	some claim in pod_resources.claims
	count(claim.amounts) > 0
	some amount in array.concat([claim.written], claim.amounts)
	placeholder.is_in(amount)
	what := sprintf("pod: whether %s covers its containers is not known", [claim.title])
	msg := sprintf("%s; %s is still to be filled in", [what, amount])
}
