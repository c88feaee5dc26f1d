# METADATA
# title: Where the value of an environment variable comes from
# description: |
#   The value of a variable as the kubelet assembles it. $(NAME) stands for the value of a variable from
#   envFrom, of a variable that comes before it, or for the address of a Service. `spec` is the
#   container's spec, `i` is the index of the variable, and `sensitive_names` are the names of variables
#   whose values are secrets.
# related_resources:
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
package lib.guiderail.variable_value

import data.lib.guiderail.sensitive

# METADATA
# description: |
#   How the value of a variable that is to be secret stands in the open: `field` (below the variable) and `how`.
#   Undefined where it does not.
exposure(spec, i, sensitive_names) := {"field": ["value"], "how": "contains a sensitive value in plain text"} if {
	_is_plain(spec, i)
} else := {"field": ["valueFrom", "configMapKeyRef"], "how": "gets a sensitive value from a ConfigMap"} if {
	is_object(spec.env[i].valueFrom.configMapKeyRef)
} else := {"field": ["value"], "how": how} if {
	others := _plain_variables(spec, i, sensitive_names)
	count(others) > 0
	how := sprintf("uses the plain-text value of env %s", [concat(", ", sort(others))])
}

# METADATA
# description: The value with those of variables with innocent names.
expanded(spec, i, sensitive_names) := strings.replace_n(values, spec.env[i].value) if {
	contains(spec.env[i].value, "$(")
	is_array(spec.env)
	values := {sprintf("$(%s)", [name]): other.value |
		some name, other in by_name(array.slice(spec.env, 0, i))
		is_string(other.value)
		not name in sensitive_names
	}
} else := spec.env[i].value

# METADATA
# description: Variables by their names. Of several with the same name the last one counts, as for the kubelet.
by_name(variables) := {name: last[0] |
	some name, last in object.union_n([{env.name: [env]} |
		some env in variables
		is_string(env.name)
	])
}

# METADATA
# description: Whether a value may be one that a ConfigMap brings by envFrom, which no field of the variable tells.
may_come_from_config_map(spec, i) if {
	some reference in _references(spec.env[i].value)
	not reference in _names_before(spec, i)
	some source in spec.envFrom
	is_object(source.configMapRef)
}

# Text is what is left of a value when the variables are taken out that the kubelet puts in.
_is_plain(spec, i) if {
	env := spec.env[i]
	sensitive.is_something(env.value)
	not sensitive.is_open(env.value)
	not sensitive.is_pointer(env.name, env.value)
	not _is_referring(spec, i)
}

_is_referring(spec, i) if {
	references := _references(spec.env[i].value)
	count(references) > 0
	every reference in references {
		_may_be_defined(spec, i, reference)
	}
	written := {text: "" | some reference in references; text := sprintf("$(%s)", [reference])}
	not regex.match(`[A-Za-z0-9]`, strings.replace_n(written, spec.env[i].value))
}

# The names in $(NAME); what is written $$(NAME) is text.
_references(text) := {match[1] |
	is_string(text)
	contains(text, "$(")
	some match in regex.find_all_string_submatch_n(`\$\(([^()]+)\)`, strings.replace_n({"$$": ""}, text), -1)
}

_may_be_defined(spec, i, name) if name in _names_before(spec, i)

_may_be_defined(spec, _, name) if {
	regex.match(`^[A-Za-z_.-][\w.-]*$`, name)
	some source in spec.envFrom
	is_object(source)
}

_may_be_defined(_, _, name) if regex.match(`^[A-Z0-9_]+_(SERVICE_(HOST|PORT\w*)|PORT\w*)$`, name)

_names_before(spec, i) := {other.name |
	is_array(spec.env)
	some other in array.slice(spec.env, 0, i)
}

# $(OTHER) is replaced by the value of a variable that stands before it, whatever that one is called.
_plain_variables(spec, i, sensitive_names) := {name |
	is_array(spec.env)
	others := by_name(array.slice(spec.env, 0, i))
	some name in _references(spec.env[i].value)
	not name in sensitive_names
	sensitive.is_literal(others[name].value)
}
