package guiderail.dashboard.indirect_exposure_test

import data.guiderail.dashboard.indirect_exposure

web := {"type": "ClusterIP", "selector": {"app": "web"}}

test_denied_service[type] if {
	some type in ["LoadBalancer", "NodePort"]
	indirect_exposure.applies with input as {"review": {"object": service("tools", "web", {"type": type}, {})}}
	said(service("tools", "web", {"type": type, "selector": {"app": "web"}}, {}), cluster("kubernetesui/dashboard:v2.7.0", {})) == {{
		"msg": `the Service exposes Deployment "web", which runs the Kubernetes Dashboard, outside the cluster; use ClusterIP and kubectl port-forward`,
		"details": {"path": ["spec", "selector"]},
	}}
}

test_denied_route if {
	said(ingress({}), cluster("docker.io/kubernetesui/dashboard:v2.7.0", {"web": service("tools", "web", web, {})})) == {finding(`Deployment "web" behind Service web`)}
}

test_denied_route_by_labels[note] if {
	some note, written in {
		"selector": service("tools", "web", {"selector": {"k8s-app": "kubernetes-dashboard"}}, {}),
		"labels": service("tools", "web", {"selector": {"app": "proxy"}}, {"k8s-app": "kubernetes-dashboard"}),
	}
	said(ingress({}), cluster("nginx:1.29", {"web": written})) == {finding("Service web, which has its labels")}
}

test_denied_in_the_namespace_default if {
	inventory := {"namespace": {"default": cluster("kubernetesui/dashboard:v2.7.0", {"web": service("default", "web", web, {})}).namespace.tools}}
	exposed := json.remove(service("", "web", object.union(web, {"type": "NodePort"}), {}), ["metadata/namespace"])
	count(said(exposed, inventory)) == 1
	said(json.remove(ingress({}), ["metadata/namespace"]), inventory) == {finding(`Deployment "web" behind Service web`)}
}

test_allowed[note] if {
	some note, inventory in {
		"another program": cluster("nginx:1.29", {"web": service("tools", "web", web, {})}),
		"other pods": cluster("kubernetesui/dashboard:v2.7.0", {"web": service("tools", "web", {"selector": {"app": "shop"}}, {})}),
		"no selector": cluster("kubernetesui/dashboard:v2.7.0", {"web": service("tools", "web", {"selector": null}, {})}),
		"no service": cluster("kubernetesui/dashboard:v2.7.0", {}),
		"nothing": {},
	}
	said(ingress({}), inventory) == set()
	indirect_exposure.applies with input as {"review": {"object": ingress({})}} with data.inventory as inventory
}

test_allowed_inside if {
	subject := service("tools", "web", web, {})
	said(subject, cluster("kubernetesui/dashboard:v2.7.0", {})) == set()
	not indirect_exposure.applies with input as {"review": {"object": subject}}
}

# dashboard.external_exposure says so.
test_told[note] if {
	some note, object in {
		"name": service("tools", "kubernetes-dashboard", {"type": "NodePort", "selector": {"app": "web"}}, {}),
		"labels": service("tools", "web", {"type": "NodePort", "selector": {"app": "web"}}, {"k8s-app": "kubernetes-dashboard"}),
		"selector": service("tools", "web", {"type": "NodePort", "selector": {"k8s-app": "kubernetes-dashboard"}}, {}),
		"labels of the route": ingress({"k8s-app": "kubernetes-dashboard"}),
	}
	said(object, cluster("kubernetesui/dashboard:v2.7.0", {"web": service("tools", "web", web, {})})) == set()
}

finding(where) := {
	"msg": sprintf("Ingress exposes the Kubernetes Dashboard (%s) outside the cluster; delete it and use kubectl port-forward", [where]),
	"details": {"path": ["spec", "defaultBackend", "service", "name"]},
}

said(subject, inventory) := violation if {
	violation := indirect_exposure.violation with input as {"review": {"object": subject}} with data.inventory as inventory
}

ingress(labels) := {
	"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
	"metadata": {"name": "web", "namespace": "tools", "labels": labels},
	"spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}},
}

service(namespace, name, spec, labels) := {
	"apiVersion": "v1", "kind": "Service",
	"metadata": {"name": name, "namespace": namespace, "labels": labels},
	"spec": spec,
}

cluster(image, services) := {"namespace": {"tools": {
	"v1": {"Service": services},
	"apps/v1": {"Deployment": {"web": {
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": {"name": "web", "namespace": "tools"},
		"spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": image}]}}},
	}}},
}}}
