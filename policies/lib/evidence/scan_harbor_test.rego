package lib.guiderail.scan_harbor_test

import data.lib.guiderail.scan_reports

test_read[note] if {
	some note, case in cases
	told := [summary |
		some report in scan_reports.all with input as {"review": {"object": case.document}}
		summary := shown(report)
	]
	told == case.want
}

# What of a report is not empty.
shown(report) := {name: told | some name, told in facts(report); not told in {"", 0, [], set()}}

facts(report) := {
	"title": report.title,
	"state": report.state.word,
	"at": report.state.path,
	"scanned": day(report.scanned),
	"database": day(report.database),
	"created": day(report.created),
	"os": system(report.os),
	"levels": [[found.level, found.package, found.version, found.fix] | some found in report.findings],
	"names": [name | some name in report.names],
	"digests": count(report.digests),
	"secrets": [secret.title | some secret in report.secrets],
	"ignored": [[entry.id, entry.reason, entry.ends] | some entry in report.ignored],
}

day(null) := ""

day(moment) := moment.shown

system(null) := ""

system(os) := concat(" ", [os.family, os.version])

cases := {
	"scan severity fail harbor": {
		"document": {"application/vnd.security.vulnerability.report; version=1.1": {
			"generated_at": "2026-11-20T10:00:00Z",
			"artifact": {
				"repository": "library/app",
				"tag": "1.2.3",
				"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			},
			"scanner": {"name": "Trivy"},
			"severity": "Critical",
			"vulnerabilities": [{
				"id": "CVE-2026-1001",
				"package": "openssl",
				"version": "3.0.14-1",
				"fix_version": "3.0.15-1",
				"severity": "Critical",
				"vendor_attributes": {"CVSS": {"nvd": {"V3Score": 7.8}}},
			}],
		}},
		"want": [{
			"at": ["application/vnd.security.vulnerability.report; version=1.1"],
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["library/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "library/app:1.2.3",
		}],
	},
	"scan complete pass open 4": {
		"document": {"application/vnd.security.vulnerability.report; version=1.1": {
			"generated_at": "2026-11-20T10:00:00Z",
			"vulnerabilities": null,
			"severity": "Unknown",
		}},
		"want": [{
			"at": ["application/vnd.security.vulnerability.report; version=1.1"],
			"scanned": "2026-11-20",
			"state": "open",
			"title": "the image",
		}],
	},
	"none": {
		"document": {"application/vnd.security.vulnerability.report; version=1.1": {
			"generated_at": "2026-11-20T10:00:00Z",
			"severity": "None",
			"vulnerabilities": [],
		}},
		"want": [{
			"at": ["application/vnd.security.vulnerability.report; version=1.1"],
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "the image",
		}],
	},
}
