# METADATA
# title: External metrics must not be readable as a whole
# description: |
#   The API of external metrics hands out whatever the monitoring holds, of every team. A cluster role on
#   all of its resources lets each holder read all of it, and an adapter rule that leaves out the label
#   matchers answers from every namespace, whichever one is asked about.
# related_resources:
#   - https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/externalmetrics.md
#   - https://kubernetes.io/docs/reference/access-authn-authz/rbac/
# custom:
#   severity: medium
#   requirements: [HPA-08]
#   match:
#     - groups: [rbac.authorization.k8s.io]
#       kinds: [ClusterRole]
#     - groups: [""]
#       kinds: [ConfigMap]
#   remediation: Name the metrics in resources of the role, bind a role on all of them to the horizontal autoscaler's service account alone, and keep <<.LabelMatchers>> in each rule of the adapter.
#   parameters:
#     autoscaler_roles:
#       type: array
#       items: {type: string}
#       description: Exact names of cluster roles that are bound to the horizontal autoscaler alone, which must read every metric.
package guiderail.autoscaling.external_metrics_access

import data.lib.guiderail.ctx

defaults := {"autoscaler_roles": [
	"system:controller:horizontal-pod-autoscaler",
	"external-metrics-reader",
	"keda-external-metrics-reader",
	"keda-operator-external-metrics-reader",
	"prometheus-adapter-external-metrics",
]}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": ["rules", i]}} if {
	ctx.kind == "ClusterRole"
	ctx.group == "rbac.authorization.k8s.io"
	some i, rule in ctx.resource.rules
	"external.metrics.k8s.io" in rule.apiGroups
	"*" in rule.resources
	not _is_for_autoscaler
	msg := sprintf("rules[%d] lets its holders use every external metric (%s); name the metrics in resources", [i, _verbs(rule)])
}

violation contains {"msg": msg, "details": {"path": ["data", key]}} if {
	ctx.kind == "ConfigMap"
	ctx.group == ""
	some key, text in ctx.resource.data
	is_string(text)
	contains(text, "externalRules")
	yaml.is_valid(text)
	some i, rule in yaml.unmarshal(text).externalRules
	msg := sprintf("data.%s: externalRules[%d] %s", [key, i, _defect(rule)])
}

_is_for_autoscaler if ctx.resource.metadata.name in parameters.autoscaler_roles

_verbs(rule) := concat(", ", [sprintf("%v", [verb]) | some verb in rule.verbs])

_defect(rule) := "has resources.namespaced false, so every namespace gets the metrics of all; remove it" if {
	rule.resources.namespaced == false
} else := "has a metricsQuery without <<.LabelMatchers>>, so every namespace gets the metrics of all; add it" if {
	is_string(rule.metricsQuery)
	not regex.match(`<<-? *\.(LabelMatchers|LabelValuesByName)`, rule.metricsQuery)
}
