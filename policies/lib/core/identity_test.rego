package lib.guiderail.identity_test

import data.lib.guiderail.identity

test_name[note] if {
	some note, case in {
		"namespaced": {"metadata": {"namespace": "shop", "name": "a"}, "want": "shop/a"},
		"cluster-wide": {"metadata": {"name": "a"}, "want": "a"},
		"null namespace": {"metadata": {"namespace": null, "name": "a"}, "want": "a"},
		"namespace that is not text": {"metadata": {"namespace": 5, "name": "a"}, "want": "a"},
	}
	identity.name == case.want with input as {"kind": "Pod", "metadata": case.metadata}
}

test_no_name[note] if {
	some note, metadata in {"absent": {}, "null": {"name": null}, "number": {"name": 5}, "no metadata": null}
	not identity.name with input as {"kind": "Pod", "metadata": metadata}
}
