package lib.guiderail.scan_ecr_test

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
	"scan severity fail ecr": {
		"document": {
			"imageScanFindings": {
				"imageScanCompletedAt": "2026-11-20T10:00:00Z",
				"vulnerabilitySourceUpdatedAt": "2026-11-19T10:00:00Z",
				"findingSeverityCounts": {"HIGH": 1},
				"findings": [{
					"name": "CVE-2026-1001",
					"severity": "HIGH",
					"attributes": [
						{"key": "package_name", "value": "openssl"},
						{"key": "package_version", "value": "3.0.14-1"},
					],
				}],
			},
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
			"imageScanStatus": {"status": "COMPLETE"},
		},
		"want": [{
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["high", "openssl", "3.0.14-1", null]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "app:1.2.3",
		}],
	},
	"scan severity fail ecr enhanced": {
		"document": {
			"imageScanFindings": {
				"imageScanCompletedAt": 1795168800.5,
				"vulnerabilitySourceUpdatedAt": 1795082400,
				"findingSeverityCounts": {"CRITICAL": 1},
				"enhancedFindings": [{
					"findingArn": "arn:aws:inspector2:eu-north-1:111122223333:finding/1",
					"packageVulnerabilityDetails": {
						"vulnerabilityId": "CVE-2026-1001",
						"cvss": [{"baseScore": 9.8, "source": "NVD", "version": "3.1"}],
						"vulnerablePackages": [{
							"name": "openssl",
							"version": "3.0.14",
							"fixedInVersion": "3.0.15",
						}],
					},
					"resources": [{
						"type": "AWS_ECR_CONTAINER_IMAGE",
						"details": {"awsEcrContainerImage": {
							"imageHash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
							"imageTags": ["1.2.3"],
							"registry": "111122223333",
							"repositoryName": "app",
						}},
					}],
					"severity": "CRITICAL",
					"status": "ACTIVE",
					"fixAvailable": "YES",
				}],
			},
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
			"imageScanStatus": {"status": "ACTIVE"},
		},
		"want": [{
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["critical", "openssl", "3.0.14", "3.0.15"]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "app:1.2.3",
		}],
	},
	"scan severity fail ecr images": {
		"document": {"imageDetails": [{
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"imageTags": ["1.2.3"],
			"imagePushedAt": "2026-11-01T00:00:00Z",
			"imageScanStatus": {"status": "COMPLETE"},
			"imageScanFindingsSummary": {
				"imageScanCompletedAt": "2026-11-20T10:00:00Z",
				"vulnerabilitySourceUpdatedAt": "2026-11-20T10:00:00Z",
				"findingSeverityCounts": {"CRITICAL": 2},
			},
		}]},
		"want": [{
			"at": ["imageDetails", 0],
			"created": "2026-11-01",
			"database": "2026-11-20",
			"digests": 1,
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "complete",
			"title": "app sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan severity fail inspector": {
		"document": {"findings": [{
			"findingArn": "arn:aws:inspector2:eu-north-1:111122223333:finding/1",
			"packageVulnerabilityDetails": {
				"vulnerabilityId": "CVE-2026-1001",
				"cvss": [{"baseScore": 9.8, "source": "NVD", "version": "3.1"}],
				"vulnerablePackages": [{"name": "openssl", "version": "3.0.14", "fixedInVersion": "3.0.15"}],
			},
			"resources": [{
				"type": "AWS_ECR_CONTAINER_IMAGE",
				"details": {"awsEcrContainerImage": {
					"imageHash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"imageTags": ["1.2.3"],
					"registry": "111122223333",
					"repositoryName": "app",
				}},
			}],
			"severity": "HIGH",
			"status": "ACTIVE",
			"fixAvailable": "YES",
		}]},
		"want": [{
			"digests": 1,
			"levels": [["high", "openssl", "3.0.14", "3.0.15"]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"state": "complete",
			"title": "Inspector's findings",
		}],
	},
	"scan complete fail ecr": {
		"document": {
			"imageScanFindings": {
				"imageScanCompletedAt": "2026-11-20T10:00:00Z",
				"vulnerabilitySourceUpdatedAt": "2026-11-19T10:00:00Z",
				"findingSeverityCounts": {"MEDIUM": 1},
				"findings": [{
					"name": "CVE-2026-1001",
					"severity": "MEDIUM",
					"attributes": [
						{"key": "package_name", "value": "openssl"},
						{"key": "package_version", "value": "3.0.14-1"},
					],
				}],
			},
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
			"imageScanStatus": {"status": "SCAN_ELIGIBILITY_EXPIRED"},
		},
		"want": [{
			"at": ["imageScanStatus", "status"],
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", null]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "failed",
			"title": "app:1.2.3",
		}],
	},
	"scan complete fail ecr 1": {
		"document": {
			"imageScanFindings": {
				"imageScanCompletedAt": "2026-11-20T10:00:00Z",
				"vulnerabilitySourceUpdatedAt": "2026-11-19T10:00:00Z",
				"findingSeverityCounts": {"MEDIUM": 1},
				"findings": [{
					"name": "CVE-2026-1001",
					"severity": "MEDIUM",
					"attributes": [
						{"key": "package_name", "value": "openssl"},
						{"key": "package_version", "value": "3.0.14-1"},
					],
				}],
			},
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
			"imageScanStatus": {"status": "COMPLETE"},
			"nextToken": "abc",
		},
		"want": [{
			"at": ["nextToken"],
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", null]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "partial",
			"title": "app:1.2.3",
		}],
	},
	"scan complete fail ecr 2": {
		"document": {
			"imageScanFindings": {
				"imageScanCompletedAt": 1790000000.5,
				"vulnerabilitySourceUpdatedAt": 1780000000,
				"findingSeverityCounts": {"MEDIUM": 1},
				"findings": [{
					"name": "CVE-2026-1001",
					"severity": "MEDIUM",
					"attributes": [
						{"key": "package_name", "value": "openssl"},
						{"key": "package_version", "value": "3.0.14-1"},
					],
				}],
			},
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
			"imageScanStatus": {"status": "COMPLETE"},
		},
		"want": [{
			"database": "2026-05-28",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", null]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-09-21",
			"state": "complete",
			"title": "app:1.2.3",
		}],
	},
	"scan complete fail ecr images": {
		"document": {"imageDetails": [{
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
			"imageTags": ["1.2.3"],
			"imagePushedAt": "2026-11-20T10:00:00Z",
		}]},
		"want": [{
			"at": ["imageDetails", 0],
			"created": "2026-11-20",
			"digests": 1,
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"state": "failed",
			"title": "app sha256:1111111111111111111111111111111111111111111111111111111111111111",
		}],
	},
	"scan complete fail inspector": {
		"document": {
			"findings": [{
				"findingArn": "arn:aws:inspector2:eu-north-1:111122223333:finding/1",
				"packageVulnerabilityDetails": {
					"vulnerabilityId": "CVE-2026-1001",
					"cvss": [{"baseScore": 9.8, "source": "NVD", "version": "3.1"}],
					"vulnerablePackages": [{"name": "openssl", "version": "3.0.14", "fixedInVersion": "3.0.15"}],
				},
				"resources": [{
					"type": "AWS_ECR_CONTAINER_IMAGE",
					"details": {"awsEcrContainerImage": {
						"imageHash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
						"imageTags": ["1.2.3"],
						"registry": "111122223333",
						"repositoryName": "app",
					}},
				}],
				"severity": "LOW",
				"status": "ACTIVE",
				"fixAvailable": "YES",
			}],
			"nextToken": "abc",
		},
		"want": [{
			"at": ["nextToken"],
			"digests": 1,
			"levels": [["low", "openssl", "3.0.14", "3.0.15"]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"state": "partial",
			"title": "Inspector's findings",
		}],
	},
	"scan waivers fail inspector": {
		"document": {"findings": [{
			"findingArn": "arn:aws:inspector2:eu-north-1:111122223333:finding/1",
			"packageVulnerabilityDetails": {
				"vulnerabilityId": "CVE-2026-1001",
				"cvss": [{"baseScore": 9.8, "source": "NVD", "version": "3.1"}],
				"vulnerablePackages": [{"name": "openssl", "version": "3.0.14", "fixedInVersion": "3.0.15"}],
			},
			"resources": [{
				"type": "AWS_ECR_CONTAINER_IMAGE",
				"details": {"awsEcrContainerImage": {
					"imageHash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
					"imageTags": ["1.2.3"],
					"registry": "111122223333",
					"repositoryName": "app",
				}},
			}],
			"severity": "HIGH",
			"status": "SUPPRESSED",
			"fixAvailable": "YES",
		}]},
		"want": [{
			"digests": 1,
			"ignored": [["CVE-2026-1001", "", ""]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"state": "complete",
			"title": "Inspector's findings",
		}],
	},
	"scan complete pass open": {
		"document": {"findings": []},
		"want": [{"at": ["findings"], "state": "open", "title": "Inspector's findings"}],
	},
	"scan complete pass open 5": {
		"document": {
			"imageScanFindings": {
				"imageScanCompletedAt": "2026-11-20T10:00:00Z",
				"vulnerabilitySourceUpdatedAt": "2026-11-19T10:00:00Z",
				"findingSeverityCounts": {"MEDIUM": 1},
				"findings": [{
					"name": "CVE-2026-1001",
					"severity": "MEDIUM",
					"attributes": [
						{"key": "package_name", "value": "openssl"},
						{"key": "package_version", "value": "3.0.14-1"},
					],
				}],
			},
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
		},
		"want": [{
			"at": ["imageScanFindings"],
			"database": "2026-11-19",
			"digests": 1,
			"levels": [["medium", "openssl", "3.0.14-1", null]],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"scanned": "2026-11-20",
			"state": "open",
			"title": "app:1.2.3",
		}],
	},
	"scan complete pass open 6": {
		"document": {
			"registryId": "111122223333",
			"repositoryName": "app",
			"imageId": {
				"imageDigest": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
				"imageTag": "1.2.3",
			},
			"imageScanStatus": {"status": "COMPLETE"},
		},
		"want": [{
			"digests": 1,
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"state": "open",
			"title": "app:1.2.3",
		}],
	},
	"fixes": {
		"document": {"findings": [
			{
				"findingArn": "arn:aws:inspector2:eu-north-1:111122223333:finding/1",
				"packageVulnerabilityDetails": {"vulnerabilityId": "CVE-1"},
				"resources": [],
				"severity": "HIGH",
				"status": "ACTIVE",
				"fixAvailable": "NO",
			},
			{
				"findingArn": "arn:aws:inspector2:eu-north-1:111122223333:finding/1",
				"packageVulnerabilityDetails": {"vulnerablePackages": [{"name": "a", "version": "1", "fixedInVersion": "NotAvailable"}]},
				"resources": [{
					"type": "AWS_ECR_CONTAINER_IMAGE",
					"details": {"awsEcrContainerImage": {
						"imageHash": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
						"imageTags": ["1.2.3"],
						"registry": "111122223333",
						"repositoryName": "app",
					}},
				}],
				"severity": "HIGH",
				"status": "ACTIVE",
				"fixAvailable": "YES",
			},
			{"findingArn": "a", "severity": "HIGH", "status": "CLOSED"},
			{"findingArn": "a", "severity": "HIGH", "title": "b"},
		]},
		"want": [{
			"digests": 1,
			"levels": [
				["high", "", "", ""],
				["high", "a", "1", "a newer version"],
				["high", "", "", null],
			],
			"names": ["111122223333.dkr.ecr.*.amazonaws.com/app:1.2.3"],
			"state": "complete",
			"title": "Inspector's findings",
		}],
	},
	"no image": {
		"document": {"imageScanFindings": {"findings": []}, "imageScanStatus": {"status": "COMPLETE"}},
		"want": [{"state": "complete", "title": "the image"}],
	},
}
