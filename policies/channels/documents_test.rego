package guiderail.documents_test

import data.guiderail.documents

test_lists_and_arrays_fail[note] if {
	some note, value in {
		"not judged: of a PodList the namespace main judges alone; leave out --namespace": {"apiVersion": "v1", "kind": "PodList", "items": []},
		"not judged: of a ConfigMap the namespace main judges alone; leave out --namespace": {"apiVersion": "v1", "kind": "ConfigMap", "items": [{}]},
		"not judged: of the objects that a Template holds the namespace main judges alone; leave out --namespace": {"apiVersion": "template.openshift.io/v1", "kind": "Template", "objects": [{}]},
		"not judged: with --combine, and of an array, the namespace main judges alone; leave out --namespace": [{"path": "a", "contents": {}}],
	}
	documents.violation == {{"msg": note}} with input as value
	documents.warn == set() with input as value
}

test_warns_of_what_is_no_object if {
	documents.warn == {{"msg": "not judged: the document is not a Kubernetes object: kind is missing"}} with input as {"a": 1}
	documents.violation == set() with input as {"a": 1}
}

test_silent_on_objects if {
	documents.warn == set() with input as {"apiVersion": "v1", "kind": "Pod"}
}
