package lib.guiderail.workload_test

import data.lib.guiderail.ctx
import data.lib.guiderail.workload

# One privileged container in each kind, and where it must be found.
makers := [
	maker("v1", "Pod", {"spec": pod}, ["spec", "containers", 0]),
	maker("v1", "PodTemplate", {"template": {"spec": pod}}, ["template", "spec", "containers", 0]),
	maker("v1", "ReplicationController", templated, in_template),
	maker("v1", "DeploymentConfig", templated, in_template),
	maker("apps/v1", "Deployment", templated, in_template),
	maker("apps/v1", "ReplicaSet", templated, in_template),
	maker("apps/v1", "StatefulSet", templated, in_template),
	maker("apps/v1", "DaemonSet", templated, in_template),
	maker("apps/v1", "ControllerRevision", {"data": templated}, ["data", "spec", "template", "spec", "containers", 0]),
	maker("extensions/v1beta1", "Deployment", templated, in_template),
	maker("extensions/v1beta1", "ReplicaSet", templated, in_template),
	maker("extensions/v1beta1", "StatefulSet", templated, in_template),
	maker("extensions/v1beta1", "DaemonSet", templated, in_template),
	maker("extensions/v1beta1", "ControllerRevision", {"data": templated}, ["data", "spec", "template", "spec", "containers", 0]),
	maker("batch/v1", "Job", templated, in_template),
	maker("batch/v1", "CronJob", {"spec": {"jobTemplate": templated}}, ["spec", "jobTemplate", "spec", "template", "spec", "containers", 0]),
	maker("batch/v1beta1", "JobTemplate", {"template": templated}, ["template", "spec", "template", "spec", "containers", 0]),
	maker("argoproj.io/v1alpha1", "Rollout", templated, in_template),
	maker("argoproj.io/v1alpha1", "Experiment", {"spec": {"templates": [{}, {"template": {"spec": pod}}]}}, ["spec", "templates", 1, "template", "spec", "containers", 0]),
	maker("argoproj.io/v1alpha1", "AnalysisTemplate", metrics, in_metrics),
	maker("argoproj.io/v1alpha1", "ClusterAnalysisTemplate", metrics, in_metrics),
	maker("argoproj.io/v1alpha1", "AnalysisRun", metrics, in_metrics),
	maker("argoproj.io/v1alpha1", "Workflow", {"spec": {"templates": [{"container": container}]}}, ["spec", "templates", 0, "container"]),
	maker("argoproj.io/v1alpha1", "WorkflowTemplate", {"spec": {"templates": [{"script": container}]}}, ["spec", "templates", 0, "script"]),
	maker("argoproj.io/v1alpha1", "ClusterWorkflowTemplate", {"spec": {"templates": [{"containerSet": {"containers": [container]}}]}}, ["spec", "templates", 0, "containerSet", "containers", 0]),
	maker("argoproj.io/v1alpha1", "CronWorkflow", {"spec": {"workflowSpec": {"templates": [{"container": container}]}}}, ["spec", "workflowSpec", "templates", 0, "container"]),
	maker("tekton.dev/v1", "Task", {"spec": task}, ["spec", "steps", 0]),
	maker("tekton.dev/v1beta1", "ClusterTask", {"spec": task}, ["spec", "steps", 0]),
	maker("tekton.dev/v1", "TaskRun", {"spec": {"taskSpec": task}}, ["spec", "taskSpec", "steps", 0]),
	maker("tekton.dev/v1", "Pipeline", {"spec": {"tasks": [{"taskSpec": task}]}}, ["spec", "tasks", 0, "taskSpec", "steps", 0]),
	maker("tekton.dev/v1", "PipelineRun", {"spec": {"pipelineSpec": {"finally": [{"taskSpec": task}]}}}, ["spec", "pipelineSpec", "finally", 0, "taskSpec", "steps", 0]),
	maker("tekton.dev/v1alpha1", "StepAction", {"spec": container}, ["spec"]),
	maker("apps.openshift.io/v1", "DeploymentConfig", templated, in_template),
	maker("serving.knative.dev/v1", "Service", templated, in_template),
	maker("serving.knative.dev/v1", "Configuration", templated, in_template),
	maker("serving.knative.dev/v1", "Revision", {"spec": pod}, ["spec", "containers", 0]),
	maker("sources.knative.dev/v1", "ContainerSource", templated, in_template),
	maker("sinks.knative.dev/v1alpha1", "JobSink", {"spec": {"job": templated}}, ["spec", "job", "spec", "template", "spec", "containers", 0]),
	maker("operators.coreos.com/v1alpha1", "ClusterServiceVersion", {"spec": {"install": {"spec": {"deployments": [templated]}}}}, ["spec", "install", "spec", "deployments", 0, "spec", "template", "spec", "containers", 0]),
	maker("agents.x-k8s.io/v1alpha1", "Sandbox", {"spec": {"podTemplate": {"spec": pod}}}, ["spec", "podTemplate", "spec", "containers", 0]),
	maker("extensions.agents.x-k8s.io/v1alpha1", "SandboxTemplate", {"spec": {"podTemplate": {"spec": pod}}}, ["spec", "podTemplate", "spec", "containers", 0]),
	maker("keda.sh/v1alpha1", "ScaledJob", {"spec": {"jobTargetRef": {"template": {"spec": pod}}}}, ["spec", "jobTargetRef", "template", "spec", "containers", 0]),
	maker("apps.kruise.io/v1alpha1", "CloneSet", templated, in_template),
	maker("apps.kruise.io/v1beta1", "StatefulSet", templated, in_template),
	maker("apps.kruise.io/v1alpha1", "DaemonSet", templated, in_template),
	maker("apps.kruise.io/v1alpha1", "BroadcastJob", templated, in_template),
	maker("apps.kruise.io/v1alpha1", "AdvancedCronJob", {"spec": {"template": {"broadcastJobTemplate": templated}}}, ["spec", "template", "broadcastJobTemplate", "spec", "template", "spec", "containers", 0]),
	maker("apps.kruise.io/v1alpha1", "UnitedDeployment", {"spec": {"template": {"cloneSetTemplate": templated}}}, ["spec", "template", "cloneSetTemplate", "spec", "template", "spec", "containers", 0]),
	maker("apps.kruise.io/v1alpha1", "SidecarSet", {"spec": pod}, ["spec", "containers", 0]),
	maker("apps.kruise.io/v1alpha1", "EphemeralJob", {"spec": {"template": pod}}, ["spec", "template", "containers", 0]),
	maker("batch.volcano.sh/v1alpha1", "Job", volcano, in_tasks),
	maker("batch.volcano.sh/v1alpha1", "JobTemplate", volcano, in_tasks),
	maker("batch.volcano.sh/v1alpha1", "CronJob", {"spec": {"jobTemplate": volcano}}, array.concat(["spec", "jobTemplate"], in_tasks)),
	maker("flow.volcano.sh/v1alpha1", "Job", volcano, in_tasks),
	maker("flow.volcano.sh/v1alpha1", "JobTemplate", volcano, in_tasks),
	maker("flow.volcano.sh/v1alpha1", "CronJob", {"spec": {"jobTemplate": volcano}}, array.concat(["spec", "jobTemplate"], in_tasks)),
	maker("jobset.x-k8s.io/v1alpha2", "JobSet", job_set, in_job_set),
	maker("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet", {"spec": {"leaderWorkerTemplate": {"workerTemplate": {"spec": pod}}}}, ["spec", "leaderWorkerTemplate", "workerTemplate", "spec", "containers", 0]),
	replicas("TFJob", "tfReplicaSpecs"),
	replicas("PyTorchJob", "pytorchReplicaSpecs"),
	replicas("MPIJob", "mpiReplicaSpecs"),
	replicas("XGBoostJob", "xgbReplicaSpecs"),
	replicas("PaddleJob", "paddleReplicaSpecs"),
	replicas("MXJob", "mxReplicaSpecs"),
	replicas("JAXJob", "jaxReplicaSpecs"),
	maker("kubeflow.org/v1", "Notebook", templated, in_template),
	maker("trainer.kubeflow.org/v1alpha1", "TrainingRuntime", {"spec": {"template": job_set}}, array.concat(["spec", "template"], in_job_set)),
	maker("trainer.kubeflow.org/v1alpha1", "ClusterTrainingRuntime", {"spec": {"template": job_set}}, array.concat(["spec", "template"], in_job_set)),
	maker("ray.io/v1", "RayCluster", {"spec": {"workerGroupSpecs": [{"template": {"spec": pod}}]}}, ["spec", "workerGroupSpecs", 0, "template", "spec", "containers", 0]),
	maker("ray.io/v1", "RayJob", {"spec": {"rayClusterSpec": {"headGroupSpec": {"template": {"spec": pod}}}}}, ["spec", "rayClusterSpec", "headGroupSpec", "template", "spec", "containers", 0]),
	maker("ray.io/v1", "RayService", {"spec": {"rayClusterConfig": {"headGroupSpec": {"template": {"spec": pod}}}}}, ["spec", "rayClusterConfig", "headGroupSpec", "template", "spec", "containers", 0]),
	maker("agones.dev/v1", "GameServer", templated, in_template),
	maker("agones.dev/v1", "GameServerSet", {"spec": {"template": templated}}, ["spec", "template", "spec", "template", "spec", "containers", 0]),
	maker("agones.dev/v1", "Fleet", {"spec": {"template": templated}}, ["spec", "template", "spec", "template", "spec", "containers", 0]),
	maker("actions.github.com/v1alpha1", "AutoscalingRunnerSet", templated, in_template),
	maker("actions.github.com/v1alpha1", "EphemeralRunnerSet", {"spec": {"ephemeralRunnerSpec": {"spec": pod}}}, ["spec", "ephemeralRunnerSpec", "spec", "containers", 0]),
	maker("actions.github.com/v1alpha1", "EphemeralRunner", {"spec": {"spec": pod}}, ["spec", "spec", "containers", 0]),
]

