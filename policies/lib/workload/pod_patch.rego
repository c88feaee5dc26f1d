# METADATA
# title: Pods that a patch changes
# description: |
#   The strategic merge patch that Argo Workflows applies to the pods that it creates: podSpecPatch, a string.
#   Its fields are judged as if they stood in the template. A string that cannot be parsed until its parameters
#   are filled in, and a patch that changes what Argo Workflows adds to each pod, are left open.
# related_resources:
#   - https://argo-workflows.readthedocs.io/en/latest/fields/#template
#   - https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
package lib.guiderail.pod_patch

# METADATA
# description: |
#   A pod in the form of `workload.pods_of` with its patches, at most two, each `{"path", "text"}`. The paths of
#   what is left open are in its `patches`.
applied(pod, patches) := _next(_next(pod, patches, 0), patches, 1)

_next(pod, patches, i) := pod if {
	i >= count(patches)
} else := _merged(pod, patches[i].path, patch) if {
	patch := _parsed(patches[i].text)
} else := _left_open(pod, patches[i].path)

_left_open(pod, path) := object.union(pod, {"patches": array.concat(pod.patches, [path])})

# A parameter that becomes a number or a whole value is written without quotes.
_parsed(text) := patch if {
	patch := _object_of(text)
} else := patch if {
	is_string(text)
	patch := _object_of(regex.replace(text, `([:\[,]\s*)(\{\{[^{}"]*\}\})`, `$1"$2"`))
}

_object_of(text) := patch if {
	is_string(text)
	count(text) < 100000
	not _has_aliases(text)
	yaml.is_valid(text)
	patch := yaml.unmarshal(text)
	is_object(patch)
}

# Few values may become very many by them.
_has_aliases(text) if {
	contains(text, "&")
	contains(text, "*")
}

_merged(pod, path, patch) := object.union(pod, {
	"spec": spec, "places": places, "items": items, "patches": patches,
}) if {
	entries := {list: merged |
		some list in ["containers", "initContainers", "volumes"]
		is_array(patch[list])
		merged := _entries(list, _present(pod, list), path, patch[list])
	}
	fields := object.remove(patch, object.keys(entries))
	specs := {list: written | some list, merged in entries; written := [entry.spec | some entry in merged]}
	paths := {list: at | some list, merged in entries; at := [entry.path | some entry in merged]}
	spec := object.union(object.union(pod.spec, fields), specs)
	places := object.union(pod.places, {field: at | some at in [path]; some field, _ in fields})
	items := object.union(pod.items, paths)
	patches := array.concat(pod.patches, [path | _is_open(pod, patch)])
}

_present(pod, list) := [{"spec": spec, "path": path, "names": names} |
	some i, spec in pod.spec[list]
	path := pod.items[list][i]
	names := {name | name := spec.name} | {"main" | path[count(path) - 1] in {"container", "script"}}
]

_entries(list, present, path, patch) := array.concat(
	[{"spec": _item(list, entry.spec, found), "path": entry.path} |
		some entry in present
		found := [object.remove(item, ["name"]) | some item in patch; item.name in entry.names]
		not _deletes(found)
	],
	[entry |
		some item in patch
		is_object(item)
		not _is_among(item, present)
		not _is_of_others(list, item)
		entry := {"spec": item, "path": path}
	],
)

_item(_, spec, []) := spec

_item("volumes", spec, found) := object.union(spec, found[0]) if count(found) > 0

_item(list, spec, found) := object.union(object.union(spec, found[0]), lists) if {
	list != "volumes"
	count(found) > 0
	lists := {field: merged |
		some field, key in {"env": "name", "ports": "containerPort", "volumeMounts": "mountPath"}
		is_array(found[0][field])
		is_array(spec[field])
		merged := _keyed(spec[field], found[0][field], key)
	}
}

_keyed(present, patch, key) := array.concat(
	[object.union_n(array.concat([item], [other | some other in patch; other[key] == item[key]])) |
		some item in present
		is_object(item)
	],
	[other |
		some other in patch
		is_object(other)
		count([item | some item in present; item[key] == other[key]]) == 0
	],
)

_is_among(item, present) if {
	some entry in present
	item.name in entry.names
}

_deletes(found) if found[0]["$patch"] == "delete"

# Containers without an image are those that Argo Workflows adds itself: wait, and init.
_is_of_others(list, item) if {
	list != "volumes"
	is_object(item)
	object.get(item, "image", null) in {null, ""}
}

_is_open(pod, patch) if {
	some list in ["containers", "initContainers"]
	some item in patch[list]
	_is_of_others(list, item)
	not _is_among(item, _present(pod, list))
	count(object.keys(item) - {"name", "resources", "$patch"}) > 0
}

# The effect of such a directive on the pod is not worked out, except for a container that is deleted.
_is_open(_, patch) if {
	regex.match(`"\$(setElementOrder/|deleteFromPrimitiveList/|retainKeys")|"\$patch":"(merge|replace)"`, json.marshal(patch))
}
