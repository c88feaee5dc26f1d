package lib.guiderail.scan_findings_test

import data.lib.guiderail.scan_findings

parameters := {"max": {"high": 0}, "scale": "vendor", "fixable_only": false, "leeway_days": 0, "now": "2026-12-01"}

found := {"id": "CVE-1", "package": "a", "version": "1", "level": "high", "nvd": "", "fix": "2", "published": "2026-11-20", "path": ["x"]}

test_counted[note] if {
	some note, case in {
		"asked": {"change": {}, "with": {}, "want": ["high"]},
		"unknown": {"change": {"level": "unknown"}, "with": {}, "want": ["unknown"]},
		"not asked": {"change": {"level": "low"}, "with": {}, "want": []},
		"by NVD's word": {"change": {"nvd": "low"}, "with": {"scale": "nvd"}, "want": []},
		"by NVD's score": {"change": {"nvd": 7.5, "level": "low"}, "with": {"scale": "nvd"}, "want": ["high"]},
		"NVD's word is not known": {"change": {"nvd": "Unknown"}, "with": {"scale": "nvd"}, "want": ["high"]},
		"NVD's score is none": {"change": {"nvd": 0}, "with": {"scale": "nvd"}, "want": ["high"]},
		"NVD says nothing": {"change": {"nvd": null}, "with": {"scale": "nvd"}, "want": ["high"]},
		"NVD has none": {"change": {}, "with": {"scale": "nvd"}, "want": ["high"]},
		"accepted": {"change": {"accepted": ["2027-01-31"]}, "with": {}, "want": []},
		"accepted until yesterday": {"change": {"accepted": ["2026-11-29"]}, "with": {}, "want": ["high"]},
		"no fix": {"change": {"fix": ""}, "with": {"fixable_only": true}, "want": []},
		"a fix": {"change": {}, "with": {"fixable_only": true}, "want": ["high"]},
		"new": {"change": {}, "with": {"leeway_days": 30}, "want": []},
		"old": {"change": {}, "with": {"leeway_days": 7}, "want": ["high"]},
	}
	report := {"findings": [object.union(found, case.change)]}
	given := object.union(parameters, object.get(case, "with", {}))
	[item.level | some item in scan_findings.counted(report, given)] == case.want
}

test_of_level if {
	others := [object.union(found, {"id": id}) | some id in ["CVE-4", "CVE-3", "CVE-2", "CVE-2"]]
	report := {"findings": array.concat([found], others), "counts": {"levels": {}, "path": []}}
	said := scan_findings.of_level(report, report.findings, "high")
	said.number == 4
	said.path == ["x"]
	said.examples == ": CVE-1 in a 1 (fixed in 2), CVE-2 in a 1 (fixed in 2), CVE-3 in a 1 (fixed in 2) and 1 more"
	not scan_findings.of_level(report, report.findings, "low")
	counts := {"levels": {"high": 9}, "path": ["c"]}
	scan_findings.of_level(object.union(report, {"counts": counts}), report.findings, "high") == {"number": 9, "path": ["c"], "examples": ", by the summary of the report"}
}

test_shown if {
	scan_findings.shown(object.union(found, {"id": "", "fix": null, "version": ""})) == "a vulnerability without an ID in a"
}
