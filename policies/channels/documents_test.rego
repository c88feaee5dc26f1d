package guiderail.documents_test

import data.guiderail.documents

test_lists_and_arrays_fail[note] if {
	some note, value in {
		"not judged: only the namespace main judges a PodList; leave out --namespace": {"apiVersion": "v1", "kind": "PodList", "items": []},
		"not judged: only the namespace main judges a ConfigMap; leave out --namespace": {"apiVersion": "v1", "kind": "ConfigMap", "items": [{}]},
		"not judged: only the namespace main judges the objects that a Template holds; leave out --namespace": {"apiVersion": "template.openshift.io/v1", "kind": "Template", "objects": [{}]},
		"not judged: only the namespace main judges arrays and documents given with --combine; leave out --namespace": [{"path": "a", "contents": {}}],
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

test_warns_of_what_the_parser_left_out if {
	some warned in documents.warn with input as {"module": {"eks": [{"source": "./eks"}]}}
	startswith(warned.msg, "not judged as it is meant: the document is of Terraform")
}

test_an_array_of_a_type_is_judged_by_its_controls if {
	count(documents.violation) == 0 with input as [{"Cmd": "from", "Value": ["scratch"]}]
	count(documents.violation) == 1 with input as [1]
}
