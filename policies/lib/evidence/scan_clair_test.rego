package lib.guiderail.scan_clair_test

import data.lib.guiderail.scan_reports

test_read[note] if {
	some note, case in cases
	told := [summary |
		some report in scan_reports.all with input as {"review": {"object": case.document}}
		summary := shown(report)
	]
	told == case.want
}

test_distribution_without_a_name if {
	distributions := {"1": {"did": ""}, "2": {"did": "debian", "version_id": "12"}}
	document := {"manifest_hash": "sha256:a", "packages": {}, "vulnerabilities": {}, "distributions": distributions}
	found := scan_reports.all with input as {"review": {"object": document}}
	[found[0].os.family, found[0].os.version] == ["debian", "12"]
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
	"scan severity fail clair": {
		"document": {
			"manifest_hash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"packages": {"1": {"id": "1", "name": "openssl", "version": "3.0.14-1"}},
			"distributions": {"1": {"did": "debian", "version_id": "12"}},
			"vulnerabilities": {"7": {
				"id": "7",
				"name": "CVE-2026-1001 openssl",
				"severity": "",
				"normalized_severity": "High",
				"fixed_in_version": "3.0.15-1",
			}},
			"package_vulnerabilities": {"1": ["7"]},
		},
		"want": [{
			"digests": 1,
			"levels": [["high", "openssl", "3.0.14-1", "3.0.15-1"]],
			"os": "debian 12",
			"state": "complete",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan severity fail clair scanner": {
		"document": {
			"image": "registry.example.org/app:1.2.3",
			"unapproved": ["CVE-2026-1001"],
			"vulnerabilities": [{
				"featurename": "openssl",
				"featureversion": "3.0.14-1",
				"vulnerability": "CVE-2026-1001",
				"severity": "High",
				"fixedby": "",
			}],
		},
		"want": [{
			"levels": [["high", "openssl", "3.0.14-1", ""]],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "complete",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan severity fail klar": {
		"document": {
			"LayerCount": 3,
			"Vulnerabilities": {"Defcon1": [{
				"Name": "CVE-2026-1001",
				"FeatureName": "openssl",
				"FeatureVersion": "3.0.14-1",
				"Severity": "Defcon1",
			}]},
		},
		"want": [{
			"levels": [["critical", "openssl", "3.0.14-1", ""]],
			"state": "complete",
			"title": "the image",
		}],
	},
	"scan severity fail quay": {
		"document": {
			"status": "scanned",
			"data": {"Layer": {
				"Name": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"Features": [{
					"Name": "openssl",
					"Version": "3.0.14-1",
					"Vulnerabilities": [{
						"Name": "CVE-2026-1001",
						"Severity": "High",
						"FixedBy": "3.0.15-1",
					}],
				}],
			}},
		},
		"want": [{
			"levels": [["high", "openssl", "3.0.14-1", "3.0.15-1"]],
			"state": "complete",
			"title": "the image",
		}],
	},
	"scan complete fail clair": {
		"document": {
			"manifest_hash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"state": "IndexFinished",
			"packages": {},
			"success": true,
		},
		"want": [{
			"digests": 1,
			"state": "failed",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan complete fail clair 1": {
		"document": {
			"manifest_hash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"packages": {},
			"distributions": {"1": {"did": "debian", "version_id": "12"}},
			"vulnerabilities": {"7": {
				"id": "7",
				"name": "CVE-2026-1001 openssl",
				"severity": "",
				"normalized_severity": "Medium",
				"fixed_in_version": "3.0.15-1",
			}},
			"package_vulnerabilities": {"1": ["7"]},
		},
		"want": [{
			"at": ["packages"],
			"digests": 1,
			"levels": [["medium", "", "", "3.0.15-1"]],
			"os": "debian 12",
			"state": "empty",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan complete fail clair 2": {
		"document": {
			"manifest_hash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"packages": {"1": {"id": "1", "name": "openssl", "version": "3.0.14-1"}},
			"distributions": {"1": {"did": "debian", "version_id": "12"}},
			"vulnerabilities": {"7": {
				"id": "7",
				"name": "CVE-2026-1001 openssl",
				"severity": "",
				"normalized_severity": "Medium",
				"fixed_in_version": "3.0.15-1",
			}},
			"package_vulnerabilities": {"1": ["7"]},
			"err": "no such layer",
		},
		"want": [{
			"at": ["err"],
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"os": "debian 12",
			"state": "failed",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan complete fail clair others": {
		"document": {"LayerCount": 0, "Vulnerabilities": {}},
		"want": [{"at": ["LayerCount"], "state": "empty", "title": "the image"}],
	},
	"scan complete fail clair others 1": {
		"document": {"status": "queued", "data": null},
		"want": [{"at": ["status"], "state": "failed", "title": "the image"}],
	},
	"scan complete fail clair others 2": {
		"document": {
			"status": "failed",
			"data": {"Layer": {
				"Name": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"Features": [{
					"Name": "openssl",
					"Version": "3.0.14-1",
					"Vulnerabilities": [{
						"Name": "CVE-2026-1001",
						"Severity": "Medium",
						"FixedBy": "3.0.15-1",
					}],
				}],
			}},
		},
		"want": [{
			"at": ["status"],
			"levels": [["medium", "openssl", "3.0.14-1", "3.0.15-1"]],
			"state": "failed",
			"title": "the image",
		}],
	},
	"scan complete pass open 7": {
		"document": {
			"image": "registry.example.org/app:1.2.3",
			"unapproved": ["CVE-2026-1001"],
			"vulnerabilities": [],
		},
		"want": [{
			"at": ["vulnerabilities"],
			"names": ["registry.example.org/app:1.2.3"],
			"state": "open",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"without a table of packages": {
		"document": {
			"manifest_hash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"packages": {"1": {"name": "a"}},
			"vulnerabilities": {"7": {
				"name": "RHSA-1: a",
				"normalized_severity": "High",
				"package": {"name": "a"},
				"fixed_in_version": "0:0",
			}},
		},
		"want": [{
			"digests": 1,
			"levels": [["high", "a", "", ""]],
			"state": "complete",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"the first API": {
		"document": {"Layer": {
			"Name": "a",
			"Features": [{
				"Name": "a",
				"Version": "1",
				"Vulnerabilities": [{"Name": "CVE-1", "Severity": "Low"}],
			}],
		}},
		"want": [{"levels": [["low", "a", "1", ""]], "state": "complete", "title": "the image"}],
	},
}
