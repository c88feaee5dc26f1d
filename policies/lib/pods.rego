# METADATA
# title: The pods of a namespace
# description: |
#   Who runs in a namespace, as far as it is given beside the object under review: pods and everything
#   of Kubernetes and of Argo Rollouts that makes them. What else makes pods (an operator) is not seen.
package lib.guiderail.pods

# METADATA
# description: |
#   The pods of a namespace and what makes them: `title` (how messages name it), `labels` (of the pods,
#   {} for none) and `object` (as written).
of(namespace) := array.concat(
	array.concat(_pods(namespace), _apps(namespace)),
	array.concat(_others(namespace), _jobs(namespace)),
)

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

_pods(namespace) := [_pod(found, object.get(found, "metadata", {})) |
	some found in data.inventory.namespace[namespace].v1.Pod
]

_apps(namespace) := [_pod(found, object.get(found, ["spec", "template", "metadata"], {})) |
	some found in _controllers(namespace)
]

_controllers(namespace) := array.concat(
	array.concat(
		[found | some found in data.inventory.namespace[namespace]["apps/v1"].Deployment],
		[found | some found in data.inventory.namespace[namespace]["apps/v1"].StatefulSet],
	),
	array.concat(
		[found | some found in data.inventory.namespace[namespace]["apps/v1"].DaemonSet],
		[found | some found in data.inventory.namespace[namespace]["apps/v1"].ReplicaSet],
	),
)

_others(namespace) := array.concat(
	[_pod(found, object.get(found, ["spec", "template", "metadata"], {})) |
		some found in data.inventory.namespace[namespace].v1.ReplicationController
	],
	[_pod(found, object.get(found, ["spec", "template", "metadata"], {})) |
		some found in data.inventory.namespace[namespace]["argoproj.io/v1alpha1"].Rollout
	],
)

_jobs(namespace) := array.concat(
	[_pod(found, object.get(found, ["spec", "template", "metadata"], {})) |
		some found in data.inventory.namespace[namespace]["batch/v1"].Job
	],
	[_pod(found, object.get(found, ["spec", "jobTemplate", "spec", "template", "metadata"], {})) |
		some found in data.inventory.namespace[namespace]["batch/v1"].CronJob
	],
)

_pod(found, metadata) := {"title": sprintf("%s %q", [found.kind, found.metadata.name]), "labels": _labels(metadata), "object": found}

_labels(metadata) := metadata.labels if {
	is_object(metadata.labels)
} else := {}
