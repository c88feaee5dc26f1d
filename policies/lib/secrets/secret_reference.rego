# METADATA
# title: The Secrets that a pod refers to
# description: |
#   Every place where a pod, or the template of one, names a Secret that has to be there before it starts:
#   variables, volumes and the credentials of registries. References that are optional are left out, and so
#   are those that name no Secret.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/secret/
package lib.guiderail.secret_reference

import data.lib.guiderail.secret_volume
import data.lib.guiderail.workload

# METADATA
# description: |
#   The references: `title` (how messages name the place), `name` (of the Secret) with its `path`, and
#   `keys`, those of the Secret that are asked for, each with its `path` and `key`.
found := array.concat(
	array.concat(_of_variables, _of_environments),
	array.concat(_of_files, array.concat(_of_volumes, _of_registries)),
)

_of_variables := [reference |
	some container in workload.containers
	some i, env in container.spec.env
	spec := env.valueFrom.secretKeyRef
	_counts(spec, "name")
	path := array.concat(container.path, ["env", i, "valueFrom", "secretKeyRef"])
	reference := {
		"title": sprintf("%s: env %v", [container.title, object.get(env, "name", sprintf("#%d", [i]))]),
		"name": spec.name,
		"path": array.concat(path, ["name"]),
		"keys": _keys([{"path": path, "spec": spec}]),
	}
]

_of_environments := [reference |
	some container in workload.containers
	some i, source in container.spec.envFrom
	_counts(source.secretRef, "name")
	reference := {
		"title": sprintf("%s: envFrom[%d]", [container.title, i]),
		"name": source.secretRef.name,
		"path": array.concat(container.path, ["envFrom", i, "secretRef", "name"]),
		"keys": [],
	}
]

_of_files := [reference |
	some source in secret_volume.sources

	# A secret volume spells it as nothing else does.
	some field in ["secretName", "name"]
	_counts(source.spec, field)
	reference := {
		"title": source.title,
		"name": source.spec[field],
		"path": array.concat(source.path, [field]),
		"keys": _keys(source.items),
	}
]

_of_volumes := [reference |
	some volume in workload.volumes
	some [path, field] in [[["azureFile"], "secretName"], [["csi", "nodePublishSecretRef"], "name"]]
	spec := object.get(volume.spec, path, null)
	_counts(spec, field)
	reference := {
		"title": volume.title,
		"name": spec[field],
		"path": array.concat(volume.path, array.concat(path, [field])),
		"keys": [],
	}
]

_of_registries := [reference |
	some pod in workload.pods
	some i, spec in pod.spec.imagePullSecrets
	_counts(spec, "name")
	reference := {
		"title": sprintf("imagePullSecrets[%d]", [i]),
		"name": spec.name,
		"path": array.concat(workload.field_path(pod, "imagePullSecrets"), [i, "name"]),
		"keys": [],
	}
]

_counts(spec, field) if {
	is_string(spec[field])
	spec[field] != ""
	object.get(spec, "optional", false) != true
}

_keys(items) := [{"path": array.concat(item.path, ["key"]), "key": item.spec.key} |
	some item in items
	is_string(item.spec.key)
	item.spec.key != ""
]
