# METADATA
# title: The pods of Tekton
# description: |
#   The pods that tasks create, in the form of `workload.pods_of`: each step and sidecar is a container, and
#   the run of the task sets the fields of the pod. Yields nothing for any other kind.
# related_resources:
#   - https://tekton.dev/docs/pipelines/tasks/
#   - https://tekton.dev/docs/pipelines/podtemplates/
package lib.guiderail.task_pods

import data.lib.guiderail.value

# METADATA
# description: The pods of a task, of a pipeline's tasks, or of their runs.
of(maker) := [pod |
	is_string(maker.apiVersion)
	startswith(maker.apiVersion, "tekton.dev/")
	is_object(maker.spec)
	some pod in _made(maker)
]

_made(maker) := [_pod(_task(["spec"], maker.spec), _nobody(["spec"]))] if {
	maker.kind in {"Task", "ClusterTask"}
} else := [_pod(
	{"path": ["spec"], "spec": {}, "steps": [{
		"path": ["spec"], "spec": maker.spec,
	}]},
	_nobody(["spec"]),
)] if {
	maker.kind == "StepAction"
} else := [_pod(_task(["spec", "taskSpec"], object.get(maker.spec, "taskSpec", {})), _run(["spec"], maker.spec))] if {
	maker.kind == "TaskRun"
} else := [_pod(task, _nobody(task.path)) | some task in _tasks(["spec"], maker.spec)] if {
	maker.kind == "Pipeline"
} else := array.concat(written, array.concat(single, others)) if {
	maker.kind == "PipelineRun"
	run := _run(["spec"], maker.spec)
	written := [_pod(task, run) |
		some task in _tasks(["spec", "pipelineSpec"], object.get(maker.spec, "pipelineSpec", {}))
	]

	# The pipeline is defined elsewhere; what the run sets for each of its pods counts as well.
	single := [_pod(_task(["spec"], {}), run) | written == []]
	others := [_pod(_task(path, {}), _run(path, spec)) |
		some i, spec in maker.spec.taskRunSpecs
		is_object(spec)
		path := ["spec", "taskRunSpecs", i]
	]
} else := []

_tasks(path, spec) := array.concat(own, [task |
	some inner in _pipelines(path, spec)
	some task in array.concat(_tasks_of(inner.path, inner.spec), [deeper |
		some innermost in _pipelines(inner.path, inner.spec)
		some deeper in _tasks_of(innermost.path, innermost.spec)
	])
]) if {
	own := _tasks_of(path, spec)
}

# A task may be a pipeline itself.
_pipelines(path, spec) := [{"path": array.concat(path, [list, i, "pipelineSpec"]), "spec": entry.pipelineSpec} |
	some list in ["tasks", "finally"]
	some i, entry in spec[list]
	is_object(entry.pipelineSpec)
]

_tasks_of(path, spec) := [task |
	some list in ["tasks", "finally"]
	some i, entry in spec[list]
	is_object(entry.taskSpec)
	task := _task(array.concat(path, [list, i, "taskSpec"]), entry.taskSpec)
]

_task(path, spec) := {"path": path, "spec": fields, "steps": array.concat(steps, _items(path, fields, "sidecars"))} if {
	fields := _as_object(spec)
	defaults := value.object_in(fields, "stepTemplate")
	steps := [{
		"path": step.path, "spec": _with_defaults(step.spec, defaults),
	} |
		some step in _items(path, fields, "steps")
	]
}

# A step inherits the variables of the template that it does not set itself.
_with_defaults(step, defaults) := object.union_n([defaults, step, {"env": array.concat(step.env, inherited)}]) if {
	is_array(step.env)
	is_array(defaults.env)
	own := {env.name | some env in step.env}
	inherited := [env | some env in defaults.env; is_object(env); not _is_set(env, own)]
} else := object.union(defaults, step)

_is_set(variable, names) if variable.name in names

_items(path, spec, field) := [{"path": array.concat(path, [field, i]), "spec": item} |
	some i, item in spec[field]
	is_object(item)
]

# What runs a task that stands alone is not known.
_nobody(path) := {"is_part": true, "path": path, "template": {"path": path, "spec": {}}, "account": {}}

_run(path, spec) := {"is_part": false, "path": path, "template": template, "account": account} if {
	templates := [{"path": array.concat(path, place), "spec": found} |
		some place in [["taskRunTemplate", "podTemplate"], ["podTemplate"], ["taskPodTemplate"]]
		found := object.get(spec, place, null)
		is_object(found)
	]
	template := array.concat(templates, [{"path": array.concat(path, ["podTemplate"]), "spec": {}}])[0]
	accounts := [{"path": array.concat(path, place), "name": name} |
		some place in [["taskRunTemplate", "serviceAccountName"], ["serviceAccountName"], ["taskServiceAccountName"]]
		name := object.get(spec, place, null)
		name != null
	]
	account := array.concat(accounts, [{"path": array.concat(path, ["serviceAccountName"])}])[0]
}

_pod(task, run) := {
	"path": task.path,
	"spec_path": run.template.path,
	"metadata_path": array.concat(task.path, ["metadata"]),
	"metadata": metadata,
	"labels": value.object_in(metadata, "labels"),
	"spec": object.union(
		object.remove(run.template.spec, ["volumes", "containers", "serviceAccountName"]),
		object.union(account, {"containers": containers, "volumes": volumes}),
	),
	"is_part": run.is_part,
	"patches": [],
	"places": places,
	"items": {"containers": container_paths, "volumes": volume_paths},
} if {
	places := {"serviceAccountName": path | path := run.account.path}
	containers := [_container(step.spec) | some step in task.steps]
	container_paths := [step.path | some step in task.steps]
	metadata := value.object_in(task.spec, "metadata")
	account := {"serviceAccountName": name | name := run.account.name}
	all_volumes := array.concat(
		_items(task.path, task.spec, "volumes"),
		_items(run.template.path, run.template.spec, "volumes"),
	)
	volumes := [volume.spec | some volume in all_volumes]
	volume_paths := [volume.path | some volume in all_volumes]
}

# A step's resources have had two names.
_container(step) := object.union(step, {"resources": step.computeResources}) if {
	is_object(step.computeResources)
} else := step

_as_object(found) := found if {
	is_object(found)
} else := {}
