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
		"document": {"vulnerabilities": [{"id": "CVE-1", "statement": " a ", "expired_at": "2027-01-31"}], "secrets": [{"id": "s"}]},
		"want": [["CVE-1", "a", "2027-01-31", ["vulnerabilities", 0]], ["s", "", "", ["secrets", 0]]],
	},
	"lines": {
		"document": {"trivyignore": [{"id": "CVE-1", "exp": "2027-01-31", "comment": "a"}, {"id": "GPL-3.0", "exp": "", "comment": ""}]},
		"want": [["CVE-1", "a", "2027-01-31", ["trivyignore", 0]]],
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
			{"vulnerability": {"@id": "CVE-3"}, "status": "not_affected", "justification": "b"},
			{"vulnerability": "CVE-4", "status": "under_investigation"},
		]},
		"want": [
			["CVE-1", "a", "never needed", ["statements", 0]],
			["CVE-2", "", "never needed", ["statements", 1]],
			["CVE-3", "b", "never needed", ["statements", 2]],
		],
	},
	"csaf": {
		"document": {"document": {"csaf_version": "2.0"}, "vulnerabilities": [{
			"cve": "CVE-1",
			"product_status": {"known_not_affected": ["p", "q"]},
			"flags": [{"label": "a", "product_ids": ["p"]}],
			"threats": [{"category": "impact"}, {"category": "impact", "group_ids": ["g"]}],
		}]},
		"want": [
			["CVE-1 for p", "a, impact", "never needed", ["vulnerabilities", 0]],
			["CVE-1 for q", "impact", "never needed", ["vulnerabilities", 0]],
		],
	},
	"a pod": {"document": {"apiVersion": "v1", "kind": "Pod"}, "want": []},
}
