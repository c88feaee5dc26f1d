# METADATA
# title: Autoscalers must use an API version that still exists
# description: |
#   Kubernetes 1.25 and 1.26 removed the beta versions of the autoscaling API. A newer cluster refuses a
#   manifest that still uses one, usually on the day of its upgrade, and the workload is left without an
#   autoscaler.
# related_resources: [https://kubernetes.io/docs/reference/using-api/deprecation-guide/#horizontalpodautoscaler-v126]
# custom:
#   severity: low
#   requirements: [HPA-09]
#   match: [{groups: [autoscaling], kinds: [HorizontalPodAutoscaler]}]
#   remediation: Set apiVersion to autoscaling/v2, and move metricName and the targets of v2beta1 to metric.name and
#     target.
#   fix:
#     - {at: [apiVersion], set: {value: autoscaling/v2}}
package guiderail.autoscaling.supported_version

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx

violation contains {"msg": msg, "details": {"path": ["apiVersion"]}} if {
	autoscaler.is_autoscaler
	version := ctx.resource.apiVersion
	msg := sprintf("apiVersion %s was removed in Kubernetes %s; use autoscaling/v2", [version, _removed_in[version]])
}

_removed_in := {"autoscaling/v2beta1": "1.25", "autoscaling/v2beta2": "1.26"}
