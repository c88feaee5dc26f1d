package lib.guiderail.scan_format_test

import data.lib.guiderail.artefact_type
import data.lib.guiderail.scan_format

test_scanner[note] if {
	some note, case in {
		"inspector": {"document": {"findings": []}, "want": "inspector"},
		"grype by its parts": {"document": {"matches": [], "source": {}, "distro": {}}, "want": "grype"},
		"grype by a match": {"document": {"matches": [{"vulnerability": {}, "artifact": {}}]}, "want": "grype"},
		"quay": {"document": {"status": "queued", "data": null}, "want": "quay"},
		"aqua": {"document": {"image": "a", "resources": [{"resource": {}}]}, "want": "aqua"},
		"aqua of nothing": {"document": {"image": "a", "resources": [], "scan_started": {}}, "want": "aqua"},
		"anchorectl": {"document": {"vulnerabilities": [{"vuln": "a", "severity": "Low", "package": "b"}]}, "want": "anchore"},
		"evaluation": {"document": {"sha256:1": {"a:1": [{"policyId": "p", "status": "pass"}]}}, "want": "anchore-evaluation"},
		"details of images": {"document": {"imageDetails": [{"imageDigest": "a"}]}, "want": "ecr-images"},
	}
	scan_format.scanner(case.document) == case.want
	artefact_type.under_review == "scan-report" with input as {"review": {"object": case.document}}
}

test_no_report[note] if {
	some note, document in {
		"an object": {"apiVersion": "v1", "kind": "ConfigMap", "vulnerabilities": [], "ok": true, "path": "a"},
		"findings of another tool": {"findings": [{"id": "a"}]},
		"an empty list": [],
		"a list of objects": [{"Target": "a"}],
		"vulnerabilities": {"vulnerabilities": []},
		"a text": "findings",
	}
	not scan_format.scanner(document)
}

test_waivers[note] if {
	some note, case in {
		"lines": {"document": {"trivyignore": []}, "want": "trivy-lines"},
		"openvex": {"document": {"@context": "https://openvex.dev/ns/v0.2.0"}, "want": "openvex"},
		"csaf": {"document": {"document": {"csaf_version": "2.0"}, "vulnerabilities": []}, "want": "csaf"},
		"snyk": {"document": {"version": "v1.25.0", "ignore": {"a": []}}, "want": "snyk"},
		"grype": {"document": {"ignore": [{"vulnerability": "a"}]}, "want": "grype"},
		"trivy": {"document": {"vulnerabilities": [{"id": "a"}]}, "want": "trivy"},
	}
	scan_format.waivers(case.document) == case.want
	artefact_type.under_review == "scan-waivers" with input as {"review": {"object": case.document}}
}
