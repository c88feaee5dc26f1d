# METADATA
# title: What decision logs do not get
# description: |
#   Removes from the log of decisions what is secret in the objects that were judged, wherever in the input
#   they stand: the data of Secrets, the literal values of environment variables, and the copy of either
#   that kubectl apply keeps in an annotation. What a control says of them never holds a value; an answer
#   that is none of what is meant to be asked for may, and is removed as a whole.
package system.log

mask contains "/result" if not _is_meant_to_be_asked

# An ad hoc query has no path.
_is_meant_to_be_asked if regex.match(
	`^(system/main|guiderail/(ready|decision)(/.*)?|guiderail/[^/]+/[^/]+/(violation|unknown))$`,
	input.path,
)

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

# OPA's pointers know no escapes: a key with a slash or another special character in it cannot be named.
# What holds it is removed instead, and for an item of an array the array, lest the others move.
_pointer(path) := concat("/", array.concat(["/input"], steps)) if {
	ends := [end |
		some i, step in path
		is_string(step)
		end := i + 1
		every before in array.slice(path, 0, end) {
			_is_named(before)
		}
	]
	steps := [sprintf("%v", [step]) | some step in array.slice(path, 0, max(array.concat([0], ends)))]
}

_is_named(step) if is_number(step)

_is_named(step) if regex.match(`^[A-Za-z0-9._~$&+=:@-]*$`, step)
