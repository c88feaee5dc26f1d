package lib.guiderail.scan_trivy_test

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
	"an archive": {
		"document": {"SchemaVersion": 2, "ArtifactName": "build/app.tar", "Results": [{"Class": "os-pkgs"}]},
		"want": [{"state": "complete", "title": "build/app.tar"}],
	},
	"scan severity fail trivy": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-11-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [{
				"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
				"Class": "os-pkgs",
				"Type": "debian",
				"Vulnerabilities": [{
					"VulnerabilityID": "CVE-2026-1001",
					"PkgName": "openssl",
					"InstalledVersion": "3.0.14-1",
					"FixedVersion": "3.0.15-1",
					"Status": "fixed",
					"Severity": "HIGH",
					"VendorSeverity": {"nvd": 3},
					"PublishedDate": "2026-10-01T00:00:00Z",
				}],
			}],
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
	"scan severity fail trivy first list": {
		"document": [{
			"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
			"Type": "debian",
			"Vulnerabilities": [{
				"VulnerabilityID": "CVE-2026-1001",
				"PkgName": "openssl",
				"InstalledVersion": "3.0.14-1",
				"FixedVersion": "3.0.15-1",
				"Severity": "HIGH",
			}],
		}],
		"want": [{
			"levels": [["high", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan severity fail trivy cluster": {
		"document": {
			"ClusterName": "main",
			"Resources": [{
				"Namespace": "shop",
				"Kind": "Deployment",
				"Name": "app",
				"Metadata": [{
					"RepoTags": ["registry.example.org/app:1.2.3"],
					"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				}],
				"Results": [{
					"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
					"Class": "os-pkgs",
					"Type": "debian",
					"Vulnerabilities": [{
						"VulnerabilityID": "CVE-2026-1001",
						"PkgName": "openssl",
						"InstalledVersion": "3.0.14-1",
						"FixedVersion": "3.0.15-1",
						"Status": "fixed",
						"Severity": "CRITICAL",
						"VendorSeverity": {"nvd": 3},
						"PublishedDate": "2026-10-01T00:00:00Z",
					}],
				}],
			}],
		},
		"want": [{
			"at": ["Resources", 0],
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "Deployment app",
		}],
	},
	"scan complete fail trivy": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-01-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [{
				"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
				"Class": "os-pkgs",
				"Type": "debian",
				"Vulnerabilities": [{
					"VulnerabilityID": "CVE-2026-1001",
					"PkgName": "openssl",
					"InstalledVersion": "3.0.14-1",
					"FixedVersion": "3.0.15-1",
					"Status": "fixed",
					"Severity": "MEDIUM",
					"VendorSeverity": {"nvd": 3},
					"PublishedDate": "2026-10-01T00:00:00Z",
				}],
			}],
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
	"scan complete fail trivy 1": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-11-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "empty",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers pass trivy": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-11-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [{
				"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
				"Class": "os-pkgs",
				"Type": "debian",
				"Vulnerabilities": [{
					"VulnerabilityID": "CVE-2026-1001",
					"PkgName": "openssl",
					"InstalledVersion": "3.0.14-1",
					"FixedVersion": "3.0.15-1",
					"Status": "fixed",
					"Severity": "MEDIUM",
					"VendorSeverity": {"nvd": 3},
					"PublishedDate": "2026-10-01T00:00:00Z",
				}],
				"ExperimentalModifiedFindings": [{
					"Type": "vulnerability",
					"Status": "not_affected",
					"Statement": "vulnerable_code_not_present",
					"Source": "vex.json",
					"Finding": {"VulnerabilityID": "CVE-2026-1001"},
				}],
			}],
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "vulnerable_code_not_present", "never needed"]],
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers pass trivy 1": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-11-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [{
				"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
				"Class": "os-pkgs",
				"Type": "debian",
				"Vulnerabilities": [{
					"VulnerabilityID": "CVE-2026-1001",
					"PkgName": "openssl",
					"InstalledVersion": "3.0.14-1",
					"FixedVersion": "3.0.15-1",
					"Status": "fixed",
					"Severity": "MEDIUM",
					"VendorSeverity": {"nvd": 3},
					"PublishedDate": "2026-10-01T00:00:00Z",
				}],
				"ExperimentalModifiedFindings": [{
					"Type": "vulnerability",
					"Status": "ignored",
					"Statement": "not reachable",
					"Source": ".trivyignore.yaml",
					"Finding": {"VulnerabilityID": "CVE-2026-1001"},
				}],
			}],
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "not reachable", "not shown"]],
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"image secrets fail example": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-11-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [
				{
					"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
					"Class": "os-pkgs",
					"Type": "debian",
					"Vulnerabilities": [{
						"VulnerabilityID": "CVE-2026-1001",
						"PkgName": "openssl",
						"InstalledVersion": "3.0.14-1",
						"FixedVersion": "3.0.15-1",
						"Status": "fixed",
						"Severity": "MEDIUM",
						"VendorSeverity": {"nvd": 3},
						"PublishedDate": "2026-10-01T00:00:00Z",
					}],
				},
				{
					"Target": "/app/.env",
					"Class": "secret",
					"Secrets": [{
						"RuleID": "aws-access-key-id",
						"Category": "AWS",
						"Severity": "CRITICAL",
						"Title": "AWS Access Key ID",
						"StartLine": 3,
						"Match": "KEY=********",
					}],
				},
			],
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2026-11-20",
			"secrets": ["aws-access-key-id in /app/.env"],
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"supported os fail example": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2026-11-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "alpine", "Name": "3.20.3", "EOSL": true},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [{
				"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
				"Class": "os-pkgs",
				"Type": "debian",
				"Vulnerabilities": [{
					"VulnerabilityID": "CVE-2026-1001",
					"PkgName": "openssl",
					"InstalledVersion": "3.0.14-1",
					"FixedVersion": "3.0.15-1",
					"Status": "fixed",
					"Severity": "MEDIUM",
					"VendorSeverity": {"nvd": 3},
					"PublishedDate": "2026-10-01T00:00:00Z",
				}],
			}],
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "alpine 3.20.3",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete pass open 8": {
		"document": {
			"SchemaVersion": 2,
			"CreatedAt": "2027-01-20T10:00:00Z",
			"ArtifactName": "registry.example.org/app:1.2.3",
			"ArtifactType": "container_image",
			"Metadata": {
				"OS": {"Family": "debian", "Name": "12.8"},
				"RepoTags": ["registry.example.org/app:1.2.3"],
				"RepoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				"ImageConfig": {"created": "2026-11-01T00:00:00Z"},
			},
			"Results": [{
				"Target": "registry.example.org/app:1.2.3 (debian 12.8)",
				"Class": "os-pkgs",
				"Type": "debian",
				"Vulnerabilities": [{
					"VulnerabilityID": "CVE-2026-1001",
					"PkgName": "openssl",
					"InstalledVersion": "3.0.14-1",
					"FixedVersion": "3.0.15-1",
					"Status": "fixed",
					"Severity": "MEDIUM",
					"VendorSeverity": {"nvd": 3},
					"PublishedDate": "2026-10-01T00:00:00Z",
				}],
			}],
		},
		"want": [{
			"created": "2026-11-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12.8",
			"scanned": "2027-01-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
}
