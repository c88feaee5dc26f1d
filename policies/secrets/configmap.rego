# METADATA
# title: ConfigMaps must not hold secrets
# description: |
#   A ConfigMap is neither encrypted nor protected. Whoever may read configuration can read it, tools
#   print it, and it is stored beside the code. A password in application properties, a key or a whole
#   kubeconfig is as exposed there as on a web page.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/configmap/
#   - https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   severity: high
#   requirements: [SECRETS-03]
#   match: [{groups: [""], kinds: [ConfigMap]}]
#   remediation: Move the value to a Secret, and let the configuration read it from an environment variable or a file
#     that comes from that Secret.
#   parameters:
#     name_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A key or a setting
#       whose name matches one is sensitive."}
#     value_patterns: {type: array, items: {type: string}, description: "Regular expressions (RE2). A text that matches
#       one contains a secret."}
#     allowed_names: {type: array, items: {type: string}, description: "Exact names of keys and settings, as messages
#       show them, that look sensitive but are not."}
package guiderail.secrets.configmap

import data.lib.guiderail.config_text
import data.lib.guiderail.ctx
import data.lib.guiderail.exposed
import data.lib.guiderail.sensitive
import data.lib.guiderail.suspects

defaults := {"name_patterns": sensitive.names, "value_patterns": sensitive.values, "allowed_names": []}

parameters := object.union(defaults, ctx.parameters)

violation contains {"msg": msg, "details": {"path": entry.path}} if {
	some i, entry in _entries
	names := _found[i]
	count(names) > 0
	what := concat(", ", sort(names))
	msg := sprintf("%s contains a secret in plain text (%s); move it to a Secret", [concat(".", entry.path), what])
}

unknown contains {"msg": msg, "details": {"path": entry.path}} if {
	some i, entry in _entries
	count(_found[i]) == 0
	_is_cut(entry)
	msg := sprintf("%s is too long to be searched for secrets completely", [concat(".", entry.path)])
}

# A value may itself be base64; what it decodes to counts as well.
_entries := [entry |
	ctx.kind == "ConfigMap"
	ctx.group == ""
	some field in ["data", "binaryData"]
	some key, written in ctx.resource[field]
	is_string(key)
	text := substring(_text(field, written), 0, _most)
	texts := {text | field == "data"} | exposed.decoded(text)
	entry := {"key": key, "path": [field, key], "texts": texts, "is_cut": count(text) == _most}
]

_text("data", written) := sprintf("%v", [written])

_text("binaryData", written) := written if is_string(written)

# The API server takes no ConfigMap of more than 1 MiB; of what is longer each text has its share.
default _most := 1398104

_most := 4 * floor(262144 / count(_sizes)) if {
	sum(_sizes) > 1398104
}

_sizes := [size |
	some field in ["data", "binaryData"]
	some written in ctx.resource[field]
	size := count(sprintf("%v", [written]))
]

_found := [names |
	some entry in _entries
	found := union({exposed_in |
		some text in entry.texts
		exposed_in := config_text.exposed_in(entry.key, text, parameters)
	})
	names := (found | config_text.key_stores(entry.key)) - {name | some name in parameters.allowed_names}
]

_is_cut(entry) if entry.is_cut

_is_cut(entry) if {
	patterns := array.concat(parameters.name_patterns, parameters.value_patterns)
	some text in entry.texts
	not suspects.is_read_whole(text, suspects.lines(text, patterns))
}
