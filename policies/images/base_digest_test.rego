package guiderail.images.base_digest_test

import data.guiderail.images.base_digest

digest := "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

test_denied[note] if {
	some note, case in {
		"tag": {"lines": ["from alpine:3.22"], "want": "stage 0: the base image alpine:3.22 has no digest, and its tag may be moved; append @sha256:…"},
		"no tag": {"lines": ["from alpine as a"], "want": "stage a: the base image alpine has no digest, and no tag either; append @sha256:…"},
		"a tag that moves": {"lines": ["from alpine:latest"], "want": "stage 0: the base image alpine:latest has no digest, and its tag latest moves; append @sha256:…"},
	}
	base_digest.violation == {{"msg": case.want, "details": {"path": [0, "Value", 0]}}} with input as dockerfile(case.lines)
	base_digest.applies with input as dockerfile(case.lines)
}

test_allowed[note] if {
	some note, lines in {
		"digest": [sprintf("from alpine@%s", [digest])],
		"ID": [sprintf("from %s", [digest])],
		"nothing": ["from scratch"],
		"another stage": ["from golang as build", "from scratch"],
	}
	base_digest.violation == set() with input as dockerfile(lines)
}

test_all_stages if {
	given := object.union(dockerfile(["from golang as build", "from scratch"]), {"parameters": {"all_stages": true}})
	count(base_digest.violation) == 1 with input as given
}

test_unknown[line] if {
	some line, want in {
		"from a:$TAG": "stage 0: whether the base image a:$TAG has a digest is not known",
		"from a:{{tag}}": "stage 0: the base image a:{{tag}} is still to be filled in",
	}
	base_digest.unknown == {{"msg": want, "details": {"path": [0, "Value", 0]}}} with input as dockerfile([line])
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
