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

violation contains {"msg": msg, "details": {"path": way.path}} if {
	service.is_exposed
	_is_dashboard
	way := _way
	msg := sprintf("%s opens the Kubernetes Dashboard to the outside; %s", [way.what, way.instead])
}

violation contains {"msg": msg, "details": {"path": found.path}} if {
	some found in route.services
	_leads_to_dashboard(found)
	what := sprintf("%s opens the Kubernetes Dashboard (Service %s) to the outside", [ctx.kind, found.name])
	msg := sprintf("%s; delete it and use kubectl port-forward", [what])
}

_is_dashboard if dashboard.is_service(_text(["metadata", "name"]), ctx.namespace_or_none)

_is_dashboard if _is_labelled

_is_dashboard if dashboard.has_labels(object.get(ctx.resource, ["spec", "selector"], null))

_leads_to_dashboard(found) if dashboard.is_service(found.name, found.namespace)

# The chart labels what it makes, whatever its proxy is called.
_leads_to_dashboard(_) if _is_labelled

_is_labelled if dashboard.has_labels(object.get(ctx.resource, ["metadata", "labels"], null))

_way := {"path": ["spec", "type"], "what": what, "instead": "use ClusterIP and kubectl port-forward"} if {
	ctx.resource.spec.type in {"LoadBalancer", "NodePort"}
	what := sprintf("type %s", [ctx.resource.spec.type])
} else := {
	"path": ["spec", "externalIPs"], "what": "externalIPs", "instead": "leave it out and use kubectl port-forward",
}

_text(path) := object.get(ctx.resource, path, "")
