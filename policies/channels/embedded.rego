# METADATA
# title: Objects that other objects hold
# description: |
#   Kinds whose objects hold whole objects that are made of them, here or in another cluster, and the manifests
#   that Argo Workflows apply. The channels that judge documents judge each as one of its own.
# related_resources:
#   - https://docs.openshift.com/container-platform/latest/openshift_images/using-templates.html
#   - https://argo-workflows.readthedocs.io/en/latest/walk-through/kubernetes-resources/
package lib.guiderail.embedded

import data.lib.guiderail.catalogue

# METADATA
# description: The objects that an object holds, each with `at`, the path to it, and `value`.
of(holder) := [held |
	some place in _places(holder)
	walk(holder, [at, value])
	_leads(place.at, at)
	some held in _held(place, at, value, holder)
]

_places(holder) := object.get(catalogue.embeddings, [_group(holder.apiVersion), holder.kind], []) if {
	is_string(holder.apiVersion)
	is_string(holder.kind)
} else := []

_group(version) := split(version, "/")[0] if {
	contains(version, "/")
} else := ""

_leads(pattern, path) if {
	count(pattern) == count(path)
	every i, step in pattern {
		_is_step(step, path[i])
	}
}

_is_step(step, key) if step == key

_is_step("*", key) if is_number(key)

_held(place, at, value, holder) := [{"at": at, "value": _known(value, holder)}] if {
	not place.is_text
	value != null
} else := [{"at": at, "value": _known(manifest, holder)} |
	place.is_text
	is_string(value)
	action := object.get(holder, array.concat(array.slice(at, 0, count(at) - 1), ["action"]), "")
	not action in {"get", "delete", "patch"}
	some text in regex.split(`(?m)^---.*$`, value)
	manifest := _object_of(text)
]

# A parameter that stands for a whole value is not YAML without quotes.
_object_of(text) := manifest if {
	manifest := _parsed(regex.replace(text, `(?m)((?:^|[:,\[-])[ \t]+)(\{\{[^{}"\n]*\}\}[^\s,\]}"]*)`, `$1"$2"`))
} else := manifest if {
	manifest := _parsed(text)
}

_parsed(text) := manifest if {
	yaml.is_valid(text)
	manifest := yaml.unmarshal(text)
	is_object(manifest)
}

# Values of a Secret that are parameters of what holds it are none that somebody forgot to set; its keys are known.
_known(value, holder) := object.union(value, fields) if {
	value.apiVersion == "v1"
	value.kind == "Secret"
	holder.kind in catalogue.filled_in
	fields := {field: values |
		some field in ["data", "stringData"]
		is_object(value[field])
		values := {key: null |
			some key, text in value[field]
			is_string(text)
			regex.match(`\$\{|\$\(|\{\{`, text)
		}
	}
} else := value
