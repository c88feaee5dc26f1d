package lib.guiderail.scan_operator_test

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
	"scan severity fail trivy operator": {
		"document": {
			"apiVersion": "aquasecurity.github.io/v1alpha1",
			"kind": "VulnerabilityReport",
			"metadata": {"name": "replicaset-app-5f7-app", "namespace": "shop"},
			"report": {
				"artifact": {
					"repository": "app",
					"tag": "1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				},
				"registry": {"server": "registry.example.org"},
				"os": {"family": "debian", "name": "12.8"},
				"scanner": {"name": "Trivy", "vendor": "Aqua Security", "version": "0.60.0"},
				"summary": {
					"criticalCount": 1,
					"highCount": 0,
					"mediumCount": 0,
					"lowCount": 0,
					"unknownCount": 0,
				},
				"updateTimestamp": "2026-11-20T10:00:00Z",
				"vulnerabilities": [{
					"vulnerabilityID": "CVE-2026-1001",
					"resource": "openssl",
					"installedVersion": "3.0.14-1",
					"fixedVersion": "3.0.15-1",
					"severity": "CRITICAL",
					"title": "x",
				}],
			},
		},
		"want": [{
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "VulnerabilityReport replicaset-app-5f7-app",
		}],
	},
	"image secrets fail trivy operator": {
		"document": {
			"apiVersion": "aquasecurity.github.io/v1alpha1",
			"kind": "ExposedSecretReport",
			"metadata": {"name": "replicaset-app-5f7-app", "namespace": "shop"},
			"report": {
				"artifact": {"repository": "app", "tag": "1.2.3"},
				"registry": {"server": "registry.example.org"},
				"scanner": {"name": "Trivy", "vendor": "Aqua Security", "version": "0.60.0"},
				"summary": {"criticalCount": 1},
				"updateTimestamp": "2026-11-20T10:00:00Z",
				"secrets": [{
					"target": "/app/.env",
					"ruleID": "aws-access-key-id",
					"category": "AWS",
					"severity": "CRITICAL",
					"title": "AWS",
					"match": "KEY=****",
				}],
			},
		},
		"want": [{
			"names": ["registry.example.org/app:1.2.3"],
			"scanned": "2026-11-20",
			"secrets": ["aws-access-key-id in /app/.env"],
			"state": "complete",
			"title": "ExposedSecretReport replicaset-app-5f7-app",
		}],
	},
	"image secrets pass example": {
		"document": {
			"apiVersion": "aquasecurity.github.io/v1alpha1",
			"kind": "ExposedSecretReport",
			"metadata": {"name": "replicaset-app-5f7-app", "namespace": "shop"},
			"report": {
				"artifact": {"repository": "app", "tag": "1.2.3"},
				"registry": {"server": "registry.example.org"},
				"scanner": {"name": "Trivy", "vendor": "Aqua Security", "version": "0.60.0"},
				"summary": {"criticalCount": 0},
				"updateTimestamp": "2026-11-20T10:00:00Z",
				"secrets": [],
			},
		},
		"want": [{
			"names": ["registry.example.org/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "ExposedSecretReport replicaset-app-5f7-app",
		}],
	},
	"supported os fail trivy operator": {
		"document": {
			"apiVersion": "aquasecurity.github.io/v1alpha1",
			"kind": "VulnerabilityReport",
			"metadata": {"name": "replicaset-app-5f7-app", "namespace": "shop"},
			"report": {
				"artifact": {
					"repository": "app",
					"tag": "1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				},
				"registry": {"server": "registry.example.org"},
				"os": {"family": "ubuntu", "name": "24.04", "eosl": true},
				"scanner": {"name": "Trivy", "vendor": "Aqua Security", "version": "0.60.0"},
				"summary": {
					"criticalCount": 0,
					"highCount": 0,
					"mediumCount": 0,
					"lowCount": 0,
					"unknownCount": 0,
				},
				"updateTimestamp": "2026-11-20T10:00:00Z",
				"vulnerabilities": [{
					"vulnerabilityID": "CVE-2026-1001",
					"resource": "openssl",
					"installedVersion": "3.0.14-1",
					"fixedVersion": "3.0.15-1",
					"severity": "MEDIUM",
					"title": "x",
				}],
			},
		},
		"want": [{
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "ubuntu 24.04",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "VulnerabilityReport replicaset-app-5f7-app",
		}],
	},
	"scan complete pass open 9": {
		"document": {
			"apiVersion": "aquasecurity.github.io/v1alpha1",
			"kind": "VulnerabilityReport",
			"metadata": {"name": "replicaset-app-5f7-app", "namespace": "shop"},
			"report": {
				"artifact": {
					"repository": "app",
					"tag": "1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				},
				"registry": {"server": "registry.example.org"},
				"os": {"family": "debian", "name": "12.8"},
				"scanner": {"name": "Trivy", "vendor": "Aqua Security", "version": "0.60.0"},
				"summary": {
					"criticalCount": 0,
					"highCount": 0,
					"mediumCount": 0,
					"lowCount": 0,
					"unknownCount": 0,
				},
				"updateTimestamp": "2026-11-20T10:00:00Z",
				"vulnerabilities": null,
			},
		},
		"want": [{
			"at": ["report"],
			"digests": 1,
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "open",
			"title": "VulnerabilityReport replicaset-app-5f7-app",
		}],
	},
	"a list": {
		"document": [{
			"apiVersion": "aquasecurity.github.io/v1alpha1",
			"kind": "VulnerabilityReport",
			"metadata": {"name": "replicaset-app-5f7-app", "namespace": "shop"},
			"report": {
				"artifact": {
					"repository": "app",
					"tag": "1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				},
				"registry": {"server": "registry.example.org"},
				"os": {"family": "debian", "name": "12.8"},
				"scanner": {"name": "Trivy", "vendor": "Aqua Security", "version": "0.60.0"},
				"summary": {
					"criticalCount": 1,
					"highCount": 0,
					"mediumCount": 0,
					"lowCount": 0,
					"unknownCount": 0,
				},
				"updateTimestamp": "2026-11-20T10:00:00Z",
				"vulnerabilities": [{
					"vulnerabilityID": "CVE-2026-1001",
					"resource": "openssl",
					"installedVersion": "3.0.14-1",
					"fixedVersion": "3.0.15-1",
					"severity": "CRITICAL",
					"title": "x",
				}],
			},
		}],
		"want": [{
			"at": [0],
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "VulnerabilityReport replicaset-app-5f7-app",
		}],
	},
}
