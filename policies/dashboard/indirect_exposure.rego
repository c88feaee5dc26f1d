# METADATA
# title: The Kubernetes Dashboard must not be exposed through another Service
# description: |
#   The Dashboard is just as exposed behind a Service called web, or behind a proxy's route to it, as
#   behind a Service of its own name. What counts is where the traffic ends. If that is a pod that runs
#   the Dashboard, a token or a flaw in unmaintained software gives access to the cluster.
# related_resources:
#   - https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/#accessing-the-dashboard-ui
# custom:
#   severity: critical
#   requirements: [DASH-03]
#   match: [route, {groups: [""], kinds: [Service]}]
#   namespaces: [kube-system]
#   remediation: Delete the route, or change the Service to type ClusterIP without externalIPs, and use kubectl
#     port-forward.
package guiderail.dashboard.indirect_exposure

import data.lib.guiderail.ctx
import data.lib.guiderail.dashboard
import data.lib.guiderail.pods
import data.lib.guiderail.route
import data.lib.guiderail.service

applies if service.is_exposed

applies if count(route.services) > 0

violation contains {"msg": msg, "details": {"path": ["spec", "selector"]}} if {
	service.is_exposed
	not _is_told
	some pod in _pods_of_dashboard(ctx.namespace_or_default, ctx.resource.spec.selector)
	what := sprintf("the Service exposes %s, which runs the Kubernetes Dashboard, outside the cluster", [pod])
	msg := sprintf("%s; use ClusterIP and kubectl port-forward", [what])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	not _is_told
	some found in route.services
	not dashboard.is_service(found.name, found.namespace)
	where := _where(found)
	what := sprintf("%s exposes the Kubernetes Dashboard (%s) outside the cluster", [ctx.kind, where])
	msg := sprintf("%s; delete it and use kubectl port-forward", [what])
}

# What dashboard.external_exposure already reports, by names and labels.
_is_told if dashboard.is_labelled(ctx.resource)

_is_told if {
	service.is_exposed
	dashboard.is_own_service
}

_where(found) := sprintf("%s behind Service %s", [running[0], found.name]) if {
	running := _pods_of_dashboard(_namespace(found.namespace), _service(found).spec.selector)
	count(running) > 0
} else := sprintf("Service %s, which has its labels", [found.name]) if {
	_is_made_for_dashboard(_service(found))
}

_is_made_for_dashboard(behind) if dashboard.is_labelled(behind)

_is_made_for_dashboard(behind) if dashboard.selects(behind)

_service(found) := data.inventory.namespace[_namespace(found.namespace)].v1.Service[found.name]

_pods_of_dashboard(namespace, selector) := [pod.title |
	some pod in pods.selected(namespace, selector)
	_runs_dashboard(pod.object)
]

_runs_dashboard(owner) if count(dashboard.images_of(owner)) > 0

# A backend without a namespace is in the route's own.
_namespace(name) := name if {
	name != ""
} else := ctx.namespace_or_default
