package guiderail.images.scan_required_test

import data.guiderail.images.scan_required

digest := concat("", ["sha256:", concat("", ["a" | some _ in numbers.range(1, 64)])])

other := concat("", ["sha256:", concat("", ["b" | some _ in numbers.range(1, 64)])])

none := "no scan report of this run is of image"

test_said[note] if {
	some note, case in {
		"tag": {"image": "r.io/app:1", "want": [[], []]},
		"digest": {"image": sprintf("r.io/app@%s", [digest]), "want": [[], []]},
		"none": {"image": "r.io/app:2", "want": [[sprintf("container \"c\": %s r.io/app:2", [none])], []]},
		"weak": {"image": sprintf("r.io/app:1@%s", [other]), "want": [[], [sprintf(
			"container \"c\": a scan report has the tag of image r.io/app:1@%s, but not its digest",
			[other],
		)]]},
		"placeholder": {
			"image": "${IMAGE}",
			"want": [[], ["container \"c\": whether image ${IMAGE} was scanned is not known"]],
		},
	}
	said(case.image, {}, inventory([{"Class": "os-pkgs"}])) == case.want
	scan_required.applies with input as pod(case.image, {}) with data.inventory as inventory([])
}

test_nothing_scanned if {
	said("r.io/app:1", {}, inventory([])) == [
		[concat("", [
			"container \"c\": the scan report of image r.io/app:1 has no Results of packages: ",
			"nothing was scanned for vulnerabilities",
		])],
		[],
	]
}

test_without_reports if {
	said("r.io/app:1", {}, {}) == [[], []]
	not scan_required.applies with input as pod("r.io/app:1", {}) with data.inventory as {}
	said("r.io/app:1", {"required": true}, {}) == [[sprintf("container \"c\": %s r.io/app:1", [none])], []]
}

test_evidence[note] if {
	some note, case in {
		"none": {"image": "r.io/app:2", "now": "", "want": {
			"msg": "container \"c\": no scan report is of image r.io/app:2",
			"details": {"path": image_path, "image": "r.io/app:2", "by": "none"},
		}},
		"without a time": {"image": "r.io/app:1", "now": "2026-12-01", "want": {
			"msg": "container \"c\": a scan report has the tag of image r.io/app:1",
			"details": object.union(told, {"image": "r.io/app:1", "by": "tag"}),
		}},
		"of a day": {"image": "r.io/app:1", "now": "", "at": "2026-11-20T10:00:00Z", "want": {
			"msg": "container \"c\": a scan report of 2026-11-20 has the tag of image r.io/app:1",
			"details": object.union(told, {"image": "r.io/app:1", "by": "tag", "scanned": "2026-11-20"}),
		}},
		"of an age": {"image": "r.io/app:1", "now": "2026-12-01", "at": "2026-11-20T10:00:00Z", "want": {
			"msg": "container \"c\": a scan report of 2026-11-20 has the tag of image r.io/app:1",
			"details": object.union(told, {"image": "r.io/app:1", "by": "tag", "scanned": "2026-11-20", "ageDays": 10}),
		}},
	}
	having := object.union(
		inventory([{"Class": "os-pkgs", "Vulnerabilities": [
			{"VulnerabilityID": "CVE-1", "PkgName": "a", "Severity": "HIGH"},
			{"VulnerabilityID": "CVE-1", "PkgName": "a", "Severity": "HIGH"},
			{"VulnerabilityID": "CVE-1", "PkgName": "b", "Severity": "HIGH"},
		]}]),
		{"cluster": {"inventory.guiderail/v1": {"ScanReport": {"1.0": {"CreatedAt": object.get(case, "at", "")}}}}},
	)
	said := scan_required.evidence with input as pod(case.image, {"now": case.now}) with data.inventory as having
	said == {case.want}
}

test_no_evidence_without_reports if {
	count(scan_required.evidence) == 0 with input as pod("r.io/app:1", {}) with data.inventory as {}
}

image_path := ["spec", "containers", 0, "image"]

told := {"path": image_path, "state": "complete", "found": {"high": 2}, "other": {
	"group": "inventory.guiderail",
	"kind": "ScanReport",
	"name": "1.0",
}}

inventory(results) := {"cluster": {"inventory.guiderail/v1": {"ScanReport": {"1.0": {
	"SchemaVersion": 2,
	"ArtifactName": "r.io/app:1",
	"Metadata": {"RepoDigests": [sprintf("r.io/app@%s", [digest])]},
	"Results": results,
}}}}}

pod(image, parameters) := {"parameters": parameters, "review": {"object": {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "p"},
	"spec": {"containers": [{"name": "c", "image": image}]},
}}}

said(image, parameters, having) := [violations, unknowns] if {
	asked := pod(image, parameters)
	violations := [item.msg | some item in scan_required.violation with input as asked with data.inventory as having]
	unknowns := [item.msg | some item in scan_required.unknown with input as asked with data.inventory as having]
}
