# METADATA
# title: The pods of a namespace
# description: |
#   What runs in a namespace: pods and all objects that `workload` knows to create them, except those that run only
#   when another object says so, such as a WorkflowTemplate. A Deployment counts, and so do its ReplicaSet and Pods.
package lib.guiderail.pods

import data.lib.guiderail.ctx
import data.lib.guiderail.placeholder
import data.lib.guiderail.workload

# METADATA
# description: |
#   The pods of the objects other than the one under review: `title` (how messages name it), `labels` (of
#   the pods, {} for none), `object` (as written) and `pod`, the index of the pod in `workload.pods_of`.
of(namespace) := [made |
	some owner in found[namespace]
	some n, pod in workload.pods_of(owner)
	made := {"title": sprintf("%s %q", [owner.kind, owner.metadata.name]), "labels": pod.labels, "object": owner, "pod": n}
]

# METADATA
# description: The pods that the selector of a Service selects; none if it is absent or empty.
selected(namespace, labels) := [pod |
	is_object(labels)
	count(labels) > 0
	some pod in of(namespace)
	every key, value in labels {
		pod.labels[key] == value
	}
]

# METADATA
# description: |
#   The objects in a namespace that are or create pods, including the one under review as it is now. `seen` tells
#   the pods of each as the network sees them.
owners(namespace) := array.concat(
	[owner |
		some owner in found[namespace]
		not _is_replaced(owner, namespace)
	],
	[owner | some owner in _reviewed[namespace]],
)

_reviewed[ctx.namespace_or_default] contains ctx.resource

# METADATA
# description: |
#   What selectors see of the pods in `found` of a namespace, each once, in the form of `labels_of`. It does not depend
#   on what is under review, so that it is worked out once for all objects of a run: for controls of Services and
#   policies, which create no pods themselves.
labels_in(namespace) := _labels_found[namespace] if {
	_labels_found[namespace]
} else := set()

_labels_found[namespace] contains labels if {
	some owner in found[namespace]
	some labels in labels_of(owner)
}

# METADATA
# description: |
#   The same of all namespaces, by whether the objects name one. Those that name none are in "default".
labels_by_naming[false] contains shown if {
	some shown in labels_in("default")
	not shown.names_namespace
}

labels_by_naming[true] contains shown if {
	some namespace, _ in found
	some shown in labels_in(namespace)
	shown.names_namespace
}

# METADATA
# description: The same, by a label and its value as well.
labels_by_label[names_namespace][key][value] contains shown if {
	some names_namespace in [false, true]
	some shown in labels_by_naming[names_namespace]
	some key, value in shown.labels
}

# METADATA
# description: Whether labels of pods of a namespace are still to be filled in.
are_labels_to_fill_in(namespace) if placeholder.is_within([shown.labels | some shown in labels_in(namespace)])

# METADATA
# description: |
#   The pods of an object in a namespace as network policies see them, in the form that `traffic` takes, with
#   `title` (of the object), `object` and `pod`, the index of the pod in `workload.pods_of`. Empty for an object that
#   creates no pods.
seen(owner, namespace) := [pod |
	some n, made in workload.pods_of(owner)
	ports := [port |
		some list in ["containers", "initContainers"]
		some container in made.spec[list]
		some written in container.ports
		is_string(written.name)
		is_number(written.containerPort)
		port := {"name": written.name, "number": written.containerPort, "protocol": _protocol(written)}
	]
	pod := {
		"title": sprintf("%s %s/%v", [owner.kind, namespace, object.get(owner, ["metadata", "name"], "")]),
		"object": owner,
		"pod": n,
		"namespace": namespace,
		"labels": _carried(owner, made.labels),
		"host_network": _is_on_host_network(made.spec),
		"ips": _ips(owner),
		"ports": ports,
	}
]

_protocol(written) := protocol if {
	protocol := written.protocol
	is_string(protocol)
} else := "TCP"

_is_on_host_network(spec) if {
	spec.hostNetwork == true
} else := false

# METADATA
# description: |
#   What selectors see of each pod of an object: its `labels`, those `to_come` with the beginnings of their values,
#   whether it is on the `host_network` and whether the object `names_namespace`.
labels_of(owner) := [shown |
	some made in workload.pods_of(owner)
	shown := {
		"labels": _carried(owner, made.labels),
		"to_come": labels_to_come(owner),
		"host_network": _is_on_host_network(made.spec),
		"names_namespace": _names_namespace(owner),
	}
]

_names_namespace(owner) if {
	not object.get(owner, ["metadata", "namespace"], null) in {null, ""}
} else := false

_carried(owner, written) := object.union(written, _added_labels(owner))

# Controllers add labels to the pods that they create; values that are not known in advance are left out.
_added_labels(owner) := {label: name | some label in _labels_of_name[owner.kind]} if {
	_labels_of_name[owner.kind]
	name := owner.metadata.name
} else := {"statefulset.kubernetes.io/pod-name": sprintf("%s-0", [name]), "apps.kubernetes.io/pod-index": "0"} if {
	owner.kind == "StatefulSet"
	name := owner.metadata.name
} else := {label: sprintf("%s-0", [name]) | some label in _labels_of_name.Job} if {
	# The name of each Job ends with the minute for which it is scheduled.
	owner.kind == "CronJob"
	name := owner.metadata.name
} else := {}

