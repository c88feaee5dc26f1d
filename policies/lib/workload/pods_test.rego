package lib.guiderail.pods_test

import data.lib.guiderail.ctx
import data.lib.guiderail.pods
import data.lib.guiderail.workload

# Every kind that runs pods of its own, in each version that a cluster may keep at hand.
versions := {
	"v1": ["Pod", "ReplicationController"],
	"apps/v1": ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"],
	"batch/v1": ["Job", "CronJob"],
	"argoproj.io/v1alpha1": ["Rollout", "Experiment", "AnalysisRun", "Workflow", "CronWorkflow"],
	"apps.openshift.io/v1": ["DeploymentConfig"],
	"serving.knative.dev/v1": ["Service", "Configuration", "Revision"],
	"sources.knative.dev/v1": ["ContainerSource"],
	"operators.coreos.com/v1alpha1": ["ClusterServiceVersion"],
	"agents.x-k8s.io/v1alpha1": ["Sandbox"],
	"keda.sh/v1alpha1": ["ScaledJob"],
	"tekton.dev/v1": ["TaskRun", "PipelineRun"],
	"tekton.dev/v1beta1": ["TaskRun", "PipelineRun"],
	"apps.kruise.io/v1alpha1": ["CloneSet", "DaemonSet", "BroadcastJob", "AdvancedCronJob", "UnitedDeployment"],
	"apps.kruise.io/v1beta1": ["StatefulSet", "DaemonSet"],
	"batch.volcano.sh/v1alpha1": ["Job", "CronJob"],
	"jobset.x-k8s.io/v1alpha2": ["JobSet"],
	"leaderworkerset.x-k8s.io/v1": ["LeaderWorkerSet"],
	"kubeflow.org/v1": ["TFJob", "PyTorchJob", "MPIJob", "XGBoostJob", "PaddleJob", "JAXJob", "Notebook"],
	"kubeflow.org/v2beta1": ["MPIJob"],
	"ray.io/v1": ["RayCluster", "RayJob", "RayService"],
	"agones.dev/v1": ["GameServer", "GameServerSet", "Fleet"],
	"actions.github.com/v1alpha1": ["AutoscalingRunnerSet", "EphemeralRunnerSet", "EphemeralRunner"],
}

# What only others run.
templates := {
	["", "PodTemplate"], ["apps", "ControllerRevision"], ["batch", "JobTemplate"],
	["argoproj.io", "AnalysisTemplate"], ["argoproj.io", "ClusterAnalysisTemplate"],
	["argoproj.io", "WorkflowTemplate"], ["argoproj.io", "ClusterWorkflowTemplate"],
	["tekton.dev", "Task"], ["tekton.dev", "ClusterTask"], ["tekton.dev", "Pipeline"], ["tekton.dev", "StepAction"],
	["apps.kruise.io", "SidecarSet"], ["apps.kruise.io", "EphemeralJob"],
	["sinks.knative.dev", "JobSink"], ["extensions.agents.x-k8s.io", "SandboxTemplate"],
	["batch.volcano.sh", "JobTemplate"], ["flow.volcano.sh", "JobTemplate"],
	["trainer.kubeflow.org", "TrainingRuntime"], ["trainer.kubeflow.org", "ClusterTrainingRuntime"],
}

# No API serves these any more, or none under this group.
gone := {["", "DeploymentConfig"], ["kubeflow.org", "MXJob"], ["flow.volcano.sh", "Job"], ["flow.volcano.sh", "CronJob"]} | {["extensions", kind] |
	some kind, _ in workload.kinds.extensions
}

test_every_kind_is_looked_up if {
	known := {[group, kind] | some group, entry in workload.kinds; some kind, _ in entry}
	looked_up := {[ctx.group_of({"apiVersion": version}), kind] | some version, kinds in versions; some kind in kinds}
	known == (looked_up | templates) | gone
	looked_up & (templates | gone) == set()
}

test_found[name] if {
	some version, kinds in versions
	some kind in kinds
	name := concat(" ", [version, kind])
	written := {"apiVersion": version, "kind": kind, "metadata": {"name": "app"}}
	inventory := {"namespace": {"shop": {version: {kind: {"app": written}}}}}
	pods.found.shop == {written} with data.inventory as inventory
	pods.exist with data.inventory as inventory
	not pods.found.till with data.inventory as inventory
	not pods.exist with data.inventory as {"namespace": {"shop": {"v1": {"ConfigMap": {"c": {}}}}}}
}

test_of[note] if {
	some note, case in {
		"pod": {"version": "v1", "kind": "Pod", "rest": {"metadata": {"labels": {"app": "shop"}}, "spec": {}}},
		"deployment": {"version": "apps/v1", "kind": "Deployment", "rest": {"spec": {"template": labelled}}},
		"cron job": {"version": "batch/v1", "kind": "CronJob", "rest": {"spec": {"jobTemplate": {"spec": {"template": labelled}}}}},
	}
	written := object.union({"apiVersion": case.version, "kind": case.kind, "metadata": {"name": "app"}}, case.rest)
	inventory := {"namespace": {"shop": {case.version: {case.kind: {"app": written}}}}}
	pods.of("shop") == [{"title": sprintf(`%s "app"`, [case.kind]), "labels": {"app": "shop"}, "object": written, "pod": 0}] with data.inventory as inventory
	pods.of("till") == [] with data.inventory as inventory
}

labelled := {"metadata": {"labels": {"app": "shop"}}, "spec": {}}

test_labels_of_other_types[labels] if {
	some labels in [null, "app", ["app"]]
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"app": pod("app", labels)}}}}}
	[pod.labels | some pod in pods.of("shop")] == [{}] with data.inventory as inventory
}

test_selected[note] if {
	some note, case in {
		"one label": {"selector": {"app": "shop"}, "found": {"a", "b"}},
		"two": {"selector": {"app": "shop", "role": "primary"}, "found": {"a"}},
		"another value": {"selector": {"app": "till"}, "found": set()},
		"empty": {"selector": {}, "found": set()},
		"null": {"selector": null, "found": set()},
	}
	inventory := {"namespace": {"shop": {"v1": {"Pod": {"a": pod("a", {"app": "shop", "role": "primary"}), "b": pod("b", {"app": "shop"})}}}}}
	{found.object.metadata.name | some found in pods.selected("shop", case.selector)} == case.found with data.inventory as inventory
}

pod(name, labels) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": labels}, "spec": {}}
