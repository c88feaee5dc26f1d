# METADATA
# title: The Kubernetes Dashboard must not be reachable from outside the cluster
# description: |
#   Whoever can reach the Dashboard over the network needs only a token, or a flaw in software that
#   nobody maintains, to act in the cluster. Keep its Services internal and let people use kubectl
#   port-forward, which makes them log in to the cluster first.
# related_resources:
#   - https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/#accessing-the-dashboard-ui
# custom:
#   severity: critical
#   requirements: [DASH-03]
#   match: [route, {groups: [""], kinds: [Service]}]
#   namespaces: [kube-system]
#   remediation: Change the Service to type ClusterIP without externalIPs, delete the Ingresses and routes to it, and
#     use kubectl port-forward.
package guiderail.dashboard.external_exposure

import data.lib.guiderail.ctx
import data.lib.guiderail.dashboard
import data.lib.guiderail.route
import data.lib.guiderail.service

violation contains {"msg": msg, "details": {"path": _way.path}} if {
	service.is_exposed
	dashboard.is_own_service
	msg := sprintf("%s exposes the Kubernetes Dashboard outside the cluster; %s", [_way.what, _way.instead])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	some found in _services_of_dashboard
	what := sprintf("%s exposes the Kubernetes Dashboard (Service %s) outside the cluster", [ctx.kind, found.name])
	msg := sprintf("%s; delete it and use kubectl port-forward", [what])
}

_services_of_dashboard contains found if {
	some found in route.services
	dashboard.is_service(found.name, found.namespace)
}

# The chart labels what it makes, whatever its proxy is called.
_services_of_dashboard contains found if {
	dashboard.is_labelled(ctx.resource)
	some found in route.services
}

default _way := {
	"path": ["spec", "externalIPs"], "what": "externalIPs", "instead": "remove it and use kubectl port-forward",
}

_way := {"path": ["spec", "type"], "what": what, "instead": "use ClusterIP and kubectl port-forward"} if {
	ctx.resource.spec.type in {"LoadBalancer", "NodePort"}
	what := sprintf("type %s", [ctx.resource.spec.type])
}
