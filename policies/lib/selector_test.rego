package lib.guiderail.selector_test

import data.lib.guiderail.selector

by_name := {"key": "kubernetes.io/metadata.name", "operator": "Exists"}

test_empty[note] if {
	some note, written in {
		"nothing": {},
		"no labels": {"matchLabels": {}},
		"no expressions": {"matchLabels": null, "matchExpressions": []},
	}
	selector.is_empty(written)
	selector.selects_every_namespace(written)
}

test_not_empty[note] if {
	some note, written in {
		"null": null,
		"no selector": "app",
		"label": {"matchLabels": {"app": "a"}},
		"expression": {"matchExpressions": [{"key": "team", "operator": "Exists"}]},
		"one expression of two": {"matchExpressions": [by_name, {"key": "team", "operator": "Exists"}]},
		"one namespace is left out": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["a"]}]},
		"no operator": {"matchExpressions": [{"key": "kubernetes.io/metadata.name"}]},
		"null expression": {"matchExpressions": [null]},
	}
	not selector.is_empty(written)
	not selector.selects_every_namespace(written)
}

test_every_namespace_has_its_name if {
	selector.selects_every_namespace({"matchExpressions": [by_name]})
	not selector.is_empty({"matchExpressions": [by_name]})
}

test_required[note] if {
	some note, written in {
		"label": {"matchLabels": {"open": "true", "app": "a"}},
		"expression": {"matchExpressions": [{"key": "open", "operator": "In", "values": ["true"]}]},
	}
	selector.requires(written, "open", "true")
}

test_not_required[note] if {
	some note, written in {
		"nothing": {},
		"null": null,
		"another value": {"matchLabels": {"open": "false"}},
		"no text": {"matchLabels": {"open": true}},
		"one of two values": {"matchExpressions": [{"key": "open", "operator": "In", "values": ["true", "false"]}]},
		"left out": {"matchExpressions": [{"key": "open", "operator": "NotIn", "values": ["true"]}]},
	}
	not selector.requires(written, "open", "true")
}

test_keys if {
	selector.keys({"matchLabels": {"a": "1"}, "matchExpressions": [{"key": "b", "operator": "Exists"}, {"key": 5}, null]}) == {"a", "b"}
	selector.keys({}) == set()
	selector.keys(null) == set()
}

test_bound[note] if {
	some note, asked in {
		"label": {"matchLabels": {"a": "1"}},
		"expression": {"matchExpressions": [{"key": "b", "operator": "Exists"}, {"key": "a", "operator": "In", "values": ["1", "2"]}]},
	}
	selector.is_bound(asked, "a")
}

test_not_bound[note] if {
	some note, asked in {
		"everything": {},
		"another label": {"matchLabels": {"b": "1"}},
		"null": {"matchLabels": {"a": null}},
		"everything but": {"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["1"]}]},
		"none": null,
	}
	not selector.is_bound(asked, "a")
}
