package guiderail.images.scan_reference_test

import data.guiderail.images.scan_reference

test_denied[note] if {
	some note, case in {
		"a repository": {"line": "aws ecr start-image-scan --image-id imageTag=a:latest", "at": 4, "want": "imageTag=a:latest, which is no tag: a tag has no repository before it"},
		"a tag that moves": {"line": "aws ecr batch-get-image --image-ids=imageTag=LATEST", "at": 3, "want": "imageTag=LATEST, a tag that moves"},
	}
	some found in scan_reference.violation with input as script([case.line])
	contains(found.msg, case.want)
	found.details.path == ["commands", 0, "words", case.at]
}

test_allowed[line] if {
	some line in [
		"aws ecr start-image-scan --image-id imageTag=1.2",
		"aws ecr start-image-scan --image-id imageTag=$TAG",
		"aws ecr start-image-scan --image-id imageDigest=sha256:abc",
		"aws ecr put-image --image-tag imageTag=latest",
	]
	scan_reference.violation == set() with input as script([line])
}

# A digest names one image, and a script without an image has nothing to say.
test_applies if {
	scan_reference.applies with input as script(["aws ecr start-image-scan --image-id imageDigest=sha256:abc"])
	not scan_reference.applies with input as script(["aws ecr describe-repositories"])
}

test_parameter if {
	tag := "aws ecr start-image-scan --image-id imageTag=release"
	scan_reference.applies with input as script([tag])
	count(scan_reference.violation) == 1 with input as object.union(script([tag]), {"parameters": {"moving_tags": ["release"]}})
}

# A script of commands, each given as its words.
script(lines) := {"review": {"object": {"origin": "shell", "commands": [run(line) | some line in lines]}}}

run(line) := {
	"words": words,
	"assignments": [],
	"redirections": [],
	"calls": [{"program": words[0].text, "start": 0}],
	"pipeline": 0,
	"is_ignored": false,
} if {
	words := [{"text": text, "is_known": indexof(text, "$") == -1, "is_script": false} | some text in split(line, " ")]
}
