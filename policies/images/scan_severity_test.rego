package guiderail.images.scan_severity_test

import data.guiderail.images.scan_severity

test_said[note] if {
	some note, case in {
		"high": {"severity": "HIGH", "with": {}, "want": [["app:1: the scan found 1 high vulnerability, at most 0 are accepted: CVE-1 in a 1"], []]},
		"low": {"severity": "LOW", "with": {}, "want": [[], []]},
		"more accepted": {"severity": "HIGH", "with": {"max": {"high": 1}}, "want": [[], []]},
		"no severity": {"severity": "", "with": {}, "want": [[], ["app:1: the scan found 1 vulnerability of a severity that is not known: CVE-1 in a 1"]]},
		"unknown ones counted": {"severity": "", "with": {"max": {"unknown": 0}}, "want": [["app:1: the scan found 1 unknown vulnerability, at most 0 are accepted: CVE-1 in a 1"], []]},
		"exploited": {"severity": "LOW", "with": {"known_exploited": ["CVE-1"]}, "want": [["app:1: CVE-1 in a 1 is likely to be exploited: it is in known_exploited"], []]},
		"likely": {"severity": "LOW", "with": {"epss": {"CVE-1": 0.9}, "max_epss": 0.5}, "want": [["app:1: CVE-1 in a 1 is likely to be exploited: its EPSS is 0.9, above 0.5"], []]},
	}
	vulnerabilities := [{"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1", "Severity": case.severity}]
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Results": [{"Vulnerabilities": vulnerabilities}]}
	said(subject, object.get(case, "with", {})) == case.want
	scan_severity.applies with input as {"review": {"object": subject}}
}

test_several if {
	vulnerabilities := [{"VulnerabilityID": id, "PkgName": "a", "Severity": "HIGH"} | some id in ["CVE-1", "CVE-2"]]
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Results": [{"Vulnerabilities": vulnerabilities}]}
	said(subject, {}) == [["app:1: the scan found 2 high vulnerabilities, at most 0 are accepted: CVE-1 in a, CVE-2 in a"], []]
}

test_open if {
	said({"SchemaVersion": 2, "ArtifactName": "app:1"}, {}) == [[], [concat("", [
		"app:1: which vulnerabilities it has is not known, because the report has no Results of packages: ",
		"nothing was scanned for vulnerabilities",
	])]]
}

test_fix_open if {
	subject := {"imageScanStatus": {"status": "COMPLETE"}, "repositoryName": "app", "imageScanFindings": {"findings": [{"name": "CVE-1", "severity": "HIGH"}]}}
	said(subject, {"fixable_only": true}) == [[], ["app: whether CVE-1 in  has a fix is not in the report"]]
}

said(subject, parameters) := [violations, unknowns] if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violations := [item.msg | some item in scan_severity.violation with input as asked]
	unknowns := [item.msg | some item in scan_severity.unknown with input as asked]
}
