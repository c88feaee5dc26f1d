package guiderail.secrets.last_applied_test

import data.guiderail.secrets.last_applied

annotation := "kubectl.kubernetes.io/last-applied-configuration"

test_denied[note] if {
	some note, case in {
		"data": {"copy": `{"kind":"Secret","data":{"b":"eA==","a":"eQ=="}}`, "how": "repeats the values of a, b"},
		"stringData": {"copy": `{"kind":"Secret","stringData":{"password":"x"},"data":null}`, "how": "repeats the values of password"},
		"both": {"copy": `{"data":{"a":"eA=="},"stringData":{"b":7}}`, "how": "repeats the values of a, b"},
		"one value of several": {"copy": `{"data":{"a":"","b":"eA=="}}`, "how": "repeats the values of b"},
		"cut off": {"copy": `{"kind":"Secret","data":{"a":"eA=`, "how": "contains what looks like the values of the Secret"},
		"YAML": {"copy": "kind: Secret\nstringData:\n  a: b\n", "how": "contains what looks like the values of the Secret"},
	}
	last_applied.violation == {finding(annotation, case.how)} with input as review({annotation: case.copy})
}

test_allowed[note] if {
	some note, annotations in {
		"none": {},
		"null": null,
		"annotation null": {annotation: null},
		"no text": {annotation: 7},
		"empty": {annotation: ""},
		"no values": {annotation: `{"kind":"Secret","type":"Opaque","data":{},"stringData":{"a":"","b":null}}`},
		"no object": {annotation: `["data"]`},
		"data that is none": {annotation: `{"data":"x"}`},
		"another annotation": {"example.org/note": `{"data":{"a":"b"}}`},
		"metadata only": {annotation: `kind: Secret, metadata: {name: a}`},
	}
	last_applied.violation == set() with input as review(annotations)
}

test_allowed_absent if last_applied.violation == set() with input as {"review": {"object": {"apiVersion": "v1", "kind": "Secret", "data": {"a": "eA=="}}}}

test_allowed_other_kinds[kind] if {
	some kind, version in {"ConfigMap": "v1", "Secret": "example.org/v1"}
	object := {"apiVersion": version, "kind": kind, "metadata": {"annotations": {annotation: `{"data":{"a":"b"}}`}}}
	last_applied.violation == set() with input as {"review": {"object": object}}
}

test_parameter_replaces_the_annotations if {
	reviewed := object.union(
		review({annotation: `{"data":{"a":"b"}}`, "example.org/applied": `{"data":{"a":"b"}}`}),
		{"parameters": {"annotations": ["example.org/applied"]}},
	)
	last_applied.violation == {finding("example.org/applied", "repeats the values of a")} with input as reviewed
}

finding(name, how) := {
	"msg": sprintf("annotation %s %s; apply the Secret with --server-side and remove the annotation", [name, how]),
	"details": {"path": ["metadata", "annotations", name]},
}

review(annotations) := {"review": {"object": {"apiVersion": "v1", "kind": "Secret", "metadata": {"annotations": annotations}}}}
