package guiderail.images.scan_waivers_test

import data.guiderail.images.scan_waivers

test_said[note] if {
	some note, case in {
		"fine": {"entry": {"statement": "unused", "expired_at": "2027-01-31"}, "want": [[], []]},
		"no reason": {"entry": {"expired_at": "2027-01-31"}, "want": [["CVE-1 is ignored by .trivyignore.yaml without a reason"], []]},
		"no end": {"entry": {"statement": "unused"}, "want": [["CVE-1 is ignored by .trivyignore.yaml without an end"], []]},
		"a heading": {"entry": {"statement": "Ignored vulnerabilities: CVE-2026-1001", "expired_at": "2027-01-31"}, "want": [["CVE-1 is ignored by .trivyignore.yaml without a reason"], []]},
		"over": {"entry": {"expired_at": "2026-01-31"}, "want": [[], []]},
		"no date": {"entry": {"statement": "unused", "expired_at": "9999-01-31"}, "want": [["CVE-1 is ignored by .trivyignore.yaml until 9999-01-31, which is no date of this century"], []]},
	}
	subject := {"vulnerabilities": [object.union({"id": "CVE-1"}, case.entry)]}
	said(subject, {"now": "2026-12-01"}) == case.want
	scan_waivers.applies with input as {"review": {"object": subject}}
}

test_in_report if {
	modified := [{"Status": "ignored", "Statement": "unused", "Source": "f", "Finding": {"VulnerabilityID": "CVE-1"}}]
	subject := {"SchemaVersion": 2, "ArtifactName": "app:1", "Results": [{"ExperimentalModifiedFindings": modified}]}
	said(subject, {}) == [[], ["CVE-1 is ignored by f, and until when is not in the report"]]
}

said(subject, parameters) := [violations, unknowns] if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violations := [item.msg | some item in scan_waivers.violation with input as asked]
	unknowns := [item.msg | some item in scan_waivers.unknown with input as asked]
}
