# METADATA
# title: The pods of a namespace
# description: |
#   Who runs in a namespace, as far as it is given beside the object under review: pods and everything
#   that `workload` knows to make them, but for what only others run, as a template of workflows.
package lib.guiderail.pods

import data.lib.guiderail.workload

# METADATA
# description: |
#   The pods of a namespace and what makes them: `title` (how messages name it), `labels` (of the pods,
#   {} for none), `object` (as written) and `pod`, the index of the pod in `workload.pods_of`.
of(namespace) := [made |
	some owner in found[namespace]
	some n, pod in workload.pods_of(owner)
	made := {"title": sprintf("%s %q", [owner.kind, owner.metadata.name]), "labels": pod.labels, "object": owner, "pod": n}
]

# METADATA
# description: The pods that the selector of a Service picks; none for one that is absent or empty.
selected(namespace, labels) := [pod |
	is_object(labels)
	count(labels) > 0
	some pod in of(namespace)
	every key, value in labels {
		pod.labels[key] == value
	}
]

# METADATA
# description: Whether any of them is given, in whichever namespace. It ends at the first one.
exist if data.inventory.namespace[_].v1.Pod[_]

exist if data.inventory.namespace[_].v1.ReplicationController[_]

exist if data.inventory.namespace[_]["apps/v1"].Deployment[_]

exist if data.inventory.namespace[_]["apps/v1"].ReplicaSet[_]

exist if data.inventory.namespace[_]["apps/v1"].StatefulSet[_]

exist if data.inventory.namespace[_]["apps/v1"].DaemonSet[_]

exist if data.inventory.namespace[_]["batch/v1"].Job[_]

exist if data.inventory.namespace[_]["batch/v1"].CronJob[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Rollout[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Experiment[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].AnalysisRun[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].Workflow[_]

exist if data.inventory.namespace[_]["argoproj.io/v1alpha1"].CronWorkflow[_]

exist if data.inventory.namespace[_]["apps.openshift.io/v1"].DeploymentConfig[_]

exist if data.inventory.namespace[_]["serving.knative.dev/v1"].Service[_]

exist if data.inventory.namespace[_]["serving.knative.dev/v1"].Configuration[_]

exist if data.inventory.namespace[_]["serving.knative.dev/v1"].Revision[_]

exist if data.inventory.namespace[_]["keda.sh/v1alpha1"].ScaledJob[_]

exist if data.inventory.namespace[_]["tekton.dev/v1"].TaskRun[_]

exist if data.inventory.namespace[_]["tekton.dev/v1"].PipelineRun[_]

exist if data.inventory.namespace[_]["tekton.dev/v1beta1"].TaskRun[_]

exist if data.inventory.namespace[_]["tekton.dev/v1beta1"].PipelineRun[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].CloneSet[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].DaemonSet[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].BroadcastJob[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].StatefulSet[_]

exist if data.inventory.namespace[_]["apps.kruise.io/v1beta1"].DaemonSet[_]

exist if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].Job[_]

exist if data.inventory.namespace[_]["batch.volcano.sh/v1alpha1"].CronJob[_]

exist if data.inventory.namespace[_]["jobset.x-k8s.io/v1alpha2"].JobSet[_]

exist if data.inventory.namespace[_]["sources.knative.dev/v1"].ContainerSource[_]

exist if data.inventory.namespace[_]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]

exist if data.inventory.namespace[_]["agents.x-k8s.io/v1alpha1"].Sandbox[_]

exist if data.inventory.namespace[_]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].TFJob[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].PyTorchJob[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].MPIJob[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].XGBoostJob[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].PaddleJob[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].JAXJob[_]

exist if data.inventory.namespace[_]["kubeflow.org/v1"].Notebook[_]

exist if data.inventory.namespace[_]["kubeflow.org/v2beta1"].MPIJob[_]

exist if data.inventory.namespace[_]["ray.io/v1"].RayCluster[_]

exist if data.inventory.namespace[_]["ray.io/v1"].RayJob[_]

exist if data.inventory.namespace[_]["ray.io/v1"].RayService[_]

exist if data.inventory.namespace[_]["agones.dev/v1"].GameServer[_]

exist if data.inventory.namespace[_]["agones.dev/v1"].GameServerSet[_]

exist if data.inventory.namespace[_]["agones.dev/v1"].Fleet[_]

exist if data.inventory.namespace[_]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]

exist if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]

exist if data.inventory.namespace[_]["actions.github.com/v1alpha1"].EphemeralRunner[_]

# METADATA
# description: The objects in a namespace that are or make pods, as written, by the namespace.
found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace].v1.Pod[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace].v1.ReplicationController[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps/v1"].Deployment[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps/v1"].ReplicaSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps/v1"].StatefulSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps/v1"].DaemonSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["batch/v1"].Job[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["batch/v1"].CronJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Rollout[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Experiment[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].AnalysisRun[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Workflow[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].CronWorkflow[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.openshift.io/v1"].DeploymentConfig[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["serving.knative.dev/v1"].Service[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["serving.knative.dev/v1"].Configuration[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["serving.knative.dev/v1"].Revision[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["keda.sh/v1alpha1"].ScaledJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["tekton.dev/v1"].TaskRun[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["tekton.dev/v1"].PipelineRun[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["tekton.dev/v1beta1"].TaskRun[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["tekton.dev/v1beta1"].PipelineRun[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].CloneSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].DaemonSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].BroadcastJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1beta1"].StatefulSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["apps.kruise.io/v1beta1"].DaemonSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["batch.volcano.sh/v1alpha1"].Job[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["batch.volcano.sh/v1alpha1"].CronJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["jobset.x-k8s.io/v1alpha2"].JobSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].TFJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].PyTorchJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].MPIJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].XGBoostJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].PaddleJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].JAXJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].Notebook[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["kubeflow.org/v2beta1"].MPIJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["ray.io/v1"].RayCluster[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["ray.io/v1"].RayJob[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["ray.io/v1"].RayService[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["agones.dev/v1"].GameServer[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["agones.dev/v1"].GameServerSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["agones.dev/v1"].Fleet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["actions.github.com/v1alpha1"].EphemeralRunner[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["sources.knative.dev/v1"].ContainerSource[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]
}

found[namespace] contains owner if {
	some namespace
	owner := data.inventory.namespace[namespace]["agents.x-k8s.io/v1alpha1"].Sandbox[_]
}
