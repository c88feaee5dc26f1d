# METADATA
# title: Pods and the templates from which they are created
# description: |
#   The one place that knows which kinds create pods, where a pod's specification is found and which lists of
#   containers it has. An object may create several different pods. Yields nothing for any other kind, so that
#   a control which starts from here guards itself.
# custom:
#   match:
#     - groups: [""]
#       kinds: [Pod, PodTemplate, ReplicationController, DeploymentConfig]
#     - groups: [apps, extensions]
#       kinds: [Deployment, ReplicaSet, StatefulSet, DaemonSet, ControllerRevision]
#     - groups: [batch]
#       kinds: [Job, CronJob, JobTemplate]
#     - groups: [argoproj.io]
#       kinds: [Rollout, Experiment, AnalysisTemplate, ClusterAnalysisTemplate, AnalysisRun, Workflow,
#         WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow]
#     - groups: [tekton.dev]
#       kinds: [Task, ClusterTask, TaskRun, Pipeline, PipelineRun, StepAction]
#     - groups: [apps.openshift.io]
#       kinds: [DeploymentConfig]
#     - groups: [serving.knative.dev]
#       kinds: [Service, Configuration, Revision]
#     - groups: [sources.knative.dev]
#       kinds: [ContainerSource]
#     - groups: [sinks.knative.dev]
#       kinds: [JobSink]
#     - groups: [operators.coreos.com]
#       kinds: [ClusterServiceVersion]
#     - groups: [agents.x-k8s.io]
#       kinds: [Sandbox]
#     - groups: [extensions.agents.x-k8s.io]
#       kinds: [SandboxTemplate]
#     - groups: [keda.sh]
#       kinds: [ScaledJob]
#     - groups: [apps.kruise.io]
#       kinds: [CloneSet, StatefulSet, DaemonSet, BroadcastJob, AdvancedCronJob, UnitedDeployment, SidecarSet,
#         EphemeralJob]
#     - groups: [batch.volcano.sh, flow.volcano.sh]
#       kinds: [Job, CronJob, JobTemplate]
#     - groups: [jobset.x-k8s.io]
#       kinds: [JobSet]
#     - groups: [leaderworkerset.x-k8s.io]
#       kinds: [LeaderWorkerSet]
#     - groups: [kubeflow.org]
#       kinds: [TFJob, PyTorchJob, MPIJob, XGBoostJob, PaddleJob, MXJob, JAXJob, Notebook]
#     - groups: [trainer.kubeflow.org]
#       kinds: [TrainingRuntime, ClusterTrainingRuntime]
#     - groups: [ray.io]
#       kinds: [RayCluster, RayJob, RayService]
#     - groups: [agones.dev]
#       kinds: [GameServer, GameServerSet, Fleet]
#     - groups: [actions.github.com]
#       kinds: [AutoscalingRunnerSet, EphemeralRunnerSet, EphemeralRunner]
package lib.guiderail.workload

import data.lib.guiderail.ctx
import data.lib.guiderail.task_pods
import data.lib.guiderail.value
import data.lib.guiderail.workflow_pods

# METADATA
# description: |
#   The pods that the object under review is or creates, in the form of `pods_of`. Empty for kinds that create
#   none.
pods := pods_of(ctx.resource)

# METADATA
# description: |
#   The pods that an object is or creates. Each has its `metadata`, `spec` and `labels`, as the pod will have
#   them; `path`, which leads from the object to the template, `spec_path` and `metadata_path`; `is_part`,
#   whether another object that is not known here creates the pod, such as the run of a task; and `places` and
#   `items`, the paths of fields and of items of lists that are not written below `spec_path`, for which
#   `field_path` and `item_path` are there. `patches` has the paths of patches that change the pod later and are
#   not worked out.
pods_of(maker) := array.concat(made, array.concat(task_pods.of(maker), workflow_pods.of(maker))) if {
	entry := kinds[ctx.group_of(maker)][maker.kind]
	made := [pod |
		some pattern in entry
		some path in _paths(maker, pattern)
		template := object.get(maker, path, null)
		field := object.get(pattern, "field", "spec")
		is_object(template[field])
		metadata := value.object_in(template, "metadata")
		pod := {
			"path": path,
			"spec_path": array.concat(path, [field]),
			"metadata_path": array.concat(path, ["metadata"]),
			"metadata": metadata,
			"labels": value.object_in(metadata, "labels"),
			"spec": template[field],
			"is_part": maker.kind in _parts,
			"places": {},
			"items": {},
			"patches": _patches(maker),
		}
	]
} else := []

