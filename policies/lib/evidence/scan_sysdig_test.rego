package lib.guiderail.scan_sysdig_test

import data.lib.guiderail.scan_reports

test_read[note] if {
	some note, case in cases
	told := [summary |
		some report in scan_reports.all with input as {"review": {"object": case.document}}
		summary := shown(report)
	]
	told == case.want
}

test_name_that_is_no_text if {
	row := {"vulnName": "CVE-1", "vulnSeverity": "High"}
	rows := [object.union(row, {"imagePullString": name}) | some name in [5, "a:1"]]
	found := scan_reports.all with input as {"review": {"object": {"data": rows}}}
	found[0].names == {"a:1"}
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
	"the first form": {
		"document": {
			"info": {"scanTime": "2026-11-20T11:00:00.691436+01:00"},
			"client": {"scanner": {"name": "sysdig-cli-scanner", "mainDB": {"timestamp": "2026-11-19T12:00:00Z"}}},
			"result": {
				"type": "dockerImage",
				"metadata": {
					"pullString": "shop/app:1",
					"fullImageName": "docker.io/shop/app:1",
					"digest": "shop/app@sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"baseOS": "alpine 3.4.0",
				},
				"packages": [
					{"type": "os", "name": "musl", "version": "1.1.14-r9", "vulns": [{
						"name": "CVE-2026-1001",
						"severity": {"value": "High", "sourceName": "nvd"},
						"fixedInVersion": "1.1.14-r16",
					}]},
					{"type": "os", "name": "zlib", "version": "1.2.8-r2"},
				],
			},
		},
		"want": [{
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["high", "musl", "1.1.14-r9", "1.1.14-r16"]],
			"names": ["docker.io/shop/app:1", "shop/app:1"],
			"os": "alpine 3.4.0",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "docker.io/shop/app:1",
		}],
	},
	"scan severity fail sysdig": {
		"document": {
			"info": {"scanTime": "2026-11-20T10:00:00Z"},
			"scanner": {"name": "sysdig-cli-scanner"},
			"result": {
				"assetType": "containerImage",
				"metadata": {
					"pullString": "registry.example.org/app:1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"baseOs": "debian 12.8",
					"createdAt": "2026-11-01T00:00:00Z",
				},
				"packages": {
					"p1": {
						"name": "openssl",
						"version": "3.0.14-1",
						"vulnerabilitiesRefs": ["v1"],
						"riskAcceptRefs": null,
					},
					"p2": {"name": "zlib", "version": "1.3", "vulnerabilitiesRefs": null},
				},
				"vulnerabilities": {"v1": {
					"name": "CVE-2026-1001",
					"severity": "critical",
					"fixVersion": "3.0.15-1",
					"riskAcceptRefs": null,
				}},
				"riskAccepts": {},
			},
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
	"scan severity fail sysdig expired": {
		"document": {
			"info": {"scanTime": "2026-11-20T10:00:00Z"},
			"scanner": {"name": "sysdig-cli-scanner"},
			"result": {
				"assetType": "containerImage",
				"metadata": {
					"pullString": "registry.example.org/app:1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"baseOs": "debian 12.8",
					"createdAt": "2026-11-01T00:00:00Z",
				},
				"packages": {
					"p1": {
						"name": "openssl",
						"version": "3.0.14-1",
						"vulnerabilitiesRefs": ["v1"],
						"riskAcceptRefs": null,
					},
					"p2": {"name": "zlib", "version": "1.3", "vulnerabilitiesRefs": null},
				},
				"vulnerabilities": {"v1": {
					"name": "CVE-2026-1001",
					"severity": "high",
					"fixVersion": "3.0.15-1",
					"riskAcceptRefs": ["r1"],
				}},
				"riskAccepts": {"r1": {
					"reason": "RiskMitigated",
					"description": "not reachable",
					"entityValue": "CVE-2026-1001",
					"expirationDate": "2026-01-31",
					"status": "active",
				}},
			},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "RiskMitigated: not reachable", "2026-01-31"]],
			"levels": [["high", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan severity fail sysdig panels": {
		"document": {"panels": [{
			"name": "findings",
			"data": [{
				"container_image": "registry.example.org/app:1.2.3",
				"vuln_id": "CVE-2026-1001",
				"vuln_severity": "Critical",
				"vuln_fixed_in_version": "",
				"scan_package_name": "openssl",
				"scan_package_version": "3.0.14-1",
				"vuln_risk_accepted": false,
			}],
		}]},
		"want": [{
			"at": ["panels", 0],
			"levels": [["critical", "openssl", "3.0.14-1", ""]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "Sysdig's reporting",
		}],
	},
	"scan severity fail sysdig reporting": {
		"document": {"data": [{
			"imagePullString": "registry.example.org/app:1.2.3",
			"vulnName": "CVE-2026-1001",
			"vulnSeverity": "Critical",
			"vulnFixVersion": "3.0.15-1",
			"packageName": "openssl",
			"packageVersion": "3.0.14-1",
		}]},
		"want": [{
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "Sysdig's reporting",
		}],
	},
	"scan severity fail sysdig v0": {
		"document": {
			"info": {"scanTime": "2026-11-20T10:00:00Z"},
			"scanner": {"name": "sysdig-cli-scanner"},
			"result": {
				"type": "containerImage",
				"metadata": {
					"pullString": "registry.example.org/app:1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"baseOs": "debian 12.8",
					"createdAt": "2026-11-01T00:00:00Z",
				},
				"vulnTotalBySeverity": {},
				"packages": [{
					"type": "os",
					"name": "openssl",
					"version": "3.0.14-1",
					"vulns": [{
						"name": "CVE-2026-1001",
						"severity": {"value": "High"},
						"fixedInVersion": "3.0.15-1",
					}],
				}],
			},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["high", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail sysdig": {
		"document": {
			"info": {"scanTime": "2026-11-20T10:00:00Z"},
			"scanner": {"name": "sysdig-cli-scanner"},
			"result": {
				"assetType": "containerImage",
				"metadata": {
					"pullString": "registry.example.org/app:1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"baseOs": "debian 12.8",
					"createdAt": "2026-11-01T00:00:00Z",
				},
				"packages": {},
				"vulnerabilities": {"v1": {
					"name": "CVE-2026-1001",
					"severity": "medium",
					"fixVersion": "3.0.15-1",
					"riskAcceptRefs": null,
				}},
				"riskAccepts": {},
			},
		},
		"want": [{
			"at": ["result", "packages"],
			"created": "2026-11-01",
			"digests": 1,
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "empty",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail sysdig 1": {
		"document": {
			"info": {"scanTime": "2026-01-20T10:00:00Z"},
			"scanner": {"name": "sysdig-cli-scanner"},
			"result": {
				"type": "containerImage",
				"metadata": {
					"pullString": "registry.example.org/app:1.2.3",
					"digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"baseOs": "debian 12.8",
					"createdAt": "2026-11-01T00:00:00Z",
				},
				"vulnTotalBySeverity": {},
				"packages": [{
					"type": "os",
					"name": "openssl",
					"version": "3.0.14-1",
					"vulns": [{
						"name": "CVE-2026-1001",
						"severity": {"value": "Medium"},
						"fixedInVersion": "3.0.15-1",
					}],
				}],
			},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-01-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
}
