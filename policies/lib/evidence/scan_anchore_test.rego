package lib.guiderail.scan_anchore_test

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
	"evaluations of one image": {
		"document": {"sha256:1111111111111111111111111111111111111111111111111111111111111111": {"app:1": [{"policyId": "p", "status": "pass"}]}},
		"want": [{
			"at": ["sha256:1111111111111111111111111111111111111111111111111111111111111111", "app:1", 0],
			"digests": 1,
			"names": ["app:1"],
			"state": "open",
			"title": "app:1",
		}],
	},
	"scan severity fail anchore engine": {
		"document": {
			"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"vulnerability_type": "all",
			"vulnerabilities": [{
				"vuln": "CVE-2026-1001",
				"package": "openssl-3.0.14-1",
				"package_name": "openssl",
				"package_version": "3.0.14-1",
				"severity": "High",
				"fix": "None",
				"nvd_data": [{"cvss_v3": {"base_score": 7.5}}],
			}],
		},
		"want": [{
			"digests": 1,
			"levels": [["high", "openssl", "3.0.14-1", ""]],
			"state": "complete",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan severity fail anchore enterprise": {
		"document": {
			"image_digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"vulnerability_type": "all",
			"vulnerabilities": [{
				"vuln": "CVE-2026-1001",
				"package": "openssl-3.0.14-1",
				"package_name": "openssl",
				"package_version": "3.0.14-1",
				"severity": "Critical",
				"fix": "3.0.15-1",
			}],
		},
		"want": [{
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14-1", "3.0.15-1"]],
			"state": "complete",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan severity fail anchore policy": {
		"document": {
			"image_digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"evaluated_tag": "registry.example.org/app:1.2.3",
			"policy_id": "default",
			"evaluations": [{
				"evaluation_time": "2026-11-20T10:00:00Z",
				"final_action": "stop",
				"details": {"findings": [{
					"gate": "vulnerabilities",
					"trigger": "package",
					"trigger_id": "CVE-2026-1001+openssl",
					"message": "HIGH Vulnerability found in os package type (dpkg) - openssl",
					"action": "stop",
					"allowlisted": false,
				}]},
			}],
		},
		"want": [{
			"digests": 1,
			"levels": [["high", "openssl", "", null]],
			"names": ["registry.example.org/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "open",
			"title": "registry.example.org/app:1.2.3",
		}],
	},
	"scan severity fail anchore policy list": {
		"document": [{"sha256:1111111111111111111111111111111111111111111111111111111111111111": {"registry.example.org/app:1.2.3": [{
			"policyId": "default",
			"status": "fail",
			"last_evaluation": "2026-11-20T10:00:00Z",
			"detail": {"result": {"abc": {"result": {
				"header": [
					"Image_Id",
					"Repo_Tag",
					"Trigger_Id",
					"Gate",
					"Trigger",
					"Check_Output",
					"Gate_Action",
					"Whitelisted",
					"Policy_Id",
				],
				"rows": [[
					"abc",
					"registry.example.org/app:1.2.3",
					"CVE-2026-1001+openssl",
					"vulnerabilities",
					"package",
					"CRITICAL Vulnerability found in os package type (dpkg) - openssl",
					"stop",
					false,
					"default",
				]],
			}}}},
		}]}}],
		"want": [
			{
				"at": [
					0,
					"sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"registry.example.org/app:1.2.3",
					0,
				],
				"digests": 1,
				"levels": [["critical", "openssl", "", null]],
				"names": ["registry.example.org/app:1.2.3"],
				"scanned": "2026-11-20",
				"state": "open",
				"title": "registry.example.org/app:1.2.3",
			},
		],
	},
	"scan severity fail anchorectl list": {
		"document": [{
			"vuln": "CVE-2026-1001",
			"package": "openssl-3.0.14-1",
			"packageName": "openssl",
			"packageVersion": "3.0.14-1",
			"severity": "High",
			"fix": "None",
		}],
		"want": [{
			"levels": [["high", "openssl", "3.0.14-1", ""]],
			"state": "complete",
			"title": "the image",
		}],
	},
	"scan complete pass open 3": {
		"document": {
			"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"vulnerability_type": "os",
			"vulnerabilities": [],
		},
		"want": [{
			"at": ["vulnerabilities"],
			"digests": 1,
			"state": "open",
			"title": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"camel case": {
		"document": [{
			"vuln": "CVE-1",
			"severity": "High",
			"package": "a",
			"nvdData": [{"cvssV3": {"baseScore": 7.5}}],
			"fix": "2",
		}],
		"want": [{"levels": [["high", "a", "a", "2"]], "state": "complete", "title": "the image"}],
	},
}
