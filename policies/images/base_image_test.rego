package guiderail.images.base_image_test

import data.guiderail.images.base_image

wanted := "use a distroless image, Alpine or another base of the list"

test_denied[note] if {
	some note, case in {
		"another": {"lines": ["from ubuntu:noble"], "shown": "ubuntu:noble", "at": 0},
		"a name that looks alike": {"lines": ["from gcr.io/distroless-evil/static"], "shown": "gcr.io/distroless-evil/static", "at": 0},
		"by a stage": {"lines": ["from debian as base", "from alpine", "from base"], "shown": "debian", "at": 0},
		"by an argument": {"lines": ["arg BASE=debian", "from $BASE"], "shown": "debian", "at": 1},
		"a tag of somebody else's": {"lines": ["from someone/app:alpine"], "shown": "someone/app:alpine", "at": 0},
	}
	base_image.violation == {{
		"msg": sprintf("the base image %s is not in the list of allowed bases; %s", [case.shown, wanted]),
		"details": {"path": [case.at, "Value", 0]},
	}} with input as dockerfile(case.lines)
	base_image.applies with input as dockerfile(case.lines)
}

test_allowed[note] if {
	some note, lines in {
		"Alpine": ["from alpine:3.22"],
		"built on Alpine": ["from python:3.14-alpine3.22"],
		"distroless": ["from golang as build", "from gcr.io/distroless/static"],
		"nothing": ["from scratch"],
	}
	base_image.violation == set() with input as dockerfile(lines)
	base_image.unknown == set() with input as dockerfile(lines)
}

test_unknown[note] if {
	some note, case in {
		"variable": {"lines": ["arg BASE", "from ${BASE}"], "want": "the base image ${BASE} is not known; give the ARG a default, or check the file with the base filled in"},
		"placeholder": {"lines": ["from {{base}}"], "want": "the base image {{base}} is still to be filled in"},
		"ID": {"lines": ["from sha256:abc"], "want": "the base image sha256:abc is a digest without a repository, which may be any image"},
	}
	{found.msg | some found in base_image.unknown} == {case.want} with input as dockerfile(case.lines)
	base_image.violation == set() with input as dockerfile(case.lines)
}

test_parameters if {
	given := {"parameters": {"repositories": ["docker.io/library/debian"], "tags": []}}
	base_image.violation == set() with input as object.union(dockerfile(["from debian:13"]), given)
	count(base_image.violation) == 1 with input as object.union(dockerfile(["from python:alpine"]), given)
}

test_no_other_document if not base_image.applies with input as {"review": {"object": {"kind": "Pod"}}}

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
