package lib.guiderail.scan_waivers_test

import data.lib.guiderail.scan_waivers

test_entries[note] if {
	some note, case in cases
	told := [[entry.id, entry.reason, entry.ends, entry.path] |
		some entry in scan_waivers.entries with input as {"review": {"object": case.document}}
	]
	told == case.want
}

cases := {
	"trivy": {
		"document": {"vulnerabilities": [{"id": "CVE-1", "statement": " a ", "expired_at": "2027-01-31"}], "secrets": [{"id": "s"}], "licenses": [{"id": "GPL-3.0"}]},
		"want": [["CVE-1", "a", "2027-01-31", ["vulnerabilities", 0]], ["s", "", "", ["secrets", 0]], ["GPL-3.0", "", "", ["licenses", 0]]],
	},
	"lines": {
		"document": {"trivyignore": [{"id": "CVE-1", "exp": "2027-01-31", "comment": "a"}, {"id": "GPL-3.0", "exp": "", "comment": ""}]},
		"want": [["CVE-1", "a", "2027-01-31", ["trivyignore", 0]], ["GPL-3.0", "", "", ["trivyignore", 1]]],
	},
	"grype": {
		"document": {"ignore": [{"vulnerability": "CVE-1", "reason": "a"}, {"fix-state": "wont-fix"}]},
		"want": [["CVE-1", "a", "", ["ignore", 0]], ["every finding that a rule matches", "", "", ["ignore", 1]]],
	},
	"snyk": {
		"document": {"version": "v1.25.0", "ignore": {"S": [{"*": {"reason": "None Given", "expires": "2027-01-31"}}, {"a": {"reason": "b"}}, {"c": null}]}},
		"want": [
			["S", "", "2027-01-31", ["ignore", "S", 0, "*"]],
			["S", "b", "", ["ignore", "S", 1, "a"]],
			["S", "", "", ["ignore", "S", 2, "c"]],
		],
	},
	"openvex": {
		"document": {"@context": "https://openvex.dev/ns", "statements": [
			{"vulnerability": "CVE-1", "status": "not_affected", "impact_statement": "a"},
			{"vulnerability": {"name": "CVE-2"}, "status": "not_affected"},
			{"vulnerability": {"@id": "CVE-3"}, "status": "not_affected", "justification": "component_not_present"},
			{"vulnerability": "CVE-5", "status": "not_affected", "justification": "because"},
			{"vulnerability": "CVE-4", "status": "under_investigation"},
		]},
		"want": [
			["CVE-1", "a", "never needed", ["statements", 0]],
			["CVE-2", "", "never needed", ["statements", 1]],
			["CVE-3", "component_not_present", "never needed", ["statements", 2]],
			["CVE-5", "", "never needed", ["statements", 3]],
		],
	},
	"csaf": {
		"document": {"document": {"csaf_version": "2.0"}, "vulnerabilities": [{
			"cve": "CVE-1",
			"product_status": {"known_not_affected": ["p", "q"]},
			"flags": [{"label": "component_not_present", "product_ids": ["p"]}, {"label": "because"}, {"label": "vulnerable_code_not_present"}],
			"threats": [{"category": "impact"}, {"category": "impact", "details": "unused", "group_ids": ["g"]}],
		}]},
		"want": [
			["CVE-1 for p", "component_not_present, unused, vulnerable_code_not_present", "never needed", ["vulnerabilities", 0]],
			["CVE-1 for q", "unused, vulnerable_code_not_present", "never needed", ["vulnerabilities", 0]],
		],
	},
	"a pod": {"document": {"apiVersion": "v1", "kind": "Pod"}, "want": []},
}

test_reasons if {
	some_reasons := {"not reachable", "unused", "no fix in Debian yet", "https://example.org/tickets/12", "使用されていない"}
	{text | some text in some_reasons; scan_waivers.is_reason(text)} == some_reasons
	no_reasons := {"", "# TODO", "See https://trivy.dev/latest/ for the format", "Vulnerabilities", "List of the CVEs that we ignore", "CVE-2026-1001 GHSA-1", "secrets", "temporarily ignored"}
	{text | some text in no_reasons; scan_waivers.is_reason(text)} == set()
}
