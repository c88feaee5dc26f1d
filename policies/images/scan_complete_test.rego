package guiderail.images.scan_complete_test

import data.guiderail.images.scan_complete

test_said[note] if {
	some note, case in {
		"recent": {"change": {}, "now": "2026-12-01", "want": [[], []]},
		"old": {"change": {}, "now": "2027-02-01", "want": [["app:1: the scan was on 2026-11-20, more than 30 days ago"], []]},
		"no present": {"change": {}, "now": "", "want": [[], ["app:1: the scan was on 2026-11-20, and how long ago that is is not known"]]},
		"no time": {"change": {"CreatedAt": ""}, "now": "2026-12-01", "want": [[], ["app:1: the report does not tell when the image was scanned"]]},
		"nothing scanned": {"change": {"Results": []}, "now": "2026-12-01", "want": [["app:1: the report has no Results of packages: nothing was scanned for vulnerabilities"], []]},
	}
	said(object.union(report, case.change), {"now": case.now}) == case.want
	scan_complete.applies with input as {"review": {"object": report}}
}

report := {"SchemaVersion": 2, "ArtifactName": "app:1", "CreatedAt": "2026-11-20T10:00:00Z", "Results": [{"Class": "os-pkgs"}]}

test_database[note] if {
	some note, timestamp in {"scanned": "2026-11-20", "no time": ""}
	descriptor := {"name": "grype", "timestamp": timestamp, "db": {"built": "2026-10-01"}}
	subject := {"matches": [], "distro": {"name": "debian"}, "source": {"target": {"tags": ["app:1"]}}, "descriptor": descriptor}
	said(subject, {"now": "2026-12-01"})[0] == ["app:1: the scanner's database was of 2026-10-01, more than 7 days before the scan"]
}

test_open if {
	said({"findings": []}, {"now": "2026-12-01"}) == [[], ["Inspector's findings: the report has no findings and names no image: what was scanned is not known"]]
}

said(subject, parameters) := [violations, unknowns] if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violations := [item.msg | some item in scan_complete.violation with input as asked]
	unknowns := [item.msg | some item in scan_complete.unknown with input as asked]
}
