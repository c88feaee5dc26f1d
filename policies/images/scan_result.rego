# METADATA
# title: The result of a scan must be used
# description: |
#   A scan that is started and whose findings nobody fetches, or a scanner whose finding fails no pipeline and
#   goes into no file, finds vulnerabilities for nobody. Trivy and Grype end with success whatever they find,
#   unless they are told otherwise.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
#   - https://trivy.dev/latest/docs/configuration/others/
# custom:
#   severity: high
#   requirements: [IMG-06]
#   match: [commands]
#   limits:
#     conftest: It has no parser for shell and shows no steps of pipelines; guiderail check judges the commands.
#   remediation: Wait for the scan and fetch its findings (aws ecr wait image-scan-complete, aws ecr
#     describe-image-scan-findings); let the scanner fail the pipeline (trivy --exit-code 1, grype --fail-on high), or
#     write a report that is judged.
package guiderail.images.scan_result

import data.lib.guiderail.commands

applies if count(_scans) > 0

violation contains {"msg": scan.msg, "details": {"path": scan.path}} if {
	some scan in _scans
	scan.msg != ""
}

unknown contains {"msg": msg, "details": {"path": scan.path}} if {
	some scan in _scans
	scan.unknown != ""
	msg := sprintf("whether %s fails the pipeline is not known: %s is a variable", [scan.program, scan.unknown])
}

_scans contains {"program": "aws", "path": call.path, "msg": _started(call), "unknown": ""} if {
	some call in commands.of("aws")
	commands.has_words(call, ["ecr", "start-image-scan"])
}

_scans contains {"program": call.program, "path": call.path, "msg": _lost(call), "unknown": _open(call)} if {
	some call in commands.calls
	_is_scan(call)
}

_started(call) := "" if {
	some later in commands.of("aws")
	later.index > call.index
	some action in ["describe-image-scan-findings", "list-findings"]
	action in {word.text | some word in later.arguments}
} else := "aws ecr start-image-scan starts a scan whose findings are never fetched; describe-image-scan-findings does"

_scanners := {
	"trivy": {
		"verbs": {"image", "i", "fs", "filesystem", "rootfs", "repo", "sbom", "vm", "k8s"},
		"options": {"--exit-code"},
	},
	"grype": {"verbs": set(), "options": {"--fail-on", "-f"}},
	"snyk": {"verbs": {"container", "test"}, "options": set()},
}

_is_scan(call) if {
	verbs := _scanners[call.program].verbs
	operands := [word.text | some word in call.arguments; not startswith(word.text, "-")]
	count(operands) > 0
	_has_verb(operands, verbs)
	not commands.has_option(call, {"--help", "--version", "--download-db-only", "-h"})
	verb := operands[0]
	not verb in {"db", "version", "completion", "config", "help", "monitor", "auth"}
}

_has_verb(_, verbs) if count(verbs) == 0

_has_verb(operands, verbs) if operands[0] in verbs

_lost(call) := "" if {
	_is_written(call)
} else := msg if {
	call.command.is_ignored
	how := "whatever it finds is ignored; let it fail, or write a report"
	msg := sprintf("%s fails no pipeline: %s", [call.program, how])
} else := sprintf("%s is told to succeed whatever it finds; set %s", [call.program, _wanted[call.program]]) if {
	commands.option(call, _scanners[call.program].options).text == "0"
} else := msg if {
	count(_scanners[call.program].options) > 0
	not commands.has_option(call, _scanners[call.program].options)
	how := sprintf("and writes no report; set %s", [_wanted[call.program]])
	msg := sprintf("%s succeeds whatever it finds, %s", [call.program, how])
} else := ""

_wanted := {"trivy": "--exit-code 1", "grype": "--fail-on"}

_is_written(call) if commands.has_option(call, _reports[call.program])

# The option -o of Grype is a format.
_reports := {
	"trivy": {"-o", "--output"},
	"grype": {"--file"},
	"snyk": {"--json-file-output", "--sarif-file-output"},
}

_is_written(call) if commands.is_kept(call.command)

_open(call) := option.text if {
	not _is_written(call)
	option := commands.option(call, _scanners[call.program].options)
	not option.is_known
} else := ""
