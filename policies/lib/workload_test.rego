package lib.guiderail.workload_test

import data.lib.guiderail.workload

test_pod_of_every_kind[kind] if {
	some kind, case in {
		"Pod": {"version": "v1", "path": []},
		"PodTemplate": {"version": "v1", "path": ["template"]},
		"ReplicationController": {"version": "v1", "path": ["spec", "template"]},
		"Deployment": {"version": "apps/v1", "path": ["spec", "template"]},
		"DaemonSet": {"version": "extensions/v1beta1", "path": ["spec", "template"]},
		"CronJob": {"version": "batch/v1", "path": ["spec", "jobTemplate", "spec", "template"]},
		"Rollout": {"version": "argoproj.io/v1alpha1", "path": ["spec", "template"]},
		"DeploymentConfig": {"version": "apps.openshift.io/v1", "path": ["spec", "template"]},
		"Service": {"version": "serving.knative.dev/v1", "path": ["spec", "template"]},
	}
	template := {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "app"}], "volumes": [{"name": "data"}, {}]}}
	patches := [{"op": "add", "path": array.slice(case.path, 0, i + 1), "value": {}} | some i, _ in case.path]
	made := json.patch({}, array.concat(patches, [{"op": "add", "path": case.path, "value": template}]))
	written := object.union(made, {"apiVersion": case.version, "kind": kind})

	workload.pod == {"path": case.path, "metadata": template.metadata, "spec": template.spec} with input as written
	workload.labels == {"a": "b"} with input as written
	workload.containers == [{
		"list": "containers",
		"title": `container "app"`,
		"path": array.concat(case.path, ["spec", "containers", 0]),
		"spec": {"name": "app"},
	}] with input as written
	{volume.title | some volume in workload.volumes} == {`volume "data"`, `volume "#1"`} with input as written
}

test_nothing_for[note] if {
	some note, object in {
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {"containers": [{"name": "app"}]}},
		"another group": {"apiVersion": "example.org/v1", "kind": "Deployment", "spec": {"template": {"spec": {"containers": [{"name": "app"}]}}}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}},
		"containers that are none": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": ["app"], "initContainers": null}},
	}
	count(workload.containers) == 0 with input as object
}

test_title_of_what_has_no_name[note] if {
	some note, container in {"absent": {}, "no text": {"name": 1.5}}
	written := {"apiVersion": "v1", "kind": "Pod", "spec": {"initContainers": [container]}}
	workload.containers[0].title == `init container "#0"` with input as written
}

test_labels_without_metadata[note] if {
	some note, metadata in {"absent": {}, "null": {"metadata": null}, "no labels": {"metadata": {"labels": null}}}
	workload.labels == {} with input as object.union({"apiVersion": "v1", "kind": "Pod", "spec": {}}, metadata)
}

test_template_of_another_object[note] if {
	some note, object in {
		"pod": {"apiVersion": "v1", "kind": "Pod", "spec": {"a": 1}},
		"deployment": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {"a": 1}}}},
		"cron job": {"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"a": 1}}}}}},
	}
	workload.template_of(object).spec == {"a": 1}
}

test_no_template_of_another_object[note] if {
	some note, object in {
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {}},
		"another group": {"apiVersion": "example.org/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}},
		"no version": {"apiVersion": 1, "kind": "Pod", "spec": {}},
		"nothing": null,
	}
	not workload.template_of(object)
}
