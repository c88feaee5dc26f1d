package guiderail.images.remote_add_test

import data.guiderail.images.remote_add

test_denied[note] if {
	some note, case in {
		"file": {"lines": ["from a", "add https://x/y /y"], "want": "ADD downloads https://x/y without a checksum; add --checksum=sha256:…"},
		"variable": {"lines": ["from a", "add $U /y", "arg U=http://x/y"], "want": "ADD downloads http://x/y without a checksum; add --checksum=sha256:…"},
		"with a password": {"lines": ["from a", "add https://a:b@x/y?token=c /y"], "want": "ADD downloads https://…@x/y without a checksum; add --checksum=sha256:…"},
		"repository by HTTPS": {
			"lines": ["from a", "add https://x/y.git#v1 /y"],
			"want": "ADD clones https://x/y.git without a commit; append # and the commit, or add --checksum=",
		},
		"repository": {"lines": ["from a", "add git@x:y.git /y"], "want": "ADD clones git@x:y.git without a commit; append # and the commit, or add --checksum="},
	}
	remote_add.violation == {{"msg": case.want, "details": {"path": [1, "Value", 0]}}} with input as dockerfile(case.lines)
	remote_add.applies with input as dockerfile(case.lines)
}

test_denied_trigger if {
	trigger := {"Cmd": "onbuild", "SubCmd": "add", "JSON": false, "Flags": [], "Value": ["http://x/y", "/y"], "Stage": 0}
	lines := array.concat(dockerfile(["from a"]).review.object, [trigger])
	count(remote_add.violation) == 1 with input as {"review": {"object": lines}}
}

test_allowed[line] if {
	some line in [
		"add --checksum=sha256:a https://x/y /y", "add https://x/y.git#0123456789abcdef0123456789abcdef01234567:sub /y",
		"add git@x:y.git#0123456789abcdef0123456789abcdef01234567 /y", "add y.tar.gz /y", "copy https://x/y /y", "add $U/y /y",
	]
	remote_add.violation == set() with input as dockerfile(["from a", line, "arg U=files"])
}

test_unknown if {
	remote_add.unknown == {{
		"msg": "whether ADD downloads $U is not known; if it does, it has no checksum",
		"details": {"path": [1, "Value", 0]},
	}} with input as dockerfile(["from a", "add $U /y"])
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
