package guiderail.namespaces.default_namespace_test

import data.guiderail.namespaces.default_namespace

not_set := finding("metadata.namespace is not set, so the namespace is the one that the client happens to use")

is_default := finding("metadata.namespace is default; use a dedicated namespace")

test_unknown_not_set[note] if {
	some note, object in {
		"absent": resource("apps/v1", "Deployment", {"name": "app"}),
		"null": resource("v1", "Secret", {"name": "s", "namespace": null}),
		"empty": resource("v1", "ConfigMap", {"name": "c", "namespace": ""}),
		"no metadata": {"apiVersion": "batch/v1", "kind": "CronJob"},
		"null metadata": resource("v1", "Pod", null),
		"extension that is known": resource("argoproj.io/v1alpha1", "Rollout", {"name": "r"}),
		"the account of a namespace that is not named": resource("v1", "ServiceAccount", {"name": "default"}),
	}
	default_namespace.violation == set() with input as {"review": {"object": object}}
	default_namespace.unknown == {not_set} with input as {"review": {"object": object}}
	default_namespace.applies with input as {"review": {"object": object}}
}

test_denied_default[note] if {
	some note, object in {
		"workload": resource("apps/v1", "StatefulSet", {"name": "db", "namespace": "default"}),
		"role": resource("rbac.authorization.k8s.io/v1", "Role", {"name": "pod-reader", "namespace": "default"}),
		"Service of another name": resource("v1", "Service", {"name": "kubernetes-dashboard", "namespace": "default"}),
		"another kind of that name": resource("v1", "Secret", {"name": "kubernetes", "namespace": "default"}),
		"another group's Service": resource("serving.knative.dev/v1", "Service", {"name": "kubernetes", "namespace": "default"}),
		"no name": resource("v1", "Service", {"namespace": "default"}),
		"unknown group": resource("example.org/v1", "Widget", {"name": "w", "namespace": "default"}),
	}
	default_namespace.violation == {is_default} with input as {"review": {"object": object}}
	default_namespace.unknown == set() with input as {"review": {"object": object}}
}

test_denied_default_of_the_review if {
	review := {"object": resource("v1", "Pod", {"name": "p"}), "namespace": "default"}
	default_namespace.violation == {is_default} with input as {"review": review}
}

test_allowed[note] if {
	some note, review in {
		"namespace": {"object": resource("apps/v1", "Deployment", {"name": "app", "namespace": "sidecar"})},
		"namespace of the review": {"object": resource("v1", "Pod", {"name": "p"}), "namespace": "sidecar"},
		"name that holds the word": {"object": resource("v1", "Pod", {"name": "p", "namespace": "default-apps"})},
		"no text": {"object": resource("v1", "Pod", {"name": "p", "namespace": 7})},
		"API server's Service": {"object": resource("v1", "Service", {"name": "kubernetes", "namespace": "default"})},
		"API server's Endpoints": {"object": resource("v1", "Endpoints", {"name": "kubernetes", "namespace": "default"})},
		"API server's EndpointSlice": {"object": resource("discovery.k8s.io/v1", "EndpointSlice", {"name": "kubernetes", "namespace": "default"})},
		"ServiceAccount that is always there": {"object": resource("v1", "ServiceAccount", {"name": "default", "namespace": "default"})},
		"ConfigMap that is always there": {"object": resource("v1", "ConfigMap", {"name": "kube-root-ca.crt", "namespace": "default"})},
		"unknown group": {"object": resource("example.org/v1", "Widget", {"name": "w", "namespace": "sidecar"})},
	}
	default_namespace.violation == set() with input as {"review": review}
	default_namespace.unknown == set() with input as {"review": review}
	default_namespace.applies with input as {"review": review}
}

test_not_applicable[note] if {
	some note, object in {
		"cluster": resource("rbac.authorization.k8s.io/v1", "ClusterRole", {"name": "r"}),
		"cluster with a namespace": resource("v1", "Namespace", {"name": "n", "namespace": "default"}),
		"kubeconfig": {"apiVersion": "v1", "kind": "Config"},
		"kustomization": {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "namespace": "x"},
		"transformer of kustomize": resource("builtin", "NamespaceTransformer", {"name": "t", "namespace": "default"}),
		"eksctl": resource("eksctl.io/v1alpha5", "ClusterConfig", {"name": "c"}),
		"list": {"apiVersion": "v1", "kind": "List", "items": []},
		"no object": {"resources": ["a.yaml"]},
	}
	default_namespace.violation == set() with input as object
	default_namespace.unknown == set() with input as object
	not default_namespace.applies with input as object
}

test_unknown[note] if {
	some note, case in {
		"unknown group": {
			"object": resource("example.org/v1", "Widget", {"name": "w"}),
			"msg": "metadata.namespace is not set, and whether Widget is a namespaced kind is not known",
		},
		"placeholder": {
			"object": resource("v1", "Pod", {"name": "p", "namespace": "{{ .Release.Namespace }}"}),
			"msg": "metadata.namespace {{ .Release.Namespace }} is still to be filled in",
		},
		"placeholder in an unknown group": {
			"object": resource("example.org/v1", "Widget", {"name": "w", "namespace": "<your namespace>"}),
			"msg": "metadata.namespace <your namespace> is still to be filled in",
		},
	}
	default_namespace.violation == set() with input as case.object
	default_namespace.unknown == {finding(case.msg)} with input as case.object
	default_namespace.applies with input as case.object
}

finding(msg) := {"msg": msg, "details": {"path": ["metadata", "namespace"]}}

resource(version, kind, metadata) := {"apiVersion": version, "kind": kind, "metadata": metadata}
