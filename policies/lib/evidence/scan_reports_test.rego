package lib.guiderail.scan_reports_test

import data.lib.guiderail.scan_reports

report := {"SchemaVersion": 2, "ArtifactName": "", "CreatedAt": "2026-11-20T10:00:00Z", "Results": []}

test_defaults if {
	[told] := scan_reports.of(report)
	told.title == "the image"
	told.findings == []
	told.scanned.path == ["CreatedAt"]
	told.database == null
	told.state.path == ["Results"]
	scan_reports.place(told, ["Results", 0]) == ["Results"] with input as {"review": {"object": report}}
}

test_title if {
	scan_reports.of(object.union(report, {"ArtifactName": "app:1"}))[0].title == "app:1"
	digest := concat("", ["sha256:", concat("", ["a" | some _ in numbers.range(1, 64)])])
	scan_reports.of({"manifest_hash": digest})[0].title == digest
}

test_no_report if {
	scan_reports.all == [] with input as {"review": {"object": {"apiVersion": "v1", "kind": "Pod"}}}
}

test_what_is_absent if {
	row := {"vulnName": "CVE-1", "vulnSeverity": "Low"}
	aqua := {"image": "", "resources": [{"resource": {}, "vulnerabilities": [{"acknowledged": true}]}]}
	adapter := "application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0"
	snyk := {"ok": true, "vulnerabilities": [], "path": "app", "packageManager": "apk"}
	[title |
		some document in [
			{"data": [row]}, aqua, {adapter: {"severity": "None"}}, snyk,
			{"result": {"packages": [], "metadata": {"baseOs": "scratch"}}},
		]
		some told in scan_reports.of(document)
		title := told.title
	] == ["Sysdig's reporting", "the image", "the image", "app", "the image"]
	scan_reports.of(snyk)[0].is_image
	scan_reports.of(snyk)[0].names == {"app"}
	not scan_reports.of(object.union(snyk, {"packageManager": "npm"}))[0].is_image
	count(scan_reports.of(aqua)[0].ignored) == 1
	scan_reports.of(aqua)[0].os == null
}
