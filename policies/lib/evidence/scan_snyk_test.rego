package lib.guiderail.scan_snyk_test

import data.lib.guiderail.scan_reports

test_read[note] if {
	some note, case in cases
	told := [summary |
		some report in scan_reports.all with input as {"review": {"object": case.document}}
		summary := shown(report)
	]
	told == case.want
}

test_ignored_without_a_reason if {
	project := {"ok": true, "vulnerabilities": [], "path": "a:1", "dependencyCount": 1, "filtered": {"ignore": [5, {"id": "x"}]}}
	found := scan_reports.all with input as {"review": {"object": project}}
	[[entry.id, entry.reason, entry.ends] | some entry in found[0].ignored] == [["a finding", "", ""], ["x", "", ""]]
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
	"scan severity fail snyk": {
		"document": {
			"vulnerabilities": [{
				"id": "SNYK-DEBIAN12-OPENSSL-1",
				"title": "x",
				"severity": "high",
				"severityWithCritical": "critical",
				"nvdSeverity": "high",
				"packageName": "openssl",
				"version": "3.0.14-1",
				"nearestFixedInVersion": "3.0.15-1",
				"publicationTime": "2026-10-01T00:00:00Z",
			}],
			"ok": false,
			"dependencyCount": 90,
			"packageManager": "deb",
			"docker": {},
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
		},
		"want": [{
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "docker-image|registry.example.org/app",
		}],
	},
	"scan severity fail snyk application": {
		"document": {
			"vulnerabilities": [{
				"id": "SNYK-DEBIAN12-OPENSSL-1",
				"title": "x",
				"severity": "low",
				"severityWithCritical": "low",
				"nvdSeverity": "high",
				"packageName": "openssl",
				"version": "3.0.14-1",
				"nearestFixedInVersion": "3.0.15-1",
				"publicationTime": "2026-10-01T00:00:00Z",
			}],
			"ok": false,
			"dependencyCount": 90,
			"packageManager": "deb",
			"docker": {},
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
			"applications": [{
				"vulnerabilities": [{
					"id": "SNYK-DEBIAN12-OPENSSL-1",
					"title": "x",
					"severity": "high",
					"severityWithCritical": "high",
					"nvdSeverity": "high",
					"packageName": "openssl",
					"version": "3.0.14-1",
					"nearestFixedInVersion": "3.0.15-1",
					"publicationTime": "2026-10-01T00:00:00Z",
				}],
				"ok": false,
				"dependencyCount": 90,
				"packageManager": "npm",
				"uniqueCount": 1,
				"projectName": "docker-image|registry.example.org/app",
				"path": "registry.example.org/app:1.2.3/app",
			}],
		},
		"want": [{
			"levels": [
				["low", "openssl", "3.0.14-1", "3.0.15-1"],
				["high", "openssl", "3.0.14-1", "3.0.15-1"],
			],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "docker-image|registry.example.org/app",
		}],
	},
	"scan severity fail snyk list": {
		"document": [{
			"vulnerabilities": [{
				"id": "SNYK-DEBIAN12-OPENSSL-1",
				"title": "x",
				"severity": "high",
				"severityWithCritical": "high",
				"nvdSeverity": "high",
				"packageName": "openssl",
				"version": "3.0.14-1",
				"nearestFixedInVersion": "3.0.15-1",
				"publicationTime": "2026-10-01T00:00:00Z",
			}],
			"ok": false,
			"dependencyCount": 90,
			"packageManager": "npm",
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
			"displayTargetFile": "package.json",
		}],
		"want": [{
			"at": [0],
			"levels": [["high", "openssl", "3.0.14-1", "3.0.15-1"]],
			"state": "complete",
			"title": "package.json",
		}],
	},
	"scan complete fail snyk": {
		"document": {
			"ok": false,
			"error": "Failed to pull the image",
			"path": "registry.example.org/app:1.2.3",
		},
		"want": [{"at": ["error"], "state": "failed", "title": "registry.example.org/app:1.2.3"}],
	},
	"scan complete fail snyk 1": {
		"document": {
			"vulnerabilities": [],
			"ok": true,
			"dependencyCount": 0,
			"packageManager": "deb",
			"docker": {},
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
		},
		"want": [{
			"at": ["dependencyCount"],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "empty",
			"title": "docker-image|registry.example.org/app",
		}],
	},
	"scan waivers fail snyk": {
		"document": {
			"vulnerabilities": [],
			"ok": false,
			"dependencyCount": 90,
			"packageManager": "deb",
			"docker": {},
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
			"filtered": {
				"ignore": [{
					"id": "SNYK-DEBIAN12-OPENSSL-1",
					"title": "x",
					"severity": "medium",
					"severityWithCritical": "medium",
					"nvdSeverity": "high",
					"packageName": "openssl",
					"version": "3.0.14-1",
					"nearestFixedInVersion": "3.0.15-1",
					"publicationTime": "2026-10-01T00:00:00Z",
					"filtered": {"ignored": [{
						"reason": "None Given",
						"expires": "2027-01-31T00:00:00.000Z",
						"source": "cli",
					}]},
				}],
				"patch": [],
			},
		},
		"want": [{
			"ignored": [["SNYK-DEBIAN12-OPENSSL-1", "", "2027-01-31T00:00:00.000Z"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "docker-image|registry.example.org/app",
		}],
	},
	"scan waivers fail snyk 1": {
		"document": {
			"vulnerabilities": [],
			"ok": false,
			"dependencyCount": 90,
			"packageManager": "deb",
			"docker": {},
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
			"filtered": {
				"ignore": [{
					"id": "SNYK-DEBIAN12-OPENSSL-1",
					"title": "x",
					"severity": "medium",
					"severityWithCritical": "medium",
					"nvdSeverity": "high",
					"packageName": "openssl",
					"version": "3.0.14-1",
					"nearestFixedInVersion": "3.0.15-1",
					"publicationTime": "2026-10-01T00:00:00Z",
					"filtered": {"ignored": [{"reason": "not reachable", "expires": "", "source": "cli"}]},
				}],
				"patch": [],
			},
		},
		"want": [{
			"ignored": [["SNYK-DEBIAN12-OPENSSL-1", "not reachable", ""]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "docker-image|registry.example.org/app",
		}],
	},
	"scan waivers pass snyk": {
		"document": {
			"vulnerabilities": [],
			"ok": false,
			"dependencyCount": 90,
			"packageManager": "deb",
			"docker": {},
			"uniqueCount": 1,
			"projectName": "docker-image|registry.example.org/app",
			"path": "registry.example.org/app:1.2.3/app",
			"filtered": {
				"ignore": [{
					"id": "SNYK-DEBIAN12-OPENSSL-1",
					"title": "x",
					"severity": "medium",
					"severityWithCritical": "medium",
					"nvdSeverity": "high",
					"packageName": "openssl",
					"version": "3.0.14-1",
					"nearestFixedInVersion": "3.0.15-1",
					"publicationTime": "2026-10-01T00:00:00Z",
					"filtered": {"ignored": [{
						"reason": "not reachable",
						"expires": "2027-01-31T00:00:00.000Z",
						"source": "cli",
					}]},
				}],
				"patch": [],
			},
		},
		"want": [{
			"ignored": [["SNYK-DEBIAN12-OPENSSL-1", "not reachable", "2027-01-31T00:00:00.000Z"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "docker-image|registry.example.org/app",
		}],
	},
	"old fields": {
		"document": {
			"ok": false,
			"vulnerabilities": [
				{
					"id": "S",
					"severity": "low",
					"name": "a",
					"version": "1",
					"cvssDetails": [{"assigner": "NVD", "severity": "high"}],
					"fixedIn": ["2", "3"],
				},
				{
					"id": "S",
					"severity": "low",
					"name": "a",
					"version": "1",
					"cvssDetails": 0,
					"fixedIn": "2",
				},
				{"id": "L", "type": "license"},
			],
			"dependencyCount": 0,
			"path": "app",
		},
		"want": [{
			"levels": [["low", "a", "1", "2, 3"], ["low", "a", "1", "2"]],
			"state": "complete",
			"title": "app",
		}],
	},
}