container := {"name": "main", "securityContext": {"privileged": true}}

pod := {"containers": [container]}

templated := {"spec": {"template": {"spec": pod}}}

in_template := ["spec", "template", "spec", "containers", 0]

metrics := {"spec": {"metrics": [{"provider": {"job": templated}}]}}

in_metrics := ["spec", "metrics", 0, "provider", "job", "spec", "template", "spec", "containers", 0]

task := {"steps": [container]}

volcano := {"spec": {"tasks": [{"template": {"spec": pod}}]}}

in_tasks := ["spec", "tasks", 0, "template", "spec", "containers", 0]

job_set := {"spec": {"replicatedJobs": [{"template": templated}]}}

in_job_set := ["spec", "replicatedJobs", 0, "template", "spec", "template", "spec", "containers", 0]

maker(version, kind, rest, path) := {"object": object.union({"apiVersion": version, "kind": kind}, rest), "path": path}

replicas(kind, field) := maker(
	"kubeflow.org/v1", kind, {"spec": {field: {"Worker": {"template": {"spec": pod}}}}},
	["spec", field, "Worker", "template", "spec", "containers", 0],
)

test_every_kind[name] if {
	some case in makers
	name := sprintf("%s %s %v", [case.object.apiVersion, case.object.kind, case.path])
	[found.path | some found in workload.containers] == [case.path] with input as case.object
	[found.spec | some found in workload.containers] == [container] with input as case.object
	object.get(case.object, case.path, null) == container
}

