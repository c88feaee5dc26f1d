# METADATA
# title: Dockerfiles and Containerfiles
# description: |
#   The stages of the Dockerfile under review, as BuildKit resolves them: the last one is the image, and a stage
#   that begins with another one has its variables and its user. A variable is known by its default or by what the
#   file sets it to; who builds may give an ARG another value.
# custom:
#   match:
#     - type: dockerfile
# related_resources:
#   - https://docs.docker.com/reference/dockerfile/
package lib.guiderail.dockerfiles

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx

# METADATA
# scope: document
# description: |
#   The instructions under review, in the shape of conftest: `Cmd`, `SubCmd`, `Flags`, `Value`, `JSON` and
#   `Stage`. Empty for what is no Dockerfile.
default instructions := []

instructions := ctx.document if artefact_type.under_review == "dockerfile"

# METADATA
# description: |
#   The stages: `number`, `title`, `path` (of the FROM), `base` (a fact: `text`, `is_known` and `path`), `parent`
#   (the number of the stage that it begins with; -1 for an image from elsewhere) and `in_image` (whether the
#   image that is built is made of it).
stages := [stage |
	some i, from in _froms
	stage := {
		"number": i,
		"title": sprintf("stage %s", [_shown_name(i)]),
		"path": [from.index],
		"base": _bases[i],
		"parent": _parents[i],
		"in_image": i in _image,
	}
]

# METADATA
# description: The first stage of those that the image is made of, which begins with an image from elsewhere.
root := stages[min(_image)]

# METADATA
# description: |
#   The user that the image runs as: `text`, `is_known` and `path`. Undefined where no stage of the image sets
#   one.
user := users[count(users) - 1] if count(users) > 0

# METADATA
# description: Those that the stages of the image set, in order.
users := [fact |
	some i, instruction in instructions
	instruction.Cmd == "user"
	instruction.Stage in _image
	fact := object.union(expanded(i, instruction.Value[0]), {"path": [i, "Value", 0]})
]

# METADATA
# description: |
#   The names and values that instructions of a kind, `env`, `arg` or `label`, write: `name`, `value` (as it is
#   written, without quotes; null where there is none), `stage` and `path` (of the name).
pairs(kind) := [pair |
	some i, instruction in instructions
	instruction.Cmd == kind
	some pair in _pairs(i, instruction)
]

# METADATA
# description: |
#   A text of an instruction with its variables put in: `text`, and whether all of it `is_known`.
expanded(index, text) := {"text": filled, "is_known": is_known} if {
	filled := _filled(_unquoted(text), _variables[instructions[index].Stage])
	is_known := _is_whole(filled)
}

# METADATA
# scope: document
# description: Whether an instruction belongs to a stage that the image is made of.
in_image(instruction) if instruction.Stage in _image

_froms := [{"index": i, "words": instruction.Value} |
	some i, instruction in instructions
	instruction.Cmd == "from"
	count(instruction.Value) > 0
]

_first := min({from.index | some from in _froms})

# What stands before the first FROM is for the FROM lines alone, unless a stage names it again.
_global := object.union_n([{pair.name: pair.value} |
	some pair in pairs("arg")
	pair.path[0] < _first
	pair.value != null
])

_bases := [base |
	some from in _froms
	text := _filled(_unquoted(from.words[0]), _global)
	base := {"text": text, "is_known": _is_whole(text), "path": [from.index, "Value", 0]}
]

# The name of a stage counts for those behind it, in whatever case.
_parents := [parent |
	some i, base in _bases
	parent := max({-1} | {j | some j in object.get(_named, lower(base.text), set()); j < i})
]

_named[lower(_name(from))] contains i if some i, from in _froms

_name(from) := from.words[2] if {
	count(from.words) == 3
	lower(from.words[1]) == "as"
}

_shown_name(i) := name if {
	name := _name(_froms[i])
} else := sprintf("%d", [i])

# The stages that each begins with, itself among them.
_chains[i] := chain if {
	some i, _ in _parents
	chain := graph.reachable(_edges, {i})
}

_edges[i] := {parent | parent >= 0} if some i, parent in _parents

_image := _chains[count(_froms) - 1] if count(_froms) > 0

_variables[i] := filled if {
	some i, chain in _chains
	raw := object.union_n([{pair.name: pair.value} |
		some pair in array.concat(_arguments[i], [pair | some pair in pairs("env"); pair.stage in chain])
	])

	# One may be made of others.
	filled := {name: _filled(_filled(value, raw), raw) | some name, value in raw}
}

# An ARG is of its own stage; without a default it has that of before the first FROM.
_arguments[i] := found if {
	some i, _ in _parents
	found := [{"name": pair.name, "value": value} |
		some pair in pairs("arg")
		pair.path[0] > _first
		pair.stage == i
		value := _default(pair)
	]
}

_default(pair) := pair.value if pair.value != null

_default(pair) := _global[pair.name] if pair.value == null

_pairs(i, instruction) := [pair |
	instruction.Cmd == "arg"
	some j, text in instruction.Value
	parts := regex.find_all_string_submatch_n(`(?s)^([^=]+)(=(.*))?$`, text, 1)[0]
	pair := {"name": parts[1], "value": _given(parts), "stage": instruction.Stage, "path": [i, "Value", j]}
] if {
	instruction.Cmd == "arg"
} else := [pair |
	some j, name in instruction.Value
	j % 3 == 0
	pair := {
		"name": _unquoted(name),
		"value": _unquoted(instruction.Value[j + 1]),
		"stage": instruction.Stage,
		"path": [i, "Value", j],
	}
]

_given(parts) := null if {
	parts[2] == ""
} else := _unquoted(parts[3])

_unquoted(text) := substring(text, 1, count(text) - 2) if {
	regex.match(`(?s)^(".*"|'.*')$`, text)
	count(text) > 1
} else := text

# What is not known of a text stays as it is written.
_filled(text, variables) := strings.replace_n(values, text) if {
	contains(text, "$")

	# What is written alike has the same value.
	values := {match[0]: value |
		some match in regex.find_all_string_submatch_n(`\$\{(\w+)(?:(:?[-+])([^{}]*))?\}|\$(\w+)`, text, -1)
		value := _value(match, variables)
	}
} else := text

_value(match, variables) := variables[match[4]] if {
	match[4] != ""
} else := match[3] if {
	match[2] in {"+", ":+"}
	variables[match[1]]
} else := "" if {
	match[2] in {"+", ":+"}
} else := variables[match[1]] if {
	not _is_empty_for(match, variables)
} else := match[3] if {
	match[2] in {"-", ":-"}
}

_is_empty_for(match, variables) if {
	match[2] == ":-"
	variables[match[1]] == ""
}

_is_whole(text) if {
	not contains(text, "$")
} else := false