# METADATA
# description: |
#   The labels that controllers add to the pods of an object with values that are not known in advance, each
#   with the beginning of its value.
labels_to_come(owner) := {
	"statefulset.kubernetes.io/pod-name": sprintf("%v-", [owner.metadata.name]),
	"apps.kubernetes.io/pod-index": "",
	"controller-revision-hash": "",
} if {
	owner.kind == "StatefulSet"
} else := object.union(_to_come.Job, {label: sprintf("%v-", [owner.metadata.name]) |
	some label in _labels_of_name.Job
}) if {
	owner.kind == "CronJob"
} else := object.get(_to_come, owner.kind, {})

# METADATA
# description: The labels that `labels_to_come` may have.
labels_ever_to_come := {label |
	some kind in ["StatefulSet", "CronJob"]
	some label, _ in labels_to_come({"kind": kind, "metadata": {"name": ""}})
} | {label | some label, _ in _to_come[_]}

_to_come := {
	"Deployment": {"pod-template-hash": ""},
	"ReplicaSet": {"pod-template-hash": ""},
	"Rollout": {"rollouts-pod-template-hash": ""},
	"DaemonSet": {"controller-revision-hash": "", "pod-template-generation": ""},
	"Job": {
		"controller-uid": "", "batch.kubernetes.io/controller-uid": "",
		"batch.kubernetes.io/job-completion-index": "",
	},
}

_labels_of_name := {
	"Job": ["job-name", "batch.kubernetes.io/job-name"],
	"Workflow": ["workflows.argoproj.io/workflow"],
	"TaskRun": ["tekton.dev/taskRun"],
	"PipelineRun": ["tekton.dev/pipelineRun"],
	"JobSet": ["jobset.sigs.k8s.io/jobset-name"],
	"LeaderWorkerSet": ["leaderworkerset.sigs.k8s.io/name"],
	"RayCluster": ["ray.io/cluster"],
}

_ips(owner) := [entry.ip |
	owner.kind == "Pod"
	some entry in owner.status.podIPs
	is_string(entry.ip)
	net.cidr_is_valid(sprintf("%s/32", [entry.ip]))
]

_is_replaced(owner, namespace) if {
	owner.kind == ctx.kind
	owner.metadata.name == ctx.name
	ctx.group_of(owner) == ctx.group
	namespace == ctx.namespace_or_default
}

# METADATA
# scope: document
# description: |
#   The objects other than the one under review that are or create pods, as written, by namespace. Each kind that
#   is read from the inventory has to be written out.
found[namespace] contains owner if owner := data.inventory.namespace[namespace].v1.Pod[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace].v1.ReplicationController[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps/v1"].Deployment[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps/v1"].ReplicaSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps/v1"].StatefulSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps/v1"].DaemonSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["batch/v1"].Job[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["batch/v1"].CronJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Rollout[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Experiment[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].AnalysisRun[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Workflow[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].CronWorkflow[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.openshift.io/v1"].DeploymentConfig[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["serving.knative.dev/v1"].Service[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["serving.knative.dev/v1"].Configuration[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["serving.knative.dev/v1"].Revision[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["keda.sh/v1alpha1"].ScaledJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["tekton.dev/v1"].TaskRun[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["tekton.dev/v1"].PipelineRun[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["tekton.dev/v1beta1"].TaskRun[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["tekton.dev/v1beta1"].PipelineRun[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].CloneSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].DaemonSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].BroadcastJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].AdvancedCronJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1alpha1"].UnitedDeployment[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1beta1"].StatefulSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["apps.kruise.io/v1beta1"].DaemonSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["batch.volcano.sh/v1alpha1"].Job[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["batch.volcano.sh/v1alpha1"].CronJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["jobset.x-k8s.io/v1alpha2"].JobSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["sources.knative.dev/v1"].ContainerSource[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["operators.coreos.com/v1alpha1"].ClusterServiceVersion[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["agents.x-k8s.io/v1alpha1"].Sandbox[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["leaderworkerset.x-k8s.io/v1"].LeaderWorkerSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].TFJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].PyTorchJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].MPIJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].XGBoostJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].PaddleJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].JAXJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v1"].Notebook[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["kubeflow.org/v2beta1"].MPIJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["ray.io/v1"].RayCluster[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["ray.io/v1"].RayJob[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["ray.io/v1"].RayService[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["agones.dev/v1"].GameServer[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["agones.dev/v1"].GameServerSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["agones.dev/v1"].Fleet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["actions.github.com/v1alpha1"].AutoscalingRunnerSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["actions.github.com/v1alpha1"].EphemeralRunnerSet[_]
found[namespace] contains owner if owner := data.inventory.namespace[namespace]["actions.github.com/v1alpha1"].EphemeralRunner[_]

# METADATA
# scope: document
# description: |
#   Whether any object other than the one under review is or creates pods, in any namespace. Unlike `found`, it stops
#   at the first one.
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
