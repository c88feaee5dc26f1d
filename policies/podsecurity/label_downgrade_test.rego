package guiderail.podsecurity.label_downgrade_test

import data.guiderail.podsecurity.label_downgrade

level := "pod-security.kubernetes.io/enforce"

version := "pod-security.kubernetes.io/enforce-version"

test_denied[note] if {
	some note, case in {
		"weaker": {"before": {level: "restricted"}, "after": {level: "baseline"}, "want": {finding(level, "restricted to baseline; keep the level")}},
		"privileged": {"before": {level: "baseline"}, "after": {level: "privileged"}, "want": {finding(level, "baseline to privileged; keep the level")}},
		"removed": {"before": {level: "baseline"}, "after": {"team": "a"}, "want": {finding(level, "baseline to privileged; keep the level")}},
		"null": {"before": {level: "baseline"}, "after": {level: null}, "want": {finding(level, "baseline to privileged; keep the level")}},
		"older version": {
			"before": {level: "baseline", version: "v1.30"},
			"after": {level: "baseline", version: "v1.9"},
			"want": {finding(version, "v1.30 to v1.9; keep the version")},
		},
		"version where there was none": {
			"before": {level: "baseline"},
			"after": {level: "baseline", version: "v1.19"},
			"want": {finding(version, "latest to v1.19; keep the version")},
		},
	}
	label_downgrade.violation == case.want with input as update(case.before, case.after)
}

test_denied_without_any_labels if {
	label_downgrade.violation == {finding(level, "baseline to privileged; keep the level")} with input as {"review": {
		"operation": "UPDATE",
		"object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "sidecar"}},
		"oldObject": namespace({level: "baseline"}),
	}}
}

test_allowed[note] if {
	some note, case in {
		"same": {"before": {level: "baseline"}, "after": {level: "baseline", "team": "a"}},
		"stronger": {"before": {level: "baseline"}, "after": {level: "restricted"}},
		"set": {"before": {}, "after": {level: "baseline"}},
		"newer version": {"before": {version: "v1.9"}, "after": {version: "v1.30"}},
		"version removed": {"before": {version: "v1.30"}, "after": {}},
		"misspelt": {"before": {level: "Baseline", version: "1.30"}, "after": {version: "v1.05"}},
		"misspelt now": {"before": {level: "baseline", version: "v1.30"}, "after": {level: "base-line", version: "v2.1"}},
	}
	label_downgrade.applies with input as update(case.before, case.after)
	label_downgrade.violation == set() with input as update(case.before, case.after)
}

test_silent[note] if {
	some note, review in {
		"file or audit": {"object": namespace({})},
		"create": {"operation": "CREATE", "object": namespace({}), "oldObject": null},
		"delete": {"operation": "DELETE", "object": null, "oldObject": namespace({level: "baseline"})},
		"other kind": {"operation": "UPDATE", "object": {"apiVersion": "v1", "kind": "Pod"}, "oldObject": namespace({level: "baseline"})},
		"other group": {"operation": "UPDATE", "object": {"apiVersion": "x.io/v1", "kind": "Namespace"}, "oldObject": namespace({level: "baseline"})},
	}
	not label_downgrade.applies with input as {"review": review}
	label_downgrade.violation == set() with input as {"review": review}
}

finding(label, text) := {
	"msg": sprintf("label %s changes from %s or raise it", [label, text]),
	"details": {"path": ["metadata", "labels", label]},
}

namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "sidecar", "labels": labels}}

update(before, after) := {"review": {"operation": "UPDATE", "object": namespace(after), "oldObject": namespace(before)}}
