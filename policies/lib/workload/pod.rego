# METADATA
# title: A pod as the network sees it
# description: |
#   What network policies ask of the pod that an object is or makes, in the form that `netpol` wants.
package lib.guiderail.pod

import data.lib.guiderail.workload

# METADATA
# description: |
#   The pods of an object in a namespace, and of each besides: `title` (the object), `object` and `pod`, the
#   index of the pod in `workload.pods_of`. Empty for what makes no pods.
all_of(owner, namespace) := [seen |
	some n, made in workload.pods_of(owner)
	ports := [port |
		some list in ["containers", "initContainers"]
		some container in made.spec[list]
		some written in container.ports
		is_string(written.name)
		is_number(written.containerPort)
		port := {"name": written.name, "number": written.containerPort, "protocol": _protocol(written)}
	]
	seen := {
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
# description: The labels that each of the pods of an object carries.
labels_of(owner) := [_carried(owner, made.labels) | some made in workload.pods_of(owner)]

_carried(owner, written) := object.union(written, _added_labels(owner))

# Controllers label the pods that they make; what cannot be known before is left out.
_added_labels(owner) := {label: name | some label in _labels_of_name[owner.kind]} if {
	_labels_of_name[owner.kind]
	name := owner.metadata.name
} else := {"statefulset.kubernetes.io/pod-name": sprintf("%s-0", [name]), "apps.kubernetes.io/pod-index": "0"} if {
	owner.kind == "StatefulSet"
	name := owner.metadata.name
} else := {label: sprintf("%s-0", [name]) | some label in _labels_of_name.Job} if {
	# The name of each Job ends in its minute.
	owner.kind == "CronJob"
	name := owner.metadata.name
} else := {}

# METADATA
# description: |
#   The labels that controllers give to the pods of an object, with values that cannot be known before, each
#   with how its value begins.
labels_to_come(owner) := {
	"statefulset.kubernetes.io/pod-name": sprintf("%v-", [owner.metadata.name]),
	"apps.kubernetes.io/pod-index": "",
	"controller-revision-hash": "",
} if {
	owner.kind == "StatefulSet"
} else := object.union(_to_come.Job, {label: sprintf("%v-", [owner.metadata.name]) | some label in _labels_of_name.Job}) if {
	owner.kind == "CronJob"
} else := object.get(_to_come, owner.kind, {})

_to_come := {
	"Deployment": {"pod-template-hash": ""},
	"ReplicaSet": {"pod-template-hash": ""},
	"Rollout": {"rollouts-pod-template-hash": ""},
	"DaemonSet": {"controller-revision-hash": "", "pod-template-generation": ""},
	"Job": {"controller-uid": "", "batch.kubernetes.io/controller-uid": "", "batch.kubernetes.io/job-completion-index": ""},
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
