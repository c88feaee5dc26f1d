package guiderail.podsecurity.label_values_test

import data.guiderail.podsecurity.label_values

test_denied_level[note] if {
	some note, case in {
		"capital": {"label": "enforce", "value": "Baseline", "shown": `"Baseline"`},
		"misspelt": {"label": "audit", "value": "restrict", "shown": `"restrict"`},
		"hyphen": {"label": "warn", "value": "base-line", "shown": `"base-line"`},
		"empty": {"label": "warn", "value": "", "shown": `""`},
		"null": {"label": "enforce", "value": null, "shown": "null"},
		"truth value": {"label": "enforce", "value": true, "shown": "true"},
		"version": {"label": "audit", "value": "latest", "shown": `"latest"`},
	}
	label_values.violation == {finding(case.label, sprintf("is %s; use privileged, baseline or restricted", [case.shown]))} with input as namespace({case.label: case.value})
}

test_denied_version[note] if {
	some note, case in {
		"no v": {"label": "enforce-version", "value": "1.30", "shown": `"1.30"`},
		"number": {"label": "audit-version", "value": 1.3, "shown": "1.3"},
		"patch": {"label": "warn-version", "value": "v1.30.1", "shown": `"v1.30.1"`},
		"leading zero": {"label": "warn-version", "value": "v1.05", "shown": `"v1.05"`},
		"capital": {"label": "enforce-version", "value": "Latest", "shown": `"Latest"`},
		"line break": {"label": "enforce-version", "value": "v1.30\n", "shown": `"v1.30\n"`},
		"null": {"label": "enforce-version", "value": null, "shown": "null"},
	}
	label_values.violation == {finding(case.label, sprintf("is %s; use latest or a version such as v1.36", [case.shown]))} with input as namespace({case.label: case.value})
}

test_denied_old_version[version] if {
	some version in ["v1.0", "v1.9", "v1.25", "v1.33"]
	how := sprintf("is %q, which lacks later checks; use latest or v1.34 or newer", [version])
	label_values.violation == {finding("enforce-version", how)} with input as namespace({"enforce": "restricted", "enforce-version": version})
}

test_allowed_new_version[version] if {
	some version in ["latest", "v1.34", "v1.36", "v1.100"]
	label_values.violation == set() with input as namespace({"enforce": "restricted", "enforce-version": version})
}

test_parameter_is_the_oldest_version if {
	asked := object.union(namespace({"enforce-version": "v1.30"}), {"parameters": {"oldest_version": "v1.30"}})
	label_values.violation == set() with input as asked
	older := object.union(namespace({"enforce-version": "v1.29"}), {"parameters": {"oldest_version": "v1.30"}})
	label_values.violation == {finding("enforce-version", `is "v1.29", which lacks later checks; use latest or v1.30 or newer`)} with input as older
}

test_denied_label[label] if {
	some label in ["enforced", "Enforce", "enforce-Version", "warning", "enforce_version", ""]
	label_values.violation == {finding(label, "is not one that Kubernetes reads; use enforce, audit or warn, or one of these with -version")} with input as namespace({label: "baseline"})
}

test_allowed[note] if {
	some note, labels in {
		"levels": {"enforce": "baseline", "audit": "restricted", "warn": "privileged"},
		"versions": {"enforce-version": "latest", "audit-version": "v1.0", "warn-version": "v1.36"},
		"none": {},
	}
	label_values.violation == set() with input as namespace(labels)
	label_values.unknown == set() with input as namespace(labels)
}

test_allowed_without_labels[note] if {
	some note, metadata in {
		"absent": {"name": "n"},
		"null": {"name": "n", "labels": null},
		"text": {"name": "n", "labels": "x"},
		"list": {"name": "n", "labels": ["pod-security.kubernetes.io/enforce=x"]},
		"another prefix": {"name": "n", "labels": {"example.org/enforce": "all"}},
	}
	label_values.violation == set() with input as {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
}

test_silent_for_other_kinds if {
	label_values.violation == set() with input as {"apiVersion": "v1", "kind": "Pod", "metadata": {"labels": {"pod-security.kubernetes.io/enforce": "x"}}}
}

test_unknown[name] if {
	some name in ["enforce", "warn-version"]
	review := namespace({name: "${LEVEL}"})
	label_values.violation == set() with input as review
	label_values.unknown == {finding(name, "is ${LEVEL}, which is still to be filled in")} with input as review
}

finding(name, how) := {
	"msg": sprintf("label pod-security.kubernetes.io/%s %s", [name, how]),
	"details": {"path": ["metadata", "labels", concat("", ["pod-security.kubernetes.io/", name])]},
}

namespace(labels) := {"review": {"object": {
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": "sidecar", "labels": {label: value |
		some name, value in labels
		label := concat("", ["pod-security.kubernetes.io/", name])
	}},
}}}

test_applies[note] if {
	some note, object in {
		"right": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}},
		"wrong": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"labels": {"a": "b", "pod-security.kubernetes.io/x": "y"}}},
	}
	label_values.applies with input as {"review": {"object": object}}
}

test_does_not_apply[note] if {
	some note, object in {
		"no labels": {"apiVersion": "v1", "kind": "Namespace", "metadata": {}},
		"other labels": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"labels": {"example.org/enforce": "restricted"}}},
	}
	not label_values.applies with input as {"review": {"object": object}}
}
