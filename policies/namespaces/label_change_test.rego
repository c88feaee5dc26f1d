package lib.guiderail.label_change_test

import data.lib.guiderail.label_change

test_labels[note] if {
	some note, case in {
		"set on creation": {"review": {"operation": "CREATE", "object": namespace({"a": "1"})}, "want": {"a"}},
		"none on creation": {"review": {"operation": "CREATE", "object": namespace(null)}, "want": set()},
		"another value": {"review": update({"a": "1", "b": "1"}, {"a": "2", "b": "1"}), "want": {"a"}},
		"removed": {"review": update({"a": "1", "b": "1"}, {"b": "1"}), "want": {"a"}},
		"the first": {"review": update(null, {"a": ""}), "want": {"a"}},
		"unchanged": {"review": update({"a": "1"}, {"a": "1"}), "want": set()},
		"key that is no text": {"review": update(["a"], ["b"]), "want": set()},
	}
	label_change.is_possible with input as {"review": case.review}
	label_change.labels == case.want with input as {"review": case.review}
}

test_nothing[note] if {
	some note, review in {
		"file or audit": {"object": namespace({"a": "1"})},
		"deletion": {"operation": "DELETE", "oldObject": namespace({"a": "1"})},
		"another kind": {"operation": "CREATE", "object": object.union(namespace({"a": "1"}), {"kind": "Node"})},
		"another group": {"operation": "CREATE", "object": object.union(namespace({"a": "1"}), {"apiVersion": "x.io/v1"})},
	}
	not label_change.is_possible with input as {"review": review}
	label_change.labels == set() with input as {"review": review}
}

update(before, after) := {"operation": "UPDATE", "oldObject": namespace(before), "object": namespace(after)}

namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}}
