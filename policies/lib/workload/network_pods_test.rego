package lib.guiderail.network_pods_test

import data.lib.guiderail.network_pods

test_kinds[kind] if {
	some kind, version in {"Pod": "v1", "Deployment": "apps/v1", "CronJob": "batch/v1", "Service": "serving.knative.dev/v1"}
	inventory := {"namespace": {"shop": {version: {kind: {"n": made(version, kind, "n", {"app": "a"})}}}}}
	[seen.title | some seen in network_pods.of_namespace("shop")] == [sprintf("%s shop/n", [kind])] with input as {} with data.inventory as inventory
	network_pods.exist with input as {} with data.inventory as inventory
	network_pods.of_namespace("till") == [] with input as {} with data.inventory as inventory
}

test_the_one_under_review_counts_as_it_is if {
	inventory := {"namespace": {"shop": {"apps/v1": {"Deployment": {
		"n": made("apps/v1", "Deployment", "n", {"app": "old"}),
		"m": made("apps/v1", "Deployment", "m", {"app": "m"}),
	}}}}}
	subject := made("apps/v1", "Deployment", "n", {"app": "new"})
	{seen.labels.app | some seen in network_pods.of_namespace("shop")} == {"new", "m"} with input as subject with data.inventory as inventory
	bare := json.remove(subject, ["metadata/namespace"])
	[seen.labels.app | some seen in network_pods.of_namespace("default")] == ["new"] with input as bare with data.inventory as inventory
}

test_labels_of_the_namespace if {
	inventory := {"cluster": {"v1": {"Namespace": {"shop": {"metadata": {"labels": {"team": "sales"}}}, "till": {"metadata": {}}}}}}
	network_pods.namespace_labels("shop") == {"team": "sales"} with input as {} with data.inventory as inventory
	network_pods.namespace_labels("till") == {} with input as {} with data.inventory as inventory
	network_pods.namespace_labels("other") == {} with input as {} with data.inventory as inventory
	changed := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"team": "new"}}}
	network_pods.namespace_labels("shop") == {"team": "new"} with input as changed with data.inventory as inventory
	network_pods.of(made("v1", "Pod", "n", {}), "shop")[0].namespace_labels == {"team": "sales"} with input as {} with data.inventory as inventory
}

test_labels_of_the_pods_of_a_namespace if {
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"a": made("v1", "Pod", "a", {"app": "a"})}}, "batch/v1": {"CronJob": {"b": made("batch/v1", "CronJob", "b", {"app": "b"})}}}}}
	carried := network_pods.labels_of_namespace("shop") with input as {} with data.inventory as inventory
	{labels | some labels in carried} == {{"app": "a"}, {"app": "b", "job-name": "b-0", "batch.kubernetes.io/job-name": "b-0"}}
	network_pods.labels_of_namespace("till") == [] with input as {} with data.inventory as inventory
}

made("v1", "Pod", name, labels) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "shop", "labels": labels}, "spec": {}}

made("batch/v1", "CronJob", name, labels) := {
	"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name, "namespace": "shop"},
	"spec": {"jobTemplate": {"spec": {"template": {"metadata": {"labels": labels}, "spec": {}}}}},
}

made(version, kind, name, labels) := {
	"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "shop"},
	"spec": {"template": {"metadata": {"labels": labels}, "spec": {}}},
} if {
	not kind in {"Pod", "CronJob"}
}
