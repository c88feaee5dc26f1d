package guiderail.images.scan_result_test

import data.guiderail.images.scan_result

test_denied[note] if {
	some note, case in {
		"started": {"line": "aws ecr start-image-scan --image-id imageTag=1", "want": "aws ecr start-image-scan starts a scan whose findings are never fetched; describe-image-scan-findings does"},
		"trivy succeeds": {"line": "trivy --quiet image --exit-code 0 x", "want": "trivy is told to succeed whatever it finds; set --exit-code 1"},
		"trivy by default": {"line": "trivy i x", "want": "trivy succeeds whatever it finds, and writes no report; set --exit-code 1"},
		"grype": {"line": "grype x", "want": "grype succeeds whatever it finds, and writes no report; set --fail-on"},
	}
	scan_result.violation == {{"msg": case.want, "details": {"path": ["commands", 0, "words", 0]}}} with input as script([case.line])
	scan_result.applies with input as script([case.line])
}

test_denied_where_a_failure_is_ignored if {
	command := object.union(run("snyk container test x"), {"is_ignored": true})
	scan_result.violation == {{
		"msg": "snyk fails no pipeline: whatever it finds is ignored; let it fail, or write a report",
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as {"review": {"object": {"origin": "shell", "commands": [command]}}}
}

test_allowed[note] if {
	some note, lines in {
		"fetched": ["aws ecr start-image-scan", "aws ecr wait image-scan-complete", "aws ecr describe-image-scan-findings"],
		"trivy fails": ["trivy image --exit-code=1 x"],
		"a report": ["trivy image --output r.json x", "grype x -o json --file r.json"],
		"grype fails": ["grype x --fail-on high"],
		"snyk": ["snyk container test x", "snyk monitor", "snyk auth"],
		"the database": ["trivy image --download-db-only", "trivy --version", "grype db update", "trivy server"],
		"variable": ["trivy image --exit-code $CODE x"],
	}
	scan_result.violation == set() with input as script(lines)
}

test_allowed_into_a_file if {
	command := object.union(run("trivy image x"), {"redirections": [{"operator": ">", "text": "r.json"}]})
	scan_result.violation == set() with input as {"review": {"object": {"origin": "shell", "commands": [command]}}}
}

test_unknown if {
	scan_result.unknown == {{
		"msg": "whether trivy fails the pipeline is not known: $CODE is a variable",
		"details": {"path": ["commands", 0, "words", 0]},
	}} with input as script(["trivy image --exit-code $CODE x"])
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
