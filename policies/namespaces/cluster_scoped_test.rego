package guiderail.namespaces.cluster_scoped_test

import data.guiderail.namespaces.cluster_scoped

test_denied[kind][json.marshal(namespace)] if {
	some kind, version in {
		"ClusterRoleBinding": "rbac.authorization.k8s.io/v1",
		"PersistentVolume": "v1",
		"Namespace": "v1",
		"ValidatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
		"CustomResourceDefinition": "apiextensions.k8s.io/v1",
	}
	some namespace in ["kube-system", 7, []]
	cluster_scoped.applies with input as object_of(version, kind, {"name": "a", "namespace": namespace})
	cluster_scoped.violation == {{
		"msg": sprintf("metadata.namespace is set, but a %s is cluster-scoped; remove it", [kind]),
		"details": {"path": ["metadata", "namespace"]},
	}} with input as object_of(version, kind, {"name": "a", "namespace": namespace})
}

test_allowed[note] if {
	some note, written in {
		"none": object_of("v1", "PersistentVolume", {"name": "a"}),
		"an empty one": object_of("v1", "PersistentVolume", {"name": "a", "namespace": ""}),
		"null": object_of("v1", "PersistentVolume", {"name": "a", "namespace": null}),
		"no metadata": object_of("v1", "PersistentVolume", null),
		"a namespaced kind": object_of("v1", "ConfigMap", {"name": "a", "namespace": "shop"}),
		"a kind that is not known": object_of("example.org/v1", "Shop", {"name": "a", "namespace": "shop"}),
		"an object without a kind": {"metadata": {"namespace": "shop"}},
	}
	cluster_scoped.violation == set() with input as written
}

test_does_not_apply if not cluster_scoped.applies with input as object_of("v1", "ConfigMap", {"namespace": "shop"})

object_of(version, kind, metadata) := {"apiVersion": version, "kind": kind, "metadata": metadata}
