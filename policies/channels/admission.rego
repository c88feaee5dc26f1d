# METADATA
# title: Answers to admission reviews
# description: |
#   What an API server is told: refused for what the profile denies, warned of what it warns of, each with
#   the control's ID. What a control could not know is a warning. What cannot be judged is refused.
package lib.guiderail.admission

import data.guiderail.decision
import data.lib.guiderail.judge

# METADATA
# description: The `response` of an AdmissionReview whose request is in the input.
response := {"uid": _uid, "allowed": true, "warnings": _warnings} if {
	judge.is_review(input)
	decision.allowed
} else := {
	"uid": _uid,
	"allowed": false,
	"warnings": _warnings,
	"status": {"code": 403, "reason": "Forbidden", "message": _reason},
}

default _uid := ""

_uid := input.request.uid

# That something is unknown comes first: where there is much to warn of, an API server cuts each warning short.
_warnings := array.concat(
	[_line(finding) | some finding in decision.violations; finding.enforcement == "warn"],
	[sprintf("[%s] unknown: %s", [finding.control, finding.msg]) | some finding in decision.unknowns],
)

_reason := "this is not an AdmissionReview with a request; ask /v1/data/guiderail/decision about plain objects" if {
	not judge.is_review(input)
} else := concat("\n", array.concat(
	[problem.msg | some problem in decision.problems],
	[_line(finding) | some finding in decision.violations; finding.enforcement == "deny"],
))

_line(finding) := sprintf("[%s] %s", [finding.control, finding.msg])
