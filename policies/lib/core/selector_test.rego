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

test_values if {
	selector.values({"matchLabels": {"app": "a"}}, "app") == {"a"}
	selector.values(asked("app", "In", ["a", "b"]), "app") == {"a", "b"}
	not selector.values(asked("app", "NotIn", ["a"]), "app")
	not selector.values({}, "app")
	not selector.values(null, "app")
}

labelled := {"app": "a", "tier": "web", "empty": ""}

test_matched[note] if {
	some note, written in {
		"nothing asked": {},
		"null lists": {"matchLabels": null, "matchExpressions": null},
		"label": {"matchLabels": {"app": "a"}},
		"empty label": {"matchLabels": {"empty": ""}},
		"one of several values": asked("app", "In", ["b", "a"]),
		"none of the values": asked("app", "NotIn", ["b"]),
		"none of the values for want of the label": asked("team", "NotIn", ["b"]),
		"there": asked("app", "Exists", []),
		"there, though empty": asked("empty", "Exists", null),
		"not there": asked("team", "DoesNotExist", []),
		"both": {"matchLabels": {"app": "a"}, "matchExpressions": [{"key": "tier", "operator": "Exists"}]},
	}
	selector.matches(written, labelled)
}

test_not_matched[note] if {
	some note, written in {
		"null": null,
		"other value": {"matchLabels": {"app": "b"}},
		"no such label": {"matchLabels": {"team": ""}},
		"one of two labels": {"matchLabels": {"app": "a", "tier": "db"}},
		"none of several values": asked("app", "In", ["b", "c"]),
		"a value that is left out": asked("app", "NotIn", ["a"]),
		"absent": asked("team", "Exists", []),
		"there": asked("app", "DoesNotExist", []),
		"one of two expressions": {"matchExpressions": [{"key": "app", "operator": "Exists"}, {"key": "tier", "operator": "In", "values": ["db"]}]},
		"no values to be in": asked("app", "In", []),
		"no values to be out of": asked("team", "NotIn", []),
		"null values to be out of": asked("team", "NotIn", null),
		"values with Exists": asked("app", "Exists", ["a"]),
		"values with DoesNotExist": asked("team", "DoesNotExist", ["a"]),
		"no key": {"matchExpressions": [{"operator": "DoesNotExist"}]},
		"number for a key": asked(5, "NotIn", ["a"]),
		"unknown operator": asked("app", "Gt", ["a"]),
		"small letters": asked("app", "in", ["a"]),
		"null expression": {"matchExpressions": [null]},
	}
	not selector.matches(written, labelled)
}

asked(key, operator, values) := {"matchExpressions": [{"key": key, "operator": operator, "values": values}]}

test_only_excludes[note] if {
	some note, written in {
		"nothing": {},
		"no labels": {"matchLabels": null, "matchExpressions": []},
		"a label": {"matchExpressions": [{"key": "nosuch", "operator": "DoesNotExist"}]},
		"a value": {"matchExpressions": [{"key": "team", "operator": "NotIn", "values": ["zzz"]}]},
		"both": {"matchExpressions": [{"key": "a", "operator": "DoesNotExist"}, {"key": "b", "operator": "NotIn", "values": ["x", "y"]}]},
	}
	selector.only_excludes(written)
	selector.only_excludes_namespaces(written)
}

test_does_not_only_exclude[note] if {
	some note, written in {
		"null": null,
		"label": {"matchLabels": {"app": "a"}},
		"values": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["a"]}]},
		"a label that is wanted": {"matchExpressions": [{"key": "a", "operator": "DoesNotExist"}, {"key": "b", "operator": "Exists"}]},
		"no operator": {"matchExpressions": [{"key": "a"}]},
		"null expression": {"matchExpressions": [null]},
	}
	not selector.only_excludes(written)
	not selector.only_excludes_namespaces(written)
}

test_only_excludes_namespaces[note] if {
	some note, case in {
		"each has a name": {"expressions": [by_name], "want": true},
		"but one": {"expressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["a"]}], "want": true},
		"none lacks a name": {"expressions": [{"key": "kubernetes.io/metadata.name", "operator": "DoesNotExist"}], "want": false},
	}
	found := [1 | selector.only_excludes_namespaces({"matchExpressions": case.expressions})]
	count(found) > 0 == case.want
}

test_cover[note] if {
	some note, selectors in {
		"empty": [{"matchLabels": {"a": "b"}}, {}],
		"with a label and without it": [expressions("a", "Exists", null), expressions("a", "DoesNotExist", null)],
		"a value and the others": [{"matchLabels": {"a": "x"}}, expressions("a", "NotIn", ["x"])],
		"two values and the others": [expressions("a", "In", ["x"]), {"matchLabels": {"a": "y"}}, expressions("a", "NotIn", ["x", "y"])],
		"others that differ": [expressions("a", "NotIn", ["x"]), expressions("a", "NotIn", ["y"])],
		"one of two labels": [expressions("b", "DoesNotExist", null), expressions("a", "Exists", null), expressions("a", "DoesNotExist", null)],
	}
	selector.cover(selectors)
}

test_do_not_cover[note] if {
	some note, selectors in {
		"none": [],
		"null": [null],
		"with a label": [expressions("a", "Exists", null)],
		"without a label": [expressions("a", "DoesNotExist", null)],
		"but a value": [expressions("a", "NotIn", ["x"])],
		"but a value of two": [expressions("a", "NotIn", ["x", "y"]), {"matchLabels": {"a": "x"}}],
		"known values": [{"matchLabels": {"a": "x"}}, expressions("a", "DoesNotExist", null)],
		"another label": [expressions("a", "Exists", null), expressions("b", "DoesNotExist", null)],
		"nothing at all": [{"matchExpressions": [{"key": "a", "operator": "DoesNotExist"}, {"key": "a", "operator": "Exists"}]}],
	}
	not selector.cover(selectors)
}

expressions(key, operator, values) := {"matchExpressions": [{"key": key, "operator": operator, "values": values}]}
