package lib.guiderail.workflow_pods_test

import data.lib.guiderail.workflow_pods
import data.lib.guiderail.workload

workflow(spec) := {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": spec}

test_fields_of_the_workflow_and_of_its_templates if {
	written := workflow({
		"serviceAccountName": "runner",
		"hostNetwork": true,
		"securityContext": {"runAsNonRoot": true, "runAsUser": 1},
		"podMetadata": {"labels": {"team": "shop", "app": "a"}},
		"volumes": [{"name": "work"}],
		"templates": [
			{"name": "main", "dag": {"tasks": [{"name": "x", "template": "build"}]}},
			{
				"name": "build", "metadata": {"labels": {"app": "b"}},
				"securityContext": {"runAsUser": 0}, "serviceAccountName": null,
				"container": {"image": "a"}, "sidecars": [{"name": "db"}], "initContainers": [{"name": "init"}],
				"volumes": [{"name": "own"}],
			},
		],
	})
	[pod] := workload.pods_of(written)
	pod.spec.serviceAccountName == "runner"
	pod.spec.hostNetwork == true
	pod.spec.securityContext == {"runAsUser": 0}
	pod.labels == {"team": "shop", "app": "b"}
	not pod.is_part
	workload.field_path(pod, "securityContext") == ["spec", "templates", 1, "securityContext"]
	workload.field_path(pod, "serviceAccountName") == ["spec", "serviceAccountName"]
	workload.field_path(pod, "hostNetwork") == ["spec", "hostNetwork"]
	{[found.list, found.spec.name, found.path] | some found in workload.containers_of([pod])} == {
		["containers", "main", ["spec", "templates", 1, "container"]],
		["containers", "db", ["spec", "templates", 1, "sidecars", 0]],
		["initContainers", "init", ["spec", "templates", 1, "initContainers", 0]],
	}
	[[found.spec.name, found.path] | some found in workload.volumes_of([pod])] == [
		["work", ["spec", "volumes", 0]],
		["own", ["spec", "templates", 1, "volumes", 0]],
	]
}

test_templates_where_they_are_called[note] if {
	some note, case in {
		"a step": {"template": {"steps": [[{"name": "a"}, {"inline": {"container": {}}}]]}, "path": ["steps", 0, 1, "inline", "container"]},
		"a step of a group": {"template": {"steps": [{"steps": [{"inline": {"script": {}}}]}]}, "path": ["steps", 0, "steps", 0, "inline", "script"]},
		"a task": {"template": {"dag": {"tasks": [{"inline": {"container": {}}}]}}, "path": ["dag", "tasks", 0, "inline", "container"]},
	}
	[pod] := workflow_pods.of(workflow({"templates": [case.template]}))
	[found.path | some found in workload.containers_of([pod])] == [array.concat(["spec", "templates", 0], case.path)]
}

test_default_variables if {
	pods := workflow_pods.of(workflow({
		"templateDefaults": {"container": {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}},
		"templates": [{"container": {"env": [{"name": "B", "value": "3"}]}}, {"container": {"env": []}}, {"container": {}}],
	}))
	[[env.value | some env in pod.spec.containers[0].env] | some pod in pods] == [["3", "1"], ["1", "2"], ["1", "2"]]
}

test_defaults_of_templates if {
	[pod] := workflow_pods.of(workflow({
		"templateDefaults": {"container": {"securityContext": {"privileged": true}}},
		"templates": [{"container": {"image": "a"}}],
	}))
	pod.spec.containers == [{"name": "main", "image": "a", "securityContext": {"privileged": true}}]
}

test_templates_of_others if {
	[pod] := workflow_pods.of(workflow({"workflowTemplateRef": {"name": "t"}, "hostNetwork": true, "volumes": [{"name": "work"}]}))
	pod.is_part
	pod.spec == {"hostNetwork": true, "containers": [], "initContainers": [], "volumes": [{"name": "work"}]}
	pod.path == ["spec"]
}

test_by_the_clock if {
	[pod] := workflow_pods.of({"apiVersion": "argoproj.io/v1alpha1", "kind": "CronWorkflow", "spec": {"workflowSpec": {"hostNetwork": true, "templates": [{"container": {}}]}}})
	workload.field_path(pod, "hostNetwork") == ["spec", "workflowSpec", "hostNetwork"]
}

test_nothing[note] if {
	some note, written in {
		"another group": {"apiVersion": "example.org/v1", "kind": "Workflow", "spec": {"templates": [{"container": {}}]}},
		"another kind": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "spec": {"templates": [{"container": {}}]}},
		"no specification": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow"},
		"no version": {"kind": "Workflow", "spec": {}},
	}
	workflow_pods.of(written) == []
}

test_other_types[note] if {
	some note, spec in {
		"templates": {"templates": "all"},
		"a template": {"templates": [null, 1, "a"]},
		"a container": {"templates": [{"container": [], "sidecars": {"a": 1}, "containerSet": "x", "steps": ["a", [null]], "dag": []}]},
		"defaults": {"templateDefaults": [], "templates": null, "podMetadata": 1},
	}
	[pod] := workflow_pods.of(workflow(spec))
	pod.spec.containers == []
}
