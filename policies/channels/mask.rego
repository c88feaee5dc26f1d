# METADATA
# title: What decision logs do not get
# description: |
#   Removes from the log of decisions what is secret in the objects that were judged, wherever in the input
#   they stand: the data of Secrets, the literal values of environment variables, and the copy of either
#   that kubectl apply keeps in an annotation. What a control says of them never holds a value.
package system.log

mask contains _pointer(array.concat(path, [field])) if {
	some [path, value] in _secrets
	some field in ["data", "stringData"]
	value[field]
}

mask contains _pointer(path) if {
	walk(input.input, [path, _])
	path[count(path) - 1] == "kubectl.kubernetes.io/last-applied-configuration"
}

mask contains _pointer(path) if {
	walk(input.input, [path, _])
	n := count(path)
	path[n - 1] == "value"
	path[n - 3] == "env"
}

_secrets contains [path, value] if {
	walk(input.input, [path, value])
	value.kind == "Secret"
}

# The items of a typed list need not name their kind.
_secrets contains [array.concat(path, ["items", i]), item] if {
	walk(input.input, [path, value])
	value.kind == "SecretList"
	some i, item in value.items
}

_pointer(path) := concat("", ["/input", concat("", [sprintf("/%s", [_escaped(step)]) | some step in path])])

_escaped(step) := replace(replace(sprintf("%v", [step]), "~", "~0"), "/", "~1")
