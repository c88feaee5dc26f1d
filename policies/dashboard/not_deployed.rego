# METADATA
# title: The Kubernetes Dashboard must not be deployed
# description: |
#   The Dashboard shows and changes the cluster from a browser, and whoever reaches it can do what its
#   service account can do. No cluster needs it, and nobody maintains it: the project was archived in
#   January 2026.
# related_resources:
#   - https://github.com/kubernetes-retired/dashboard
#   - https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/
# custom:
#   severity: high
#   requirements: [DASH-01]
#   match:
#     - workload
#     - {groups: [""], kinds: [Namespace, Service]}
#     - {groups: [helm.toolkit.fluxcd.io], kinds: [HelmRelease]}
#     - {groups: [source.toolkit.fluxcd.io], kinds: [HelmRepository]}
#     - {groups: [helm.cattle.io], kinds: [HelmChart]}
#     - {groups: [argoproj.io], kinds: [Application, ApplicationSet]}
#     - {groups: [kustomize.config.k8s.io], kinds: [Kustomization]}
#   namespaces: [kube-system]
#   remediation: Remove the Dashboard. Use kubectl, or a client on your own machine that uses your own identity.
package guiderail.dashboard.not_deployed

import data.lib.guiderail.ctx
import data.lib.guiderail.dashboard

violation contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	count(dashboard.containers) > 0
	msg := sprintf("%s %q runs the Kubernetes Dashboard; remove it", [ctx.kind, _name])
}

violation contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_is_core("Namespace")
	_name == dashboard.namespace
	msg := sprintf("Namespace %q is for the Kubernetes Dashboard; remove it", [_name])
}

violation contains {"msg": msg, "details": {"path": ["metadata", "name"]}} if {
	_is_core("Service")
	_is_service
	msg := sprintf("Service %q belongs to the Kubernetes Dashboard; remove it", [_name])
}

violation contains {"msg": msg, "details": {"path": path}} if {
	path := sort(_sources)[0]
	msg := sprintf("%s %q installs the Kubernetes Dashboard; remove it", [ctx.kind, _name])
}

default _name := ""

_name := ctx.resource.metadata.name if {
	is_string(ctx.resource.metadata.name)
}

_is_core(kind) if {
	ctx.kind == kind
	ctx.group == ""
}

_is_service if dashboard.is_name(_name)

_is_service if dashboard.is_labelled(ctx.resource)

_is_service if dashboard.selects(ctx.resource)

# The sources from which tools install the Dashboard.
_sources contains path if {
	ctx.kind in _installers[ctx.group]
	walk(ctx.resource, [path, value])
	is_string(value)
	_is_source(path, value)
}

_is_source(path, value) if {
	path[count(path) - 1] == "chart"
	regex.match(`(^|/)kubernetes-dashboard$`, value)
}

_is_source(path, "kubernetes-dashboard") if {
	path[0] == "helmCharts"
	path[2] == "name"
}

_is_source(path, value) if {
	path[0] in {"spec", "resources", "helmCharts"}
	regex.match(`^[a-z+]+://(kubernetes\.github\.io/dashboard|(raw\.)?github(usercontent)?\.com/kubernetes(-retired)?/dashboard)([/?.]|$)`, value)
}

_installers := {
	"helm.toolkit.fluxcd.io": {"HelmRelease"},
	"source.toolkit.fluxcd.io": {"HelmRepository"},
	"helm.cattle.io": {"HelmChart"},
	"argoproj.io": {"Application", "ApplicationSet"},
	"kustomize.config.k8s.io": {"Kustomization"},
}
