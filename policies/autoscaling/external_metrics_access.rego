# METADATA
# title: External metrics must not be readable as a whole
# description: |
#   The external metrics API returns whatever the monitoring system holds, for every team. A ClusterRole
#   on all of its resources lets each holder read all of it, and an adapter rule without the label
#   matchers answers with the metrics of every namespace, whichever one was asked for. A role that is
#   bound only to the service account of the horizontal pod autoscaler is not a finding, whatever its
#   name.
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
#   remediation: List the metrics in the resources of the role, bind a role on all of them to the service account of the
#     horizontal pod autoscaler only, and keep <<.LabelMatchers>> in each rule of the adapter.
#   parameters:
#     autoscaler_roles: {type: array, items: {type: string}, description: "Exact names of ClusterRoles that are bound
#       only to the horizontal pod autoscaler, by bindings that are not among the checked objects."}
package guiderail.autoscaling.external_metrics_access

import data.lib.guiderail.ctx
import data.lib.guiderail.rbac

defaults := {"autoscaler_roles": []}

parameters := object.union(defaults, ctx.parameters)

applies if {
	some rule in rbac.rules(parameters.autoscaler_roles)
	"external.metrics.k8s.io" in rule.groups
}

applies if count(_adapter_rules) > 0

violation contains {"msg": msg, "details": {"path": rule.path}} if {
	count(_broad_rules) > 0
	not _is_for_autoscaler
	some rule in _broad_rules
	what := sprintf("rules[%d] grants access to every external metric (%s)", [rule.path[1], _verbs(rule.spec)])
	msg := sprintf("%s; list the metrics in resources", [what])
}

violation contains {"msg": msg, "details": {"path": ["data", key]}} if {
	some [key, i, rule] in _adapter_rules
	msg := sprintf("data.%s: externalRules[%d] %s", [key, i, _defect(rule)])
}

_adapter_rules contains [key, i, rule] if {
	ctx.kind == "ConfigMap"
	ctx.group == ""
	some key, text in ctx.resource.data
	is_string(text)
	contains(text, "externalRules")
	yaml.is_valid(text)
	some i, rule in yaml.unmarshal(text).externalRules
}

_broad_rules contains rule if {
	ctx.kind == "ClusterRole"
	some rule in rbac.rules(parameters.autoscaler_roles)
	"external.metrics.k8s.io" in rule.groups
	"*" in rule.resources
}

# Its name proves nothing, and neither does a binding beside others.
_is_for_autoscaler if {
	count(_subjects) > 0
	every subject in _subjects {
		_is_autoscaler(subject)
	}
}

_subjects contains subject if {
	some binding in data.inventory.cluster["rbac.authorization.k8s.io/v1"].ClusterRoleBinding
	_binds_it(binding)
	some subject in binding.subjects
}

_subjects contains subject if {
	some binding in data.inventory.namespace[_]["rbac.authorization.k8s.io/v1"].RoleBinding
	_binds_it(binding)
	some subject in binding.subjects
}

_binds_it(binding) if {
	binding.roleRef.kind == "ClusterRole"
	binding.roleRef.name == rbac.name
}

_is_autoscaler(subject) if {
	subject.kind == "ServiceAccount"
	subject.namespace == "kube-system"
	subject.name == "horizontal-pod-autoscaler"
}

_is_autoscaler(subject) if {
	subject.kind == "User"
	subject.name == "system:serviceaccount:kube-system:horizontal-pod-autoscaler"
}

_verbs(rule) := concat(", ", [sprintf("%v", [verb]) | some verb in rule.verbs])

_defect(rule) := "sets resources.namespaced to false, so each namespace gets the metrics of all; remove it" if {
	rule.resources.namespaced == false
} else := "has a metricsQuery without <<.LabelMatchers>>, so each namespace gets the metrics of all; add it" if {
	is_string(rule.metricsQuery)
	not regex.match(`<<-? *\.(LabelMatchers|LabelValuesByName)`, rule.metricsQuery)
}