# The table holds nothing that is not tried.
test_every_kind_is_tried if {
	tried := {[ctx.group_of(case.object), case.object.kind] | some case in makers}
	known := {[group, kind] | some group, entry in workload.kinds; some kind, _ in entry}
	tried == known
}

test_pod_and_its_parts if {
	template := {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "app"}], "volumes": [{"name": "data"}, {}]}}
	deployment := {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": template}}
	workload.pods == [{
		"path": ["spec", "template"], "spec_path": ["spec", "template", "spec"], "metadata_path": ["spec", "template", "metadata"],
		"metadata": template.metadata, "labels": {"a": "b"}, "spec": template.spec, "is_part": false, "places": {}, "items": {}, "patches": [],
	}] with input as deployment
	workload.containers == [{
		"list": "containers",
		"title": `container "app"`,
		"path": ["spec", "template", "spec", "containers", 0],
		"spec": {"name": "app"},
		"pod": 0,
	}] with input as deployment
	workload.template_of(deployment).spec == template.spec
	{volume.title | some volume in workload.volumes} == {`volume "data"`, `volume "#1"`} with input as deployment
	workload.variable_names == set() with input as deployment
}

test_several_pods_of_one_object if {
	head := {"metadata": {"labels": {"role": "head"}}, "spec": {"containers": [{"name": "a"}], "volumes": [{"name": "v"}]}}
	worker := {"spec": {"containers": [{"name": "b", "env": [{"name": "X"}, {"name": 1}]}]}}
	cluster := {"apiVersion": "ray.io/v1", "kind": "RayCluster", "spec": {
		"headGroupSpec": {"template": head},
		"workerGroupSpecs": [{"template": worker}, {"template": null}, null],
	}}
	[[found.spec.name, found.pod] | some found in workload.containers] == [["a", 0], ["b", 1]] with input as cluster
	[found.pod | some found in workload.volumes] == [0] with input as cluster
	[made.labels | some made in workload.pods] == [{"role": "head"}, {}] with input as cluster
	workload.variable_names == {"X"} with input as cluster
}

