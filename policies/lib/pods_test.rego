package lib.guiderail.pods_test

import data.lib.guiderail.pods

test_of[kind] if {
	some kind, place in {
		"Pod": {"version": "v1", "path": ["metadata"]},
		"ReplicationController": {"version": "v1", "path": ["spec", "template", "metadata"]},
		"Deployment": {"version": "apps/v1", "path": ["spec", "template", "metadata"]},
		"StatefulSet": {"version": "apps/v1", "path": ["spec", "template", "metadata"]},
		"DaemonSet": {"version": "apps/v1", "path": ["spec", "template", "metadata"]},
		"ReplicaSet": {"version": "apps/v1", "path": ["spec", "template", "metadata"]},
		"Rollout": {"version": "argoproj.io/v1alpha1", "path": ["spec", "template", "metadata"]},
		"Job": {"version": "batch/v1", "path": ["spec", "template", "metadata"]},
		"CronJob": {"version": "batch/v1", "path": ["spec", "jobTemplate", "spec", "template", "metadata"]},
	}
	bare := {"kind": kind, "metadata": {"name": "app"}}
	labelled := json.patch(
		{"kind": kind, "metadata": {"name": "app"}, "spec": {"template": {"metadata": {}}, "jobTemplate": {"spec": {"template": {"metadata": {}}}}}},
		[{"op": "add", "path": array.concat(place.path, ["labels"]), "value": {"app": "shop"}}],
	)
	title := sprintf(`%s "app"`, [kind])
	pods.of("shop") == [{"title": title, "labels": {"app": "shop"}, "object": labelled}] with data.inventory as {"namespace": {"shop": {place.version: {kind: {"app": labelled}}}}}
	pods.of("shop") == [{"title": title, "labels": {}, "object": bare}] with data.inventory as {"namespace": {"shop": {place.version: {kind: {"app": bare}}}}}
	pods.of("till") == [] with data.inventory as {"namespace": {"shop": {place.version: {kind: {"app": bare}}}}}
}

test_labels_of_other_types[labels] if {
	some labels in [null, "app", ["app"]]
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"app": {"kind": "Pod", "metadata": {"name": "app", "labels": labels}}}}}}}
	[pod.labels | some pod in pods.of("shop")] == [{}] with data.inventory as inventory
}

test_selected[note] if {
	some note, case in {
		"one label": {"selector": {"app": "shop"}, "found": ["a", "b"]},
		"two": {"selector": {"app": "shop", "role": "primary"}, "found": ["a"]},
		"another value": {"selector": {"app": "till"}, "found": []},
		"empty": {"selector": {}, "found": []},
		"null": {"selector": null, "found": []},
	}
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"a": pod("a", {"app": "shop", "role": "primary"}), "b": pod("b", {"app": "shop"})}}}}}
	[found.object.metadata.name | some found in pods.selected("shop", case.selector)] == case.found with data.inventory as inventory
}

pod(name, labels) := {"kind": "Pod", "metadata": {"name": name, "labels": labels}}
