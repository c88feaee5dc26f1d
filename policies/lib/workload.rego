# METADATA
# title: Pods and the templates of every workload that makes them
# description: |
#   The one place that knows where a pod specification is found and which lists of containers it has.
#   Yields nothing for any other kind, so that a control which starts from here guards itself.
# custom:
#   match:
#     - groups: [""]
#       kinds: [Pod, PodTemplate, ReplicationController]
#     - groups: [apps, extensions]
#       kinds: [Deployment, ReplicaSet, StatefulSet, DaemonSet]
#     - groups: [batch]
#       kinds: [Job, CronJob]
#     - groups: [argoproj.io]
#       kinds: [Rollout]
#     - groups: [apps.openshift.io]
#       kinds: [DeploymentConfig]
#     - groups: [serving.knative.dev]
#       kinds: [Service]
package lib.guiderail.workload

import data.lib.guiderail.ctx

# METADATA
# description: |
#   The pod under review, or the template it will be made from: `metadata`, `spec`, and `path`, the
#   path that leads from the object to the pod. Undefined for kinds that make no pods.
pod := {"path": path, "metadata": metadata, "spec": template.spec} if {
	path := _template_paths[ctx.group][ctx.kind]
	template := object.get(ctx.resource, path, null)
	is_object(template.spec)
	metadata := _object(template, "metadata")
}

# METADATA
# description: |
#   The pod that another object is, or the template it makes pods from, as written; for objects beside the
#   one under review, of which there may be many. Undefined for kinds that make no pods.
template_of(other) := template if {
	is_string(other.apiVersion)
	group := substring(other.apiVersion, 0, max([0, indexof(other.apiVersion, "/")]))
	template := object.get(other, _template_paths[group][other.kind], null)
	is_object(template.spec)
}

# METADATA
# description: |
#   Every container of the pod, of all three lists: `list` (the list's name), `title` (how messages
#   name it), `path` (from the object's root) and `spec` (the container as written).
containers := [container |
	some list, label in _lists
	some i, spec in pod.spec[list]
	is_object(spec)
	container := {
		"list": list,
		"title": _title(label, spec, i),
		"path": array.concat(pod.path, ["spec", list, i]),
		"spec": spec,
	}
]

# METADATA
# description: |
#   The names of all environment variables, so that a control which looks for a few sees at a glance
#   that there are none.
variable_names := {name |
	some container in containers
	some env in container.spec.env
	name := env.name
	is_string(name)
}

# METADATA
# description: |
#   The pod's volumes with their `path`, `title` and `spec` as written.
volumes := [volume |
	some i, spec in pod.spec.volumes
	is_object(spec)
	volume := {
		"title": _title("volume", spec, i),
		"path": array.concat(pod.path, ["spec", "volumes", i]),
		"spec": spec,
	}
]

# METADATA
# description: The labels that the pod will carry.
labels := _object(pod.metadata, "labels")

_title(label, spec, i) := sprintf("%s %q", [label, name]) if {
	name := object.get(spec, "name", sprintf("#%d", [i]))
	is_string(name)
} else := sprintf(`%s "#%d"`, [label, i])

_object(parent, key) := value if {
	value := parent[key]
	is_object(value)
} else := {}

_lists := {
	"containers": "container",
	"initContainers": "init container",
	"ephemeralContainers": "ephemeral container",
}

_template_paths := {
	"": {"Pod": [], "PodTemplate": ["template"], "ReplicationController": ["spec", "template"]},
	"apps": _controllers,
	"extensions": _controllers,
	"batch": {"Job": ["spec", "template"], "CronJob": ["spec", "jobTemplate", "spec", "template"]},
	"argoproj.io": {"Rollout": ["spec", "template"]},
	"apps.openshift.io": {"DeploymentConfig": ["spec", "template"]},
	"serving.knative.dev": {"Service": ["spec", "template"]},
}

_controllers := {
	"Deployment": ["spec", "template"],
	"ReplicaSet": ["spec", "template"],
	"StatefulSet": ["spec", "template"],
	"DaemonSet": ["spec", "template"],
}