# METADATA
# description: Where a field of a pod's specification is written, or would be.
field_path(pod, field) := path if {
	path := pod.places[field]
} else := array.concat(pod.spec_path, [field])

# METADATA
# description: Where an item of a list of a pod's specification is written.
item_path(pod, field, i) := path if {
	path := pod.items[field][i]
} else := array.concat(field_path(pod, field), [i])

# METADATA
# description: |
#   The pod template of an object that is not under review, such as a Deployment. Undefined for an object that
#   creates no pods.
template_of(other) := pods_of(other)[0]

# METADATA
# description: |
#   Every container of every pod, of all three lists: `list` (the list's name), `title` (how messages
#   name it), `path` (from the object's root), `spec` (the container as it will be) and `pod`, the index of
#   its pod in `pods`.
containers := containers_of(pods)

# METADATA
# description: The containers of pods that `pods_of` returned.
containers_of(made) := [container |
	some n, pod in made
	some list, label in _lists
	some i, spec in pod.spec[list]
	is_object(spec)
	container := {
		"list": list,
		"title": _title(label, spec, i),
		"path": item_path(pod, list, i),
		"spec": spec,
		"pod": n,
	}
]

# METADATA
# description: |
#   The names of all environment variables, so that a control which looks for a few can quickly tell that there
#   are none.
variable_names contains name if {
	some container in containers
	some env in container.spec.env
	name := env.name
	is_string(name)
}

# METADATA
# description: The volumes of all pods with their `path`, `title`, `spec` as written and `pod`, as for containers.
volumes := volumes_of(pods)

# METADATA
# description: The volumes of pods that `pods_of` returned.
volumes_of(made) := [volume |
	some n, pod in made
	some i, spec in pod.spec.volumes
	is_object(spec)
	volume := {
		"title": _title("volume", spec, i),
		"path": item_path(pod, "volumes", i),
		"spec": spec,
		"pod": n,
	}
]

_title(label, spec, i) := sprintf("%s %q", [label, name]) if {
	name := object.get(spec, "name", sprintf("#%d", [i]))
	is_string(name)
} else := sprintf(`%s "#%d"`, [label, i])

_lists := {
	"containers": "container",
	"initContainers": "init container",
	"ephemeralContainers": "ephemeral container",
}

_paths(maker, pattern) := [pattern.at] if {
	not pattern.then
} else := [path |
	some key, _ in object.get(maker, pattern.at, null)
	path := array.concat(array.concat(pattern.at, [key]), pattern.then)
]

# The subsets of a UnitedDeployment may have pods of their own.
_patches(maker) := [path |
	maker.kind == "UnitedDeployment"
	some i, subset in maker.spec.topology.subsets
	is_object(subset)
	not object.get(subset, "patch", {}) in [{}, null]
	path := ["spec", "topology", "subsets", i, "patch"]
]

# Their containers are added to the pods of other objects.
_parts := {"SidecarSet", "EphemeralJob"}

