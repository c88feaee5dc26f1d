package guiderail.podsecurity.enforce_label_test

import data.guiderail.podsecurity.enforce_label

label := "pod-security.kubernetes.io/enforce"

test_denied_absent[note] if {
	some note, metadata in {
		"no labels": {},
		"null labels": {"labels": null},
		"other labels": {"labels": {"team": "a"}},
		"null label": {"labels": {label: null}},
		"text": {"labels": "none"},
		"list": {"labels": ["pod-security.kubernetes.io/enforce=baseline"]},
		"annotation": {"annotations": {label: "baseline"}},
	}
	enforce_label.violation == {finding("is not set")} with input as namespace(object.union({"name": "sidecar"}, metadata))
}

test_denied_level[note] if {
	some note, case in {
		"privileged": {"level": "privileged", "shown": `is "privileged"`},
		"capital": {"level": "Baseline", "shown": `is "Baseline"`},
		"misspelt": {"level": "base-line", "shown": `is "base-line"`},
		"space": {"level": "baseline ", "shown": `is "baseline "`},
		"empty": {"level": "", "shown": `is ""`},
		"truth value": {"level": true, "shown": "is true"},
	}
	enforce_label.violation == {finding(case.shown)} with input as namespace({"name": "sidecar", "labels": {label: case.level}})
	enforce_label.unknown == set() with input as namespace({"name": "sidecar", "labels": {label: case.level}})
}

test_denied_name_that_only_begins_like_an_exempt_one if {
	enforce_label.violation == {finding("is not set")} with input as namespace({"name": "kube-system-evil"})
}

test_denied_without_name[note] if {
	some note, object in {
		"generated": namespace({"generateName": "test-"}),
		"no metadata": {"review": {"object": {"apiVersion": "v1", "kind": "Namespace"}}},
		"null metadata": namespace(null),
	}
	enforce_label.violation == {finding("is not set")} with input as object
}

test_allowed[note] if {
	some note, metadata in {
		"baseline": {"name": "sidecar", "labels": {label: "baseline"}},
		"restricted": {"name": "shop", "labels": {label: "restricted"}},
		"of the cluster": {"name": "kube-system"},
	}
	enforce_label.violation == set() with input as namespace(metadata)
	enforce_label.unknown == set() with input as namespace(metadata)
}

test_silent_for_other_kinds[note] if {
	some note, object in {
		"kind": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}},
		"group": {"apiVersion": "example.org/v1", "kind": "Namespace", "metadata": {"name": "n"}},
	}
	enforce_label.violation == set() with input as object
}

test_unknown if {
	review := namespace({"name": "sidecar", "labels": {label: "{{LEVEL}}"}})
	enforce_label.violation == set() with input as review
	enforce_label.unknown == {{
		"msg": "label pod-security.kubernetes.io/enforce is {{LEVEL}}, which is still to be filled in",
		"details": {"path": ["metadata", "labels", label]},
	}} with input as review
}

test_parameters if {
	review := namespace({"name": "kube-system", "labels": {label: "baseline"}})
	enforce_label.violation == {{
		"msg": `label pod-security.kubernetes.io/enforce is "baseline"; set it to restricted`,
		"details": {"path": ["metadata", "labels", label]},
	}} with input as object.union(review, {"parameters": {"levels": ["restricted"], "exempt_namespaces": []}})
}

finding(shown) := {
	"msg": sprintf("label pod-security.kubernetes.io/enforce %s; set it to baseline or restricted", [shown]),
	"details": {"path": ["metadata", "labels", label]},
}

namespace(metadata) := {"review": {"object": {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}}}
