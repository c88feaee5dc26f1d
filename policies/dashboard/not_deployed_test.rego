package guiderail.dashboard.not_deployed_test

import data.guiderail.dashboard.not_deployed

test_denied[note] if {
	some note, case in {
		"image": {
			"written": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "ui"}, "spec": {"template": {"spec": {"containers": [{"image": "kubernetesui/dashboard:v2.7.0"}]}}}},
			"msg": `Deployment "ui" runs the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"image of an init container": {
			"written": {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "ui"}, "spec": {"jobTemplate": {"spec": {"template": {"spec": {"initContainers": [{"image": "kubernetesui/dashboard:v2.7.0"}]}}}}}},
			"msg": `CronJob "ui" runs the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"labels of the pod": {
			"written": {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"k8s-app": "kubernetes-dashboard"}}, "spec": {"containers": [{"image": "registry.example.org/ui:1"}]}},
			"msg": `Pod "" runs the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"namespace": {
			"written": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kubernetes-dashboard"}},
			"msg": `Namespace "kubernetes-dashboard" is for the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"service by its name": {
			"written": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "kubernetes-dashboard-kong-proxy"}},
			"msg": `Service "kubernetes-dashboard-kong-proxy" belongs to the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"service by its labels": {
			"written": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "ui", "labels": {"app.kubernetes.io/part-of": "kubernetes-dashboard"}}},
			"msg": `Service "ui" belongs to the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"service by its selector": {
			"written": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "ui"}, "spec": {"selector": {"k8s-app": "kubernetes-dashboard"}}},
			"msg": `Service "ui" belongs to the Kubernetes Dashboard; remove it`, "path": ["metadata", "name"],
		},
		"Flux": {
			"written": {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": {"name": "ui"}, "spec": {"chart": {"spec": {"chart": "kubernetes-dashboard"}}}},
			"msg": `HelmRelease "ui" installs the Kubernetes Dashboard; remove it`, "path": ["spec", "chart", "spec", "chart"],
		},
		"repository of charts": {
			"written": {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "HelmRepository", "metadata": {"name": "ui"}, "spec": {"url": "https://kubernetes.github.io/dashboard/"}},
			"msg": `HelmRepository "ui" installs the Kubernetes Dashboard; remove it`, "path": ["spec", "url"],
		},
		"k3s": {
			"written": {"apiVersion": "helm.cattle.io/v1", "kind": "HelmChart", "metadata": {"name": "ui"}, "spec": {"chart": "stable/kubernetes-dashboard"}},
			"msg": `HelmChart "ui" installs the Kubernetes Dashboard; remove it`, "path": ["spec", "chart"],
		},
		"Argo, said once": {
			"written": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "ui"}, "spec": {"sources": [{"repoURL": "https://kubernetes.github.io/dashboard", "chart": "kubernetes-dashboard"}]}},
			"msg": `Application "ui" installs the Kubernetes Dashboard; remove it`, "path": ["spec", "sources", 0, "chart"],
		},
		"kustomize, chart": {
			"written": {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "helmCharts": [{"name": "kubernetes-dashboard"}]},
			"msg": `Kustomization "" installs the Kubernetes Dashboard; remove it`, "path": ["helmCharts", 0, "name"],
		},
		"kustomize, address": {
			"written": {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": ["https://raw.githubusercontent.com/kubernetes/dashboard/v2.7.0/aio/deploy/recommended.yaml"]},
			"msg": `Kustomization "" installs the Kubernetes Dashboard; remove it`, "path": ["resources", 0],
		},
	}
	not_deployed.violation == {{"msg": case.msg, "details": {"path": case.path}}} with input as {"review": {"object": case.written}}
}

test_allowed[note] if {
	some note, written in {
		"another workload": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "kubernetes-dashboard-tests"}, "spec": {"containers": [{"image": "grafana/grafana:12.0"}]}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "kubernetes-dashboard"}, "spec": null},
		"another namespace": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kubernetes-dashboards"}},
		"namespace of another group": {"apiVersion": "example.org/v1", "kind": "Namespace", "metadata": {"name": "kubernetes-dashboard"}},
		"another service": {"apiVersion": "v1", "kind": "Service", "metadata": null, "spec": {"selector": {"app": "grafana"}}},
		"another chart": {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": {"name": "kubernetes-dashboard"}, "spec": {"chart": {"spec": {"chart": "headlamp"}}}},
		"name of a release": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "kubernetes-dashboard"}, "spec": {"source": {"repoURL": "https://github.com/kubernetes/dashboards"}}},
		"annotation": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"annotations": {"seen": "https://github.com/kubernetes/dashboard"}}},
		"another tool": {"apiVersion": "example.org/v1", "kind": "HelmRelease", "spec": {"chart": "kubernetes-dashboard"}},
	}
	not_deployed.violation == set() with input as {"review": {"object": written}}
}
