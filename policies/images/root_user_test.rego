package guiderail.images.root_user_test

import data.guiderail.images.root_user

test_denied[note] if {
	some note, case in {
		"root": {"lines": ["from a", "user root"], "at": 1, "want": "the image runs as the user root; set another one with USER"},
		"0": {"lines": ["from a", "user app", "arg u=0:0", "user ${u}"], "at": 3, "want": "the image runs as the user 0:0; set another one with USER"},
		"inherited": {"lines": ["from a as b", "user 0", "from b"], "at": 1, "want": "the image runs as the user 0; set another one with USER"},
		"none": {"lines": ["from a"], "at": 0, "want": "no USER is set, so that the image runs as root unless its base image a sets another user; set one with USER"},
		"of another stage": {"lines": ["from a", "user app", "from scratch"], "at": 2, "want": "no USER is set, so that the image runs as root; set one with USER"},
	}
	root_user.violation == {{"msg": case.want, "details": {"path": [case.at, "Value", 0]}}} with input as dockerfile(case.lines)
	root_user.applies with input as dockerfile(case.lines)
}

test_allowed[note] if {
	some note, lines in {
		"number": ["from a", "user 1000:0"],
		"name": ["from a", "user root", "user app"],
		"base": ["from gcr.io/distroless/static:nonroot"],
		"another base": ["from cgr.dev/chainguard/python"],
		"inherited": ["from a as b", "user app", "from b"],
	}
	root_user.violation == set() with input as dockerfile(lines)
}

test_unknown[note] if {
	some note, case in {
		"user": {"lines": ["from a", "user $U"], "want": "the user $U, as which the image runs, is not known"},
		"placeholder": {"lines": ["from a", "user {{u}}"], "want": "the user {{u}}, as which the image runs, is still to be filled in"},
		"base": {"lines": ["from $A"], "want": "no USER is set, and the base image $A is not known"},
		"ID": {
			"lines": ["from sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"],
			"want": "no USER is set, and the base image sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef is not known",
		},
		"base to fill in": {"lines": ["from {{a}}"], "want": "no USER is set, and the base image {{a}} is still to be filled in"},
	}
	{found.msg | some found in root_user.unknown} == {case.want} with input as dockerfile(case.lines)
	root_user.violation == set() with input as dockerfile(case.lines)
}

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