test_nothing_for[note] if {
	some note, written in {
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {"containers": [{"name": "app"}]}},
		"another group": {"apiVersion": "example.org/v1", "kind": "Deployment", "spec": {"template": {"spec": {"containers": [{"name": "app"}]}}}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}},
		"containers that are none": {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": ["app"], "initContainers": null}},
		"no version": {"apiVersion": 1, "kind": "Pod", "spec": {}},
		"items that are none": {"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "Job", "spec": {"tasks": "all"}},
		"a workflow without one": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": null},
		"a task without one": {"apiVersion": "tekton.dev/v1", "kind": "Task", "spec": "all"},
	}
	count(workload.containers) == 0 with input as written
}

test_title_of_what_has_no_name[note] if {
	some note, odd in {"absent": {}, "no text": {"name": 1.5}}
	written := {"apiVersion": "v1", "kind": "Pod", "spec": {"initContainers": [odd]}}
	workload.containers[0].title == `init container "#0"` with input as written
}

test_labels_without_metadata[note] if {
	some note, metadata in {"absent": {}, "null": {"metadata": null}, "no labels": {"metadata": {"labels": null}}}
	workload.pods[0].labels == {} with input as object.union({"apiVersion": "v1", "kind": "Pod", "spec": {}}, metadata)
}

test_no_template_of_another_object[note] if {
	some note, other in {
		"another kind": {"apiVersion": "v1", "kind": "Service", "spec": {}},
		"another group": {"apiVersion": "example.org/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}},
		"no template": {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}},
		"no version": {"apiVersion": 1, "kind": "Pod", "spec": {}},
		"nothing": null,
	}
	not workload.template_of(other)
}

test_patches_of_subsets if {
	subsets := [{"name": "a"}, {"name": "b", "patch": {"spec": {"hostNetwork": true}}}, {"name": "c", "patch": null}, null]
	united := {"apiVersion": "apps.kruise.io/v1alpha1", "kind": "UnitedDeployment", "spec": {"topology": {"subsets": subsets}, "template": {"cloneSetTemplate": templated}}}
	[made.patches | some made in workload.pods] == [[["spec", "topology", "subsets", 1, "patch"]]] with input as united
}
