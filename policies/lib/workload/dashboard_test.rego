package lib.guiderail.dashboard_test

import data.lib.guiderail.dashboard

test_images_in_every_registry[note] if {
	some note, case in {
		"of the project": {"image": "kubernetesui/dashboard:v2.7.0", "component": "dashboard"},
		"with the registry": {"image": "docker.io/kubernetesui/dashboard-api:1.10.1", "component": "dashboard-api"},
		"scraper": {"image": "kubernetesui/metrics-scraper:v1.0.8", "component": "metrics-scraper"},
		"mirrored": {"image": "registry.example.org:5000/mirror/kubernetesui/dashboard-web@sha256:abc", "component": "dashboard-web"},
		"old": {"image": "k8s.gcr.io/kubernetes-dashboard-amd64:v1.10.1", "component": "kubernetes-dashboard-amd64"},
		"rebuilt": {"image": "registry.example.org/tools/kubernetes-dashboard", "component": "kubernetes-dashboard"},
		"registry to be filled in": {"image": "{{REGISTRY}}/kubernetesui/dashboard:v2.7.0", "component": "dashboard"},
	}
	written := pod({"containers": [{"name": "a", "image": case.image}]})
	{[found.component, found.title, found.path] | some found in dashboard.images} == {[case.component, `container "a"`, ["spec", "containers", 0, "image"]]} with input as written
	{container.title | some container in dashboard.containers} == {`container "a"`} with input as written
}

test_no_images[note] if {
	some note, image in {
		"another project": "grafana/grafana:12.0",
		"a name that only begins so": "registry.example.org/kubernetes-dashboard-exporter:1",
		"an organisation that only ends so": "docker.io/notkubernetesui/dashboard:1",
		"a folder of that name": "registry.example.org/kubernetes-dashboard/proxy:1",
		"no text": 7,
	}
	dashboard.images == set() with input as pod({"containers": [{"name": "a", "image": image}]})
	dashboard.containers == set() with input as pod({"containers": [{"name": "a", "image": image}]})
}

test_containers_by_the_labels_of_the_pod if {
	written := {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"k8s-app": "kubernetes-dashboard"}}, "spec": {
		"containers": [{"name": "a", "image": "registry.example.org/ui:1"}],
		"initContainers": [{"name": "b"}],
	}}
	{container.title | some container in dashboard.containers} == {`container "a"`, `init container "b"`} with input as written
}

test_labels[note] if {
	some note, labels in {
		"manifests": {"k8s-app": "kubernetes-dashboard"},
		"scraper": {"k8s-app": "dashboard-metrics-scraper"},
		"chart": {"app.kubernetes.io/part-of": "kubernetes-dashboard"},
		"release": {"app.kubernetes.io/name": "kong", "app.kubernetes.io/instance": "kubernetes-dashboard"},
		"version of the chart": {"helm.sh/chart": "kubernetes-dashboard-7.10.0"},
	}
	dashboard.has_labels(labels)
}

test_no_labels[note] if {
	some note, labels in {
		"others": {"app": "grafana", "grafana_dashboard": "1"},
		"a name that only begins so": {"app": "kubernetes-dashboard-exporter"},
		"under another key": {"team": "kubernetes-dashboard"},
		"another chart": {"helm.sh/chart": "kubernetes-dashboards-7.10.0"},
		"no text": {"app": ["kubernetes-dashboard"], "helm.sh/chart": 7},
		"null": null,
	}
	not dashboard.has_labels(labels)
}

test_labelled if {
	dashboard.is_labelled({"metadata": {"labels": {"k8s-app": "kubernetes-dashboard"}}})
	not dashboard.is_labelled({"spec": {"selector": {"k8s-app": "kubernetes-dashboard"}}})
	not dashboard.is_labelled({"metadata": null})
}

test_selects if {
	dashboard.selects({"spec": {"selector": {"k8s-app": "kubernetes-dashboard"}}})
	not dashboard.selects({"metadata": {"labels": {"k8s-app": "kubernetes-dashboard"}}})
	not dashboard.selects({"spec": []})
}

test_services if {
	dashboard.is_service("kubernetes-dashboard", "")
	dashboard.is_service("kubernetes-dashboard-kong-proxy", "tools")
	dashboard.is_service("release-1-kubernetes-dashboard-web", "tools")
	dashboard.is_service("dashboard-metrics-scraper", "tools")
	dashboard.is_service("proxy", "kubernetes-dashboard")
	not dashboard.is_service("grafana-dashboard", "tools")
	not dashboard.is_service("kubernetes-dashboard-exporter", "kubernetes-dashboard-2")
	not dashboard.is_service(7, "")
}

test_own_service[note] if {
	some note, service in {
		"name": {"metadata": {"name": "kubernetes-dashboard"}},
		"namespace": {"metadata": {"name": "web", "namespace": "kubernetes-dashboard"}},
		"labels": {"metadata": {"labels": {"app": "kubernetes-dashboard"}}},
		"selector": {"metadata": {"name": "web"}, "spec": {"selector": {"k8s-app": "kubernetes-dashboard"}}},
	}
	dashboard.is_own_service with input as service
}

test_no_own_service if {
	not dashboard.is_own_service with input as {"metadata": {"name": "web", "namespace": "web"}, "spec": {"selector": {"app": "web"}}}
}

test_accounts if {
	dashboard.is_account("kubernetes-dashboard", "anna", [])
	dashboard.is_account("", "kubernetes-dashboard", [])
	dashboard.is_account("kube-system", "admin-user", ["admin-user"])
	not dashboard.is_account("kube-system", "admin-user", [])
}

test_options[note][field] if {
	some note, case in {
		"alone": {"arguments": ["--enable-skip-login"], "want": {["enable-skip-login", "", ""]}},
		"with a value": {"arguments": ["--token-ttl=0"], "want": {["token-ttl", "0", ""]}},
		"with the value behind": {"arguments": ["--token-ttl", "0"], "want": {["token-ttl", "", "0"]}},
		"followed by another": {"arguments": ["--a", "--b"], "want": {["a", "", ""], ["b", "", ""]}},
		"in a shell's line": {
			"arguments": ["-c", `exec /dashboard --enable-skip-login --insecure-port 9090 --token-ttl="0"`],
			"want": {["enable-skip-login", "", ""], ["insecure-port", "", "9090"], ["token-ttl", "0", ""]},
		},
		"no text": {"arguments": [7, null, "--a", 1], "want": {["a", "", ""]}},
		"none": {"arguments": null, "want": set()},
	}
	some field in ["command", "args"]
	written := pod({"containers": [{"name": "a", "image": "kubernetesui/dashboard:v2.7.0", field: case.arguments}]})
	{[option.name, option.value, option.next] | some option in dashboard.options} == case.want with input as written
}

test_what_an_option_is_given if {
	dashboard.given({"value": "0", "next": "9090"}) == "0"
	dashboard.given({"value": "", "next": "9090"}) == "9090"
	dashboard.given({"value": "", "next": ""}) == ""
}

test_where_an_option_stands if {
	written := pod({"containers": [{"name": "a", "image": "kubernetesui/dashboard:v2.7.0", "args": ["x", "--b"]}]})
	{[option.title, option.path] | some option in dashboard.options} == {[`container "a"`, ["spec", "containers", 0, "args", 1]]} with input as written
}

pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}
