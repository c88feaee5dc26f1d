package lib.guiderail.task_pods_test

import data.lib.guiderail.task_pods
import data.lib.guiderail.workload

tekton(kind, spec) := {"apiVersion": "tekton.dev/v1", "kind": kind, "spec": spec}

test_task if {
	[pod] := workload.pods_of(tekton("Task", {
		"stepTemplate": {"securityContext": {"privileged": true, "runAsUser": 1}, "env": [{"name": "A"}]},
		"steps": [{"name": "build", "securityContext": {"runAsUser": 0}, "computeResources": {"limits": {"memory": "1Gi"}}}],
		"sidecars": [{"name": "db"}],
		"volumes": [{"name": "work"}],
	}))
	pod.is_part
	pod.spec == {
		"containers": [
			{
				"name": "build", "env": [{"name": "A"}], "securityContext": {"privileged": true, "runAsUser": 0},
				"resources": {"limits": {"memory": "1Gi"}}, "computeResources": {"limits": {"memory": "1Gi"}},
			},
			{"name": "db"},
		],
		"volumes": [{"name": "work"}],
	}
	[found.path | some found in workload.containers_of([pod])] == [["spec", "steps", 0], ["spec", "sidecars", 0]]
	[found.path | some found in workload.volumes_of([pod])] == [["spec", "volumes", 0]]
}

test_variables_of_the_template_of_steps if {
	[pod] := workload.pods_of(tekton("Task", {
		"stepTemplate": {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, null]},
		"steps": [{"name": "a", "env": [{"name": "B", "value": "3"}]}, {"name": "b"}, {"name": "c", "env": null}],
	}))
	[container.env | some container in pod.spec.containers] == [
		[{"name": "B", "value": "3"}, {"name": "A", "value": "1"}],
		[{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, null],
		null,
	]
}

test_pipelines_in_pipelines if {
	inner := {"tasks": [{"taskSpec": {"steps": [{"name": "a"}]}}, {"pipelineSpec": {"finally": [{"taskSpec": {"steps": [{"name": "b"}]}}]}}]}
	made := workload.pods_of(tekton("PipelineRun", {"pipelineSpec": {"tasks": [{"taskSpec": {"steps": []}}, {"pipelineSpec": inner}, {"pipelineSpec": null}]}}))
	[found.path | some found in workload.containers_of(made)] == [
		["spec", "pipelineSpec", "tasks", 1, "pipelineSpec", "tasks", 0, "taskSpec", "steps", 0],
		["spec", "pipelineSpec", "tasks", 1, "pipelineSpec", "tasks", 1, "pipelineSpec", "finally", 0, "taskSpec", "steps", 0],
	]
}

test_run_of_a_task if {
	[pod] := workload.pods_of(tekton("TaskRun", {
		"serviceAccountName": "builder",
		"podTemplate": {"hostNetwork": true, "volumes": [{"name": "host"}]},
		"taskSpec": {"metadata": {"labels": {"app": "a"}}, "steps": [{"name": "build"}]},
	}))
	not pod.is_part
	pod.labels == {"app": "a"}
	pod.spec.serviceAccountName == "builder"
	workload.field_path(pod, "serviceAccountName") == ["spec", "serviceAccountName"]
	workload.field_path(pod, "hostNetwork") == ["spec", "podTemplate", "hostNetwork"]
	[found.path | some found in workload.volumes_of([pod])] == [["spec", "podTemplate", "volumes", 0]]
}

test_run_of_a_task_that_is_told_elsewhere if {
	[pod] := task_pods.of(tekton("TaskRun", {"taskRef": {"name": "t"}, "podTemplate": {"hostNetwork": true}}))
	pod.spec == {"hostNetwork": true, "containers": [], "volumes": []}
}

test_run_of_a_pipeline if {
	pods := task_pods.of(tekton("PipelineRun", {
		"taskRunTemplate": {"serviceAccountName": "builder", "podTemplate": {"hostNetwork": true}},
		"pipelineSpec": {"tasks": [{"taskSpec": {"steps": [{"name": "a"}]}}, {"taskRef": {}}], "finally": [{"taskSpec": {"steps": [{"name": "b"}]}}]},
		"taskRunSpecs": [{"podTemplate": {"hostIPC": true}, "serviceAccountName": "other"}, null],
	}))
	[pod.path | some pod in pods] == [
		["spec", "pipelineSpec", "tasks", 0, "taskSpec"],
		["spec", "pipelineSpec", "finally", 0, "taskSpec"],
		["spec", "taskRunSpecs", 0],
	]
	[pod.spec.serviceAccountName | some pod in pods] == ["builder", "builder", "other"]
	workload.field_path(pods[0], "hostNetwork") == ["spec", "taskRunTemplate", "podTemplate", "hostNetwork"]
	workload.field_path(pods[0], "serviceAccountName") == ["spec", "taskRunTemplate", "serviceAccountName"]
	workload.field_path(pods[2], "hostIPC") == ["spec", "taskRunSpecs", 0, "podTemplate", "hostIPC"]
}

test_run_of_a_pipeline_that_is_told_elsewhere if {
	[pod] := task_pods.of(tekton("PipelineRun", {"pipelineRef": {"name": "p"}, "podTemplate": {"hostNetwork": true}}))
	pod.spec.hostNetwork == true
	workload.field_path(pod, "serviceAccountName") == ["spec", "serviceAccountName"]
}

test_nothing[note] if {
	some note, written in {
		"another group": {"apiVersion": "example.org/v1", "kind": "Task", "spec": {"steps": [{}]}},
		"another kind": tekton("CustomRun", {"steps": [{}]}),
		"no specification": tekton("Task", null),
		"no version": {"kind": "Task", "spec": {"steps": [{}]}},
		"a pipeline of tasks that are told elsewhere": tekton("Pipeline", {"tasks": [{"taskRef": {"name": "t"}}]}),
	}
	task_pods.of(written) == []
}

test_other_types[note] if {
	some note, written in {
		"steps": tekton("Task", {"steps": "all", "stepTemplate": 1, "volumes": null}),
		"a step": tekton("Task", {"steps": [null, 1]}),
		"a task": tekton("TaskRun", {"taskSpec": [], "podTemplate": "x", "serviceAccountName": 7}),
		"a pipeline": tekton("PipelineRun", {"pipelineSpec": 1, "taskRunSpecs": 1, "taskRunTemplate": null}),
	}
	[pod] := task_pods.of(written)
	pod.spec.containers == []
}
