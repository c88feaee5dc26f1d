package lib.guiderail.scan_aqua_test

import data.lib.guiderail.scan_reports

test_read[note] if {
	some note, case in cases
	told := [summary |
		some report in scan_reports.all with input as {"review": {"object": case.document}}
		summary := shown(report)
	]
	told == case.want
}

test_count_that_is_no_number if {
	document := {"image": "a", "resources": [{"resource": {"name": "b"}}], "vulnerability_summary": {"critical": "0", "high": 1}}
	found := scan_reports.all with input as {"review": {"object": document}}
	found[0].counts.levels == {"high": 1}
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
	"scan severity fail aqua": {
		"document": {
			"image": "app:1.2.3",
			"registry": "registry.example.org",
			"scan_started": {"seconds": 1795168800, "nanos": 0},
			"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"os": "debian",
			"version": "12.8",
			"metadata": {"created": "2026-11-01T00:00:00Z"},
			"resources": [{
				"resource": {"name": "openssl", "version": "3.0.14-1"},
				"scanned": true,
				"vulnerabilities": [{
					"name": "CVE-2026-1001",
					"aqua_severity": "critical",
					"nvd_severity_v3": "high",
					"vendor_severity": "low",
					"fix_version": "3.0.15-1",
					"publish_date": "2026-10-01",
				}],
			}],
			"vulnerability_summary": {"total": 1},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan severity fail aqua console": {
		"document": {
			"status": "SCANNED",
			"image_name": "app:1.2.3",
			"registry": "registry.example.org",
			"cves_counts": {"total": 1},
			"cves": [{
				"file": "openssl",
				"name": "CVE-2026-1001",
				"severity": "high",
				"fix_version": "3.0.15-1",
				"acknowledged": false,
			}],
			"errorMsg": null,
		},
		"want": [{
			"levels": [["high", "openssl", "", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail aqua": {
		"document": {
			"status": "FAILED",
			"image_name": "app:1.2.3",
			"registry": "registry.example.org",
			"cves_counts": {"total": 1},
			"cves": [{
				"file": "openssl",
				"name": "CVE-2026-1001",
				"severity": "medium",
				"fix_version": "3.0.15-1",
				"acknowledged": false,
			}],
			"errorMsg": null,
		},
		"want": [{
			"at": ["status"],
			"levels": [["medium", "openssl", "", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "failed",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail aqua 1": {
		"document": {
			"status": "SCANNED",
			"image_name": "app:1.2.3",
			"registry": "registry.example.org",
			"cves_counts": {"total": 1},
			"cves": [{
				"file": "openssl",
				"name": "CVE-2026-1001",
				"severity": "medium",
				"fix_version": "3.0.15-1",
				"acknowledged": false,
			}],
			"errorMsg": "not found",
		},
		"want": [{
			"at": ["errorMsg"],
			"levels": [["medium", "openssl", "", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "failed",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail aqua 2": {
		"document": {
			"image": "app:1.2.3",
			"registry": "registry.example.org",
			"scan_started": {"seconds": 1795168800, "nanos": 0},
			"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"os": "debian",
			"version": "12.8",
			"metadata": {"created": "2026-11-01T00:00:00Z"},
			"resources": [],
			"vulnerability_summary": {"total": 1},
		},
		"want": [{
			"at": ["resources"],
			"created": "2026-11-01",
			"digests": 1,
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "empty",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail aqua 3": {
		"document": {
			"image": "app:1.2.3",
			"registry": "registry.example.org",
			"scan_started": {"seconds": 1770000000},
			"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"os": "debian",
			"version": "12.8",
			"metadata": {"created": "2026-11-01T00:00:00Z"},
			"resources": [{
				"resource": {"name": "openssl", "version": "3.0.14-1"},
				"scanned": true,
				"vulnerabilities": [{
					"name": "CVE-2026-1001",
					"aqua_severity": "medium",
					"nvd_severity_v3": "high",
					"vendor_severity": "low",
					"fix_version": "3.0.15-1",
					"publish_date": "2026-10-01",
				}],
			}],
			"vulnerability_summary": {"total": 1},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-02-02",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers fail aqua": {
		"document": {
			"status": "SCANNED",
			"image_name": "app:1.2.3",
			"registry": "registry.example.org",
			"cves_counts": {"total": 1},
			"cves": [{
				"file": "openssl",
				"name": "CVE-2026-1001",
				"severity": "medium",
				"fix_version": "3.0.15-1",
				"acknowledged": true,
			}],
			"errorMsg": null,
		},
		"want": [{
			"ignored": [["CVE-2026-1001", "", ""]],
			"levels": [["medium", "openssl", "", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers fail aqua 1": {
		"document": {
			"image": "app:1.2.3",
			"registry": "registry.example.org",
			"scan_started": {"seconds": 1795168800, "nanos": 0},
			"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"os": "debian",
			"version": "12.8",
			"metadata": {"created": "2026-11-01T00:00:00Z"},
			"resources": [{
				"resource": {"name": "openssl", "version": "3"},
				"scanned": true,
				"vulnerabilities": [{
					"name": "CVE-2026-1001",
					"aqua_severity": "high",
					"acknowledged_date": "2026-10-01",
					"ack_comment": "not reachable",
				}],
			}],
			"vulnerability_summary": {"total": 1},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "not reachable", ""]],
			"levels": [["high", "openssl", "3", ""]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers pass aqua": {
		"document": {
			"image": "app:1.2.3",
			"registry": "registry.example.org",
			"scan_started": {"seconds": 1795168800, "nanos": 0},
			"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"os": "debian",
			"version": "12.8",
			"metadata": {"created": "2026-11-01T00:00:00Z"},
			"resources": [{
				"resource": {"name": "openssl", "version": "3"},
				"scanned": true,
				"vulnerabilities": [{
					"name": "CVE-2026-1001",
					"aqua_severity": "high",
					"acknowledged_date": "2026-10-01",
					"ack_comment": "not reachable",
					"ack_expiration_date": "2027-01-31",
				}],
			}],
			"vulnerability_summary": {"total": 1},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "not reachable", "2027-01-31"]],
			"levels": [["high", "openssl", "3", ""]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"what ends some days after it was configured": {
		"document": {
			"image": "app:1.2.3",
			"resources": [
				{
					"scanned": true,
					"resource": {"name": "openssl", "version": "3", "path": "/usr/lib/a", "sensitive_items": ["private key"]},
					"vulnerabilities": [
						{"name": "CVE-1", "acknowledged_date": "d", "ack_expiration_days": 31, "ack_expiration_configured_at": "2026-12-31T10:00:00Z"},
						{"name": "CVE-2", "acknowledged_date": "d", "ack_expiration_days": 31},
						{"name": "CVE-3", "acknowledged_date": "d", "ack_expiration_days": 0},
					],
				},
				{"resource": {"sensitive_items": null}},
			],
		},
		"want": [{
			"ignored": [["CVE-1", "", "2027-01-31"], ["CVE-2", "", "not shown"], ["CVE-3", "", ""]],
			"levels": [["unknown", "openssl", "3", ""], ["unknown", "openssl", "3", ""], ["unknown", "openssl", "3", ""]],
			"names": ["app:1.2.3"],
			"secrets": ["a secret in /usr/lib/a"],
			"state": "complete",
			"title": "app:1.2.3",
		}],
	},
	"image secrets fail aqua": {
		"document": {
			"image": "app:1.2.3",
			"registry": "registry.example.org",
			"scan_started": {"seconds": 1795168800, "nanos": 0},
			"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"os": "debian",
			"version": "12.8",
			"metadata": {"created": "2026-11-01T00:00:00Z"},
			"resources": [{
				"resource": {"name": "openssl", "version": "3.0.14-1"},
				"scanned": true,
				"vulnerabilities": [{
					"name": "CVE-2026-1001",
					"aqua_severity": "medium",
					"nvd_severity_v3": "high",
					"vendor_severity": "low",
					"fix_version": "3.0.15-1",
					"publish_date": "2026-10-01",
				}],
			}],
			"vulnerability_summary": {"total": 1},
			"sensitive_data": [{"type": "RSA private key", "path": "/root/.ssh/id_rsa", "filename": "id_rsa"}],
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"secrets": ["RSA private key in /root/.ssh/id_rsa"],
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
}
