# METADATA
# title: A Service must select pods
# description: |
#   Connections to a Service whose selector selects no pod fail, although its address exists, and
#   nothing reports it. Usually a label was misspelled, or changed on one side. A later change could
#   also make the selector match pods that its author did not mean to expose.
# related_resources: [https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service]
# custom:
#   severity: low
#   requirements: [NETPOL-18]
#   match: [{groups: [""], kinds: [Service]}]
#   remediation: Set spec.selector to the labels that the pods have, or remove the Service.
#   parameters:
#     made_by_operators: {type: array, items: {type: string}, description: "Labels, as key=value, of pods that are in no
#       manifest because an operator creates them. Selectors that require one of these labels are not checked."}
package guiderail.network.service_selects_pods

import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.pods
import data.lib.guiderail.service_pods

defaults := {"made_by_operators": ["app.kubernetes.io/name=prometheus", "app.kubernetes.io/name=alertmanager"]}

parameters := object.union(defaults, ctx.parameters)

# Where a run holds no pods of the namespace, the Service was written apart from them.
applies if {
	count(service_pods.selector) > 0
	count(pods.labels_in(ctx.namespace_or_default)) > 0
}

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": ["spec", "selector"], "msg": msg, "is_open": service_pods.may_differ} if {
	applies
	not _is_made_by_operator
	not service_pods.selects_some
	what := sprintf("selector selects no pod in namespace %s", [ctx.namespace_or_default])
	msg := sprintf("%s; use the labels of the pods", [what])
}

_is_made_by_operator if {
	some label in parameters.made_by_operators
	[key, value] := split(label, "=")
	service_pods.selector[key] == value
}
