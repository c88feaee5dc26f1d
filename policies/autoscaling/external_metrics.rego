# METADATA
# title: Autoscalers must scale on the application's own metrics
# description: |
#   Whoever may read the external metrics API for one autoscaler can read the metrics of every team, and
#   restricting that takes much work. Metrics of pods and of objects are bound to the namespace.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-on-custom-metrics
#   - https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/externalmetrics.md
# custom:
#   severity: low
#   requirements: [HPA-03]
#   match: [autoscaler]
#   remediation: Use a metric of type Resource, ContainerResource, Pods or Object. If an external metric is needed, give
#     the reason in the annotation guiderail.dev/external-metrics-reason.
#   parameters:
#     reason_annotation: {type: string, description: "The annotation that says why an autoscaler needs external metrics.
#       Any text in it suppresses the finding."}
#     internal_triggers: {type: array, items: {type: string}, description: "KEDA triggers without external metrics."}
package guiderail.autoscaling.external_metrics

import data.lib.guiderail.autoscaler
import data.lib.guiderail.ctx
import data.lib.guiderail.value

defaults := {"reason_annotation": "guiderail.dev/external-metrics-reason", "internal_triggers": ["cpu", "memory"]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": metric.path}} if {
	not _has_reason
	not _is_made_by_keda
	some metric in array.concat(autoscaler.metrics, autoscaler.annotated_metrics)
	metric.type == "External"
	what := sprintf("%s: %v is an external metric; use a Pods or Object metric", [metric.title, metric.name])
	msg := sprintf("%s, or give the reason in annotation %s", [what, parameters.reason_annotation])
}

violation contains {"msg": msg, "details": {"path": ["spec", "triggers", i]}} if {
	autoscaler.is_scaled_object
	not _has_reason
	some i, trigger in ctx.resource.spec.triggers
	is_object(trigger)
	type := object.get(trigger, "type", "without a type")
	not type in parameters.internal_triggers
	what := sprintf("triggers[%d]: trigger %v becomes an external metric", [i, type])
	msg := sprintf("%s; use cpu or memory, or give the reason in annotation %s", [what, parameters.reason_annotation])
}

_has_reason if value.has_text(ctx.resource.metadata.annotations, parameters.reason_annotation)

# KEDA's ScaledObject has the finding, and what is made from it cannot be changed.
_is_made_by_keda if {
	some owner in ctx.resource.metadata.ownerReferences
	owner.kind == "ScaledObject"
}
