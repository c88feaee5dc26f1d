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
	some kind in ["vulnerabilities", "misconfigurations", "secrets", "licenses"]
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

# A comment is the only place for a reason in it.
_of_lines := [entry |
	_tool == "trivy-lines"
	some i, line in _document.trivyignore
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
		"reason": concat("", [_justification(statement), value.text_in(statement, "impact_statement")]),
		"ends": "never needed",
		"path": ["statements", i],
	}
]

_named(vulnerability) := vulnerability if {
	is_string(vulnerability)
} else := vulnerability.name if {
	vulnerability.name
} else := value.text_in(vulnerability, "@id")

_justification(statement) := statement.justification if {
	statement.justification in _justifications
} else := ""

_justifications := {
	"component_not_present",
	"inline_mitigations_already_exist",
	"vulnerable_code_cannot_be_controlled_by_adversary",
	"vulnerable_code_not_in_execute_path",
	"vulnerable_code_not_present",
}

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

_justified(vulnerability, holder) := {flag.label |
	some flag in vulnerability.flags
	flag.label in _justifications
	_speaks_of(flag, holder)
} | {threat.details |
	some threat in vulnerability.threats
	threat.category == "impact"
	value.text_in(threat, "details") != ""
	_speaks_of(threat, holder)
}

_speaks_of(said, holder) if holder in said.product_ids

_speaks_of(said, _) if {
	not said.product_ids
	not said.group_ids
}

_speaks_of(said, _) if said.group_ids

# METADATA
# description: |
#   Whether a text says why, and not only that something is ignored: a heading over the lines of a file does not.
is_reason(text) if {
	said := regex.replace(lower(text), `https?://\S*(?:aquasec|openvex|snyk\.io|trivy)\S*`, "")
	words := {word | some word in regex.find_n(`[\pL\pN][\pL\pN_-]+`, said, 99)}
	some word in (words - _no_reasons)
	not regex.match(`^(?:avd|cve|ds|ghsa|ksv)-?\d`, word)
}

_no_reasons contains word if {
	some line in [
		"alias an and are as be below by do each every for from has have here in is it its list lists must need needs not",
		"of on or our please see should that the these they this those to we what which with you",
		"accept accepted accepts allow allowed exception exceptions exclude excluded exclusion exclusions ignore ignored",
		"ignores ignoring skip skipped suppress suppressed suppression suppressions waive waived waiver waivers whitelist",
		"config cve cves entries entry file files finding findings id ids image images issue issues known license licenses",
		"misconfig misconfiguration misconfigurations risk risks scan scanner scanning scans secret secrets security",
		"trivy trivyignore vuln vulns vulnerabilities vulnerability",
		"add date docs documentation expiry fixme follow following format later none reason reasons tbd temp",
		"temporarily temporary todo",
	]
	some word in split(line, " ")
}
