package lib.guiderail.scan_grype_test

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
	"a directory": {
		"document": {"matches": [], "source": {"type": "directory", "target": "/src"}, "descriptor": {"name": "grype"}},
		"want": [{"state": "open", "title": "/src"}],
	},
	"scan severity fail grype": {
		"document": {
			"matches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Critical",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
			}],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "debian", "version": "12"},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"status": {"built": "2026-11-19T06:00:00Z"}},
				"timestamp": "2026-11-20T10:00:00Z",
			},
		},
		"want": [{
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail grype": {
		"document": {
			"matches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Medium",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
			}],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "debian", "version": "12"},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"status": {"built": "2026-11-19T06:00:00Z"}},
				"timestamp": "2026-11-20T10:00:00Z",
				"configuration": {"only-fixed": true},
			},
		},
		"want": [{
			"at": ["descriptor", "configuration", "only-fixed"],
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12",
			"scanned": "2026-11-20",
			"state": "partial",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail grype 1": {
		"document": {
			"matches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Medium",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
			}],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "debian", "version": "12"},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"built": "2026-10-01T06:00:00Z", "error": null},
				"timestamp": "2026-11-20T10:00:00Z",
			},
		},
		"want": [{
			"database": "2026-10-01",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete fail grype 2": {
		"document": {
			"matches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Medium",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
			}],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "debian", "version": "12"},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"error": "cannot be read"},
				"timestamp": "2026-11-20T10:00:00Z",
			},
		},
		"want": [{
			"at": ["descriptor", "db"],
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12",
			"scanned": "2026-11-20",
			"state": "failed",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers fail grype": {
		"document": {
			"matches": [],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "debian", "version": "12"},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"status": {"built": "2026-11-19T06:00:00Z"}},
				"timestamp": "2026-11-20T10:00:00Z",
			},
			"ignoredMatches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Medium",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
				"appliedIgnoreRules": [{"vulnerability": "CVE-2026-1001", "reason": "not reachable"}],
			}],
		},
		"want": [{
			"database": "2026-11-19",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "not reachable", ""]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan waivers pass grype": {
		"document": {
			"matches": [],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "debian", "version": "12"},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"status": {"built": "2026-11-19T06:00:00Z"}},
				"timestamp": "2026-11-20T10:00:00Z",
			},
			"ignoredMatches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Medium",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
				"appliedIgnoreRules": [{
					"vulnerability": "CVE-2026-1001",
					"reason": "not reachable",
					"vex-status": "not_affected",
				}],
			}],
		},
		"want": [{
			"database": "2026-11-19",
			"digests": 1,
			"ignored": [["CVE-2026-1001", "not reachable", "never needed"]],
			"names": ["registry.example.org/app:1.2.3"],
			"os": "debian 12",
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete pass open 1": {
		"document": {
			"matches": [],
			"source": {
				"type": "image",
				"target": {
					"userInput": "registry.example.org/app:1.2.3",
					"manifestDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"tags": ["registry.example.org/app:1.2.3"],
					"repoDigests": ["registry.example.org/app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
				},
			},
			"distro": {"name": "", "version": ""},
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"status": {"built": "2026-11-19T06:00:00Z"}},
				"timestamp": "2026-11-20T10:00:00Z",
			},
		},
		"want": [{
			"at": ["distro"],
			"database": "2026-11-19",
			"digests": 1,
			"names": ["registry.example.org/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "open",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan complete pass open 2": {
		"document": {
			"matches": [{
				"vulnerability": {
					"id": "CVE-2026-1001",
					"namespace": "debian:distro:debian:12",
					"severity": "Medium",
					"fix": {"versions": ["3.0.15-1"], "state": "fixed"},
				},
				"relatedVulnerabilities": [{"id": "CVE-2026-1001", "namespace": "nvd:cpe", "severity": "High"}],
				"artifact": {"name": "openssl", "version": "3.0.14-1", "type": "deb"},
			}],
			"descriptor": {
				"name": "grype",
				"version": "0.94.0",
				"db": {"status": {"built": "2026-11-19T06:00:00Z"}},
				"timestamp": "2026-11-20T10:00:00Z",
			},
		},
		"want": [{
			"database": "2026-11-19",
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"scanned": "2026-11-20",
			"state": "open",
			"title": "the image",
		}],
	},
	"no distro": {
		"document": {
			"matches": [
				{
					"vulnerability": {
						"id": "CVE-1",
						"namespace": "nvd:cpe",
						"severity": "High",
						"fix": {"versions": [], "state": "wont-fix"},
					},
					"artifact": {"name": "a", "version": "1"},
				},
				{
					"vulnerability": {"id": "CVE-2", "severity": "High"},
					"artifact": {"name": "a", "version": "1"},
				},
				"odd",
			],
			"source": {"type": "image", "target": {"userInput": "app:1"}},
			"descriptor": {"name": "grype"},
		},
		"want": [{
			"levels": [["high", "a", "1", ""], ["high", "a", "1", null], ["unknown", "", "", null]],
			"names": ["app:1"],
			"state": "complete",
			"title": "app:1",
		}],
	},
}