# METADATA
# description: |
#   The kinds that create pods, by API group, in any version. Each lists where its templates are: `at` a path,
#   or in every item of the list or map there, where `then` leads on from the item; `field` is the field with
#   the pod's specification, if it is not spec. Kinds that have their pods in another form list none;
#   `workflow_pods` reads Argo Workflows, and `task_pods` the kinds of Tekton.
kinds := {
	"": {
		"Pod": [{"at": []}],
		"PodTemplate": [{"at": ["template"]}],
		"ReplicationController": _template,
		"DeploymentConfig": _template,
	},
	"apps": _controllers,
	"extensions": _controllers,
	"batch": {
		"Job": _template,
		"CronJob": [{"at": ["spec", "jobTemplate", "spec", "template"]}],
		"JobTemplate": [{"at": ["template", "spec", "template"]}],
	},
	"argoproj.io": {
		"Rollout": _template,
		"Experiment": [{"at": ["spec", "templates"], "then": ["template"]}],
		"AnalysisTemplate": _metrics,
		"ClusterAnalysisTemplate": _metrics,
		"AnalysisRun": _metrics,
		"Workflow": [],
		"WorkflowTemplate": [],
		"ClusterWorkflowTemplate": [],
		"CronWorkflow": [],
	},
	"tekton.dev": {"Task": [], "ClusterTask": [], "TaskRun": [], "Pipeline": [], "PipelineRun": [], "StepAction": []},
	"apps.openshift.io": {"DeploymentConfig": _template},
	"serving.knative.dev": {"Service": _template, "Configuration": _template, "Revision": [{"at": []}]},
	"sources.knative.dev": {"ContainerSource": _template},
	"sinks.knative.dev": {"JobSink": [{"at": ["spec", "job", "spec", "template"]}]},
	"operators.coreos.com": {"ClusterServiceVersion": [{
		"at": [
			"spec", "install", "spec", "deployments",
		],
		"then": ["spec", "template"],
	}]},
	"agents.x-k8s.io": {"Sandbox": _sandbox},
	"extensions.agents.x-k8s.io": {"SandboxTemplate": _sandbox},
	"keda.sh": {"ScaledJob": [{"at": ["spec", "jobTargetRef", "template"]}]},
	"apps.kruise.io": {
		"CloneSet": _template,
		"StatefulSet": _template,
		"DaemonSet": _template,
		"BroadcastJob": _template,
		"AdvancedCronJob": [
			{"at": ["spec", "template", "jobTemplate", "spec", "template"]},
			{"at": ["spec", "template", "broadcastJobTemplate", "spec", "template"]},
		],
		"UnitedDeployment": [{"at": ["spec", "template"], "then": ["spec", "template"]}],
		"SidecarSet": [{"at": []}],
		"EphemeralJob": [{"at": ["spec"], "field": "template"}],
	},
	"batch.volcano.sh": _volcano,
	"flow.volcano.sh": _volcano,
	"jobset.x-k8s.io": {"JobSet": _replicated},
	"leaderworkerset.x-k8s.io": {"LeaderWorkerSet": [
		{"at": ["spec", "leaderWorkerTemplate", "leaderTemplate"]},
		{"at": ["spec", "leaderWorkerTemplate", "workerTemplate"]},
	]},
	"kubeflow.org": {
		"TFJob": [{"at": ["spec", "tfReplicaSpecs"], "then": ["template"]}],
		"PyTorchJob": [{"at": ["spec", "pytorchReplicaSpecs"], "then": ["template"]}],
		"MPIJob": [{"at": ["spec", "mpiReplicaSpecs"], "then": ["template"]}],
		"XGBoostJob": [{"at": ["spec", "xgbReplicaSpecs"], "then": ["template"]}],
		"PaddleJob": [{"at": ["spec", "paddleReplicaSpecs"], "then": ["template"]}],
		"MXJob": [{"at": ["spec", "mxReplicaSpecs"], "then": ["template"]}],
		"JAXJob": [{"at": ["spec", "jaxReplicaSpecs"], "then": ["template"]}],
		"Notebook": _template,
	},
	"trainer.kubeflow.org": {"TrainingRuntime": _runtime, "ClusterTrainingRuntime": _runtime},
	"ray.io": {
		"RayCluster": [
			{"at": ["spec", "headGroupSpec", "template"]},
			{"at": ["spec", "workerGroupSpecs"], "then": ["template"]},
		],
		"RayJob": [
			{"at": ["spec", "rayClusterSpec", "headGroupSpec", "template"]},
			{"at": ["spec", "rayClusterSpec", "workerGroupSpecs"], "then": ["template"]},
			{"at": ["spec", "submitterPodTemplate"]},
		],
		"RayService": [
			{"at": ["spec", "rayClusterConfig", "headGroupSpec", "template"]},
			{"at": ["spec", "rayClusterConfig", "workerGroupSpecs"], "then": ["template"]},
		],
	},
	"agones.dev": {"GameServer": _template, "GameServerSet": _game_servers, "Fleet": _game_servers},
	"actions.github.com": {
		"AutoscalingRunnerSet": _template,
		"EphemeralRunnerSet": [{"at": ["spec", "ephemeralRunnerSpec"]}],
		"EphemeralRunner": [{"at": ["spec"]}],
	},
}

_template := [{"at": ["spec", "template"]}]

_sandbox := [{"at": ["spec", "podTemplate"]}]

_controllers := {
	"Deployment": _template,
	"ReplicaSet": _template,
	"StatefulSet": _template,
	"DaemonSet": _template,
	"ControllerRevision": [{"at": ["data", "spec", "template"]}],
}

_metrics := [{"at": ["spec", "metrics"], "then": ["provider", "job", "spec", "template"]}]

_volcano := {
	"Job": _tasks,
	"JobTemplate": _tasks,
	"CronJob": [{"at": ["spec", "jobTemplate", "spec", "tasks"], "then": ["template"]}],
}

_tasks := [{"at": ["spec", "tasks"], "then": ["template"]}]

_replicated := [{"at": ["spec", "replicatedJobs"], "then": ["template", "spec", "template"]}]

_runtime := [{"at": ["spec", "template", "spec", "replicatedJobs"], "then": ["template", "spec", "template"]}]

_game_servers := [{"at": ["spec", "template", "spec", "template"]}]
