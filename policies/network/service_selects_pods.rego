# METADATA
# title: A Service must select pods
# description: |
#   A Service whose selector selects no pod answers nobody, and nothing says so: its address is there, and
#   connections fail. Mostly a label was misspelt or changed on one side. And what the author meant to
#   expose, or to guard, may be other pods than those that a later change makes it select.
# related_resources: [https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service]
# custom:
#   severity: low
#   requirements: [NETPOL-18]
#   match: [{groups: [""], kinds: [Service]}]
#   remediation: Write the labels as the pods carry them, or remove the Service.
#   parameters:
#     made_by_operators: {type: array, items: {type: string}, description: "Labels, key=value, of pods that no manifest
#       holds because an operator makes them; a selector that asks for one of these is not judged."}
package guiderail.network.service_selects_pods

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.service_pods

defaults := {"made_by_operators": ["app.kubernetes.io/name=prometheus", "app.kubernetes.io/name=alertmanager"]}

parameters := object.union(defaults, ctx.parameters)

# Where a run holds no pods of the namespace, the Service was written apart from them.
applies if {
	count(service_pods.selector) > 0
	count(pods.labels_in(ctx.namespace_or_default)) > 0
}

violation contains found if {
	some found in _findings
	not service_pods.may_differ
}

unknown contains found if {
	some found in _findings
	service_pods.may_differ
}

_findings contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	applies
	not _is_made_by_operator
	not service_pods.selects_some
	what := sprintf("selector selects no pod of the namespace %s", [ctx.namespace_or_default])
	msg := sprintf("%s; use the labels that the pods carry", [what])
}

_is_made_by_operator if {
	some label in parameters.made_by_operators
	[key, value] := split(label, "=")
	service_pods.selector[key] == value
}
