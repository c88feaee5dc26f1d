# METADATA
# title: What scanners are told to ignore
# description: |
#   The files that tell scanners of images to ignore vulnerabilities: those of Trivy, Grype and Snyk, and statements of
#   VEX as OpenVEX and CSAF have them.
# custom:
#   match: [{type: scan-waivers}]
# related_resources:
#   - https://trivy.dev/latest/docs/configuration/filtering/
#   - https://github.com/anchore/grype#specifying-matches-to-ignore
#   - https://docs.snyk.io/manage-risk/policies/the-.snyk-file
#   - https://github.com/openvex/spec
#   - https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html
package lib.guiderail.scan_waivers

import data.lib.guiderail.artefact_type
import data.lib.guiderail.ctx
import data.lib.guiderail.scan_format
import data.lib.guiderail.scan_reading
import data.lib.guiderail.value

# METADATA
# description: |
#   What is ignored: `id`, `by` what, `reason` ("" if there is none), `ends` (a date as it is written, "" if there is
#   none, or "never needed" for what is said of a product for good), and `path`.
entries := [entry |
	some listed in [_of_trivy, _of_lines, _of_grype, _of_snyk, _of_openvex, _of_csaf]
	some entry in listed
]

_document := ctx.resource if artefact_type.under_review == "scan-waivers"

_tool := scan_format.waivers(_document)

_of_trivy := [entry |
	_tool == "trivy"
	some kind in ["vulnerabilities", "secrets"]
	some i, written in _document[kind]
	item := scan_reading.entry(written)
	entry := {
		"id": object.get(item, "id", "a finding"),
		"by": ".trivyignore.yaml",
		"reason": trim_space(value.text_in(item, "statement")),
		"ends": sprintf("%v", [object.get(item, "expired_at", "")]),
		"path": [kind, i],
	}
]

# A comment above a line is the only place for a reason in it.
_of_lines := [entry |
	_tool == "trivy-lines"
	some i, line in _document.trivyignore
	regex.match(`^(CVE|GHSA|DSA|DLA|RHSA|ALAS|ELSA|USN|GMS|TEMP|NSWG|PYSEC|RUSTSEC|GO)-`, line.id)
	entry := {
		"id": line.id,
		"by": ".trivyignore",
		"reason": line.comment,
		"ends": line.exp,
		"path": ["trivyignore", i],
	}
]

_of_grype := [entry |
	_tool == "grype"
	some i, rule in _document.ignore
	entry := {
		"id": _matched(rule),
		"by": ".grype.yaml",
		"reason": trim_space(value.text_in(rule, "reason")),
		"ends": "",
		"path": ["ignore", i],
	}
]

_matched(rule) := rule.vulnerability if {
	value.text_in(rule, "vulnerability") != ""
} else := "every finding that a rule matches"

_of_snyk := [entry |
	_tool == "snyk"
	some id, places in _document.ignore
	some i, place in places
	some pattern, rule in place
	entry := {
		"id": id,
		"by": ".snyk",
		"reason": _told(rule),
		"ends": sprintf("%v", [object.get(scan_reading.entry(rule), "expires", "")]),
		"path": ["ignore", id, i, pattern],
	}
]

# What Snyk writes where nobody says anything.
_told(rule) := reason if {
	reason := trim_space(value.text_in(rule, "reason"))
	reason != "None Given"
} else := ""

_of_openvex := [entry |
	_tool == "openvex"
	some i, statement in _document.statements
	statement.status == "not_affected"
	entry := {
		"id": _named(object.get(statement, "vulnerability", "")),
		"by": "a statement of VEX",
		"reason": concat("", [value.text_in(statement, "justification"), value.text_in(statement, "impact_statement")]),
		"ends": "never needed",
		"path": ["statements", i],
	}
]

_named(vulnerability) := vulnerability if {
	is_string(vulnerability)
} else := vulnerability.name if {
	vulnerability.name
} else := value.text_in(vulnerability, "@id")

# A product is justified by a flag, or by a threat that tells the impact.
_of_csaf := [entry |
	_tool == "csaf"
	some i, vulnerability in _document.vulnerabilities
	some holder in vulnerability.product_status.known_not_affected
	entry := {
		"id": sprintf("%v for %v", [value.text_in(vulnerability, "cve"), holder]),
		"by": "a statement of VEX",
		"reason": concat(", ", _justified(vulnerability, holder)),
		"ends": "never needed",
		"path": ["vulnerabilities", i],
	}
]

_justified(vulnerability, holder) := {value.text_in(flag, "label") |
	some flag in vulnerability.flags
	_speaks_of(flag, holder)
} | {threat.category |
	some threat in vulnerability.threats
	threat.category == "impact"
	_speaks_of(threat, holder)
}

_speaks_of(said, holder) if holder in said.product_ids

_speaks_of(said, _) if {
	not said.product_ids
	not said.group_ids
}

_speaks_of(said, _) if said.group_ids
