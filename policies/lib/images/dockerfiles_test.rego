package lib.guiderail.dockerfiles_test

import data.lib.guiderail.dockerfiles

test_nothing_in_an_object if {
	dockerfiles.instructions == [] with input as {"kind": "Pod", "apiVersion": "v1"}
	dockerfiles.stages == [] with input as {"kind": "Pod", "apiVersion": "v1"}
	not dockerfiles.root with input as {"kind": "Pod", "apiVersion": "v1"}
}

test_as_conftest_shows_it if {
	lines := dockerfile(["from a"]).review.object
	dockerfiles.root.base.text == "a" with input as lines
}

test_stages if {
	lines := ["arg A=x", "from ${A}:1 AS One", "from b as two", "from one", "copy --from=two c d"]
	found := dockerfiles.stages with input as dockerfile(lines)
	[[stage.title, stage.base.text, stage.parent, stage.in_image] | some stage in found] == [
		["stage One", "x:1", -1, true], ["stage two", "b", -1, false], ["stage 2", "one", 0, true],
	]
	dockerfiles.root.path == [1] with input as dockerfile(lines)
}

test_last_stage_of_a_name if {
	lines := ["from a as x", "from b as x", "from x"]
	dockerfiles.root.base.text == "b" with input as dockerfile(lines)
}

test_expanded[text] if {
	some text, want in {
		"$A": ["a", true],
		"${A}/b": ["a/b", true],
		"'$A'": ["a", true],
		"${N}": ["${N}", false],
		"${N:-d}": ["d", true],
		"${E:-d}": ["d", true],
		"${E-d}": ["", true],
		"${A:-d}": ["a", true],
		"${A:+d}": ["d", true],
		"${N:+d}": ["", true],
		"$B": ["a1", true],
		"$G": ["g", true],
		"$H": ["$H", false],
		"$L": ["l", true],
		"plain": ["plain", true],
		`"`: [`"`, true],
	}
	lines := ["arg G=g", "arg H=h", "from a", "arg A=a", "arg E=", "arg N", "arg G", "env B $A1", "env C c ="]
	instructions := array.concat(dockerfile(lines).review.object, [
		env(["B", "\"${A}1\"", "=", "L", "l", "="]),
	])
	found := dockerfiles.expanded(3, text) with input as {"review": {"object": instructions}}
	[found.text, found.is_known] == want
}

test_pairs if {
	instructions := array.concat(dockerfile(["from a", "arg A=b", "arg C"]).review.object, [env(["D", "'e f'", "=", "G", "h", "="])])
	arguments := dockerfiles.pairs("arg") with input as {"review": {"object": instructions}}
	[[pair.name, pair.value, pair.path] | some pair in arguments] == [["A", "b", [1, "Value", 0]], ["C", null, [2, "Value", 0]]]
	variables := dockerfiles.pairs("env") with input as {"review": {"object": instructions}}
	[[pair.name, pair.value, pair.path] | some pair in variables] == [["D", "e f", [3, "Value", 0]], ["G", "h", [3, "Value", 3]]]
}

test_users if {
	lines := ["from a as b", "user one", "from c", "user two", "from b", "user $U", "arg U=three"]
	[fact.text | some fact in dockerfiles.users] == ["one", "three"] with input as dockerfile(lines)
	dockerfiles.user.path == [5, "Value", 0] with input as dockerfile(lines)
	not dockerfiles.user with input as dockerfile(["from a"])
}

test_in_image if {
	instructions := dockerfile(["from a", "run x", "from b", "run y"]).review.object
	dockerfiles.in_image(instructions[3]) with input as {"review": {"object": instructions}}
	not dockerfiles.in_image(instructions[1]) with input as {"review": {"object": instructions}}
}

env(words) := {"Cmd": "env", "SubCmd": "", "JSON": false, "Flags": [], "Value": words, "Stage": 0}

# A Dockerfile of instructions, each with its words; the stage is told by the FROM before it.
dockerfile(lines) := {"review": {"object": [instruction |
	some i, line in lines
	words := split(line, " ")
	instruction := {
		"Cmd": words[0],
		"SubCmd": "",
		"JSON": false,
		"Flags": [word | some word in words; startswith(word, "--")],
		"Value": [word | some j, word in words; j > 0; not startswith(word, "--")],
		"Stage": max([0, count([1 | some k, other in lines; k <= i; startswith(other, "from ")]) - 1]),
	}
]}}
