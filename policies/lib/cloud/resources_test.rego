package lib.guiderail.resources_test

import data.lib.guiderail.resources

test_what_terraform_makes if {
	changes := [
		change("aws_eks_cluster.made", {"after": {"name": "made"}}),
		change("aws_eks_cluster.gone", {"after": null}),
		object.union(change("data.aws_eks_cluster.seen", {"after": {}}), {"mode": "data"}),
		object.union(change("aws_eks_cluster.old", {"after": {}}), {"deposed": "abcd"}),
	]
	found := resources.all with input as {"review": {"object": {"format_version": "1.2", "resource_changes": changes}}}
	[resource.title | some resource in found] == ["aws_eks_cluster.made"]
	found[0].path == ["resource_changes", 0, "change", "after"]
	of_type := resources.of_type("aws_eks_cluster") with input as {"review": {"object": {"format_version": "1.2", "resource_changes": changes}}}
	of_type == found
}

# What has a wrong type is left alone.
test_wrong_types if {
	changes := [1, "x", {"change": 1}, object.union(change("aws_eks_cluster.a", {"after": {}, "after_unknown": true}), {"module_address": 1})]
	found := resources.all with input as {"format_version": "1.2", "resource_changes": changes, "configuration": "x"}
	[[resource.unknown, resource.module, resource.expressions] | some resource in found] == [[{}, "", null]]
}

test_what_a_template_makes if {
	template := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}, "B": {"Type": {"Ref": "Kind"}}}}
	found := resources.all with input as {"review": {"object": template}}
	[[resource.title, resource.path, resource.values] | some resource in found] == [["A (AWS::S3::Bucket)", ["Resources", "A"], {}]]
}

test_fact_of_terraform[note] if {
	after := {"a": [{"b": 1, "c": null}], "list": ["x"], "block": []}
	unknown := {"a": [{"d": true}], "whole": true, "list": [false, true]}
	some note, case in {
		"there": {"steps": ["a", 0, "b"], "want": known(["a", 0, "b"], "a.b", 1)},
		"null": {"steps": ["a", 0, "c"], "want": known(["a", 0], "a.c", null)},
		"absent": {"steps": ["e"], "want": known([], "e", null)},
		"no such block": {"steps": ["block", 0, "x"], "want": known(["block"], "block.x", null)},
		"not known": {"steps": ["a", 0, "d"], "want": open(["a", 0], "a.d")},
		"within what is not known": {"steps": ["whole", 0, "x"], "want": open([], "whole.x")},
		"an item is not known": {"steps": ["list"], "want": open(["list"], "list")},
	}
	resource := resource_of({"after": after, "after_unknown": unknown}, {})
	resources.fact(resource, case.steps) == case.want
}

# What the provider fills in is not what the author left open.
test_fact_of_what_is_not_written[note] if {
	some note, case in {
		"the root module": {"address": "aws_eks_cluster.main", "module": "", "configuration": {"root_module": {"resources": [written({"name": {}})]}}},
		"a module": {
			"address": "module.a.aws_eks_cluster.main", "module": "module.a[\"b.c\"].module.d[0]",
			"configuration": {"root_module": {"module_calls": {"a": {"module": {"module_calls": {"d": {"module": {"resources": [written({"name": {}})]}}}}}}}},
		},
	}
	entry := object.union(change(case.address, {"after": {}, "after_unknown": {"version": true, "name": true}}), {"module_address": case.module})
	plan := {"format_version": "1.2", "resource_changes": [entry], "configuration": case.configuration}
	found := resources.all with input as {"review": {"object": plan}}
	resources.fact(found[0], ["version"]).is_known
	not resources.fact(found[0], ["name"]).is_known
}

test_fact_of_a_template[note] if {
	parameters := {"Given": {"Type": "String"}, "Chosen": {"Type": "String", "Default": "d"}}
	properties := {
		"literal": "x", "nothing": {"Ref": "AWS::NoValue"}, "given": {"Ref": "Given"}, "chosen": {"Ref": "Chosen"},
		"if": {"Fn::If": ["A", 1, 2]}, "partition": {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/A"},
		"sub": {"Fn::Sub": "${Given}-x"}, "sub with values": {"Fn::Sub": ["${A}", {"A": 1}]}, "object": {"Ref": "a", "b": 1},
		"deep": {"x": {"Fn::GetAtt": "A.B"}}, "condition": {"Condition": "A"},
	}
	some note, case in {
		"a literal": {"steps": ["literal"], "want": known(["literal"], "literal", "x")},
		"no value": {"steps": ["nothing"], "want": known(["nothing"], "nothing", null)},
		"a parameter": {"steps": ["given"], "want": open(["given"], "given")},
		"a parameter with a default": {"steps": ["chosen"], "want": known(["chosen"], "chosen", "d")},
		"a condition": {"steps": ["if"], "want": open(["if"], "if")},
		"another": {"steps": ["condition"], "want": open(["condition"], "condition")},
		"a pseudo parameter": {"steps": ["partition"], "want": known(["partition"], "partition", "arn:${AWS::Partition}:iam::aws:policy/A")},
		"another in a text": {"steps": ["sub"], "want": open(["sub"], "sub")},
		"a text with values": {"steps": ["sub with values"], "want": open(["sub with values"], "sub with values")},
		"an object": {"steps": ["object"], "want": known(["object"], "object", {"Ref": "a", "b": 1})},
		"within a function": {"steps": ["deep", "x", "y"], "want": open(["deep", "x"], "deep.x.y")},
		"absent": {"steps": ["deep", "z"], "want": known(["deep"], "deep.z", null)},
	}
	template := {"Parameters": parameters, "Resources": {"R": {"Type": "AWS::X::Y", "Properties": properties}}}
	found := resources.all with input as {"review": {"object": template}}
	fact := resources.fact(found[0], case.steps) with input as {"review": {"object": template}}
	object.union(fact, {"path": array.slice(fact.path, 3, count(fact.path))}) == case.want
}

test_spelled[note] if {
	some note, case in {
		"the new name": {"after": {"new": 1, "old": null}, "unknown": {}, "want": ["new", 1]},
		"the old name": {"after": {"old": 1}, "unknown": {}, "want": ["old", 1]},
		"not known": {"after": {"old": null}, "unknown": {"old": true}, "want": ["old", null]},
		"what the provider knows": {"after": {"old": null}, "unknown": {}, "want": ["old", null]},
		"neither": {"after": {}, "unknown": {}, "want": ["new", null]},
	}
	resource := resource_of({"after": case.after, "after_unknown": case.unknown}, {})
	found := resources.spelled(resource, [["new"], ["old"]])
	[found.field, found.value] == case.want
}

test_truth if {
	every value in [true, "true", "True"] {
		resources.is_true(value)
	}
	every value in [false, "false", "False"] {
		resources.is_false(value)
	}
	every value in [null, 1, "yes", {}] {
		not resources.is_true(value)
		not resources.is_false(value)
	}
}

known(path, field, value) := {"path": path, "field": field, "value": value, "is_known": true}

open(path, field) := {"path": path, "field": field, "value": null, "is_known": false}

resource_of(change, more) := object.union(
	{"format": "terraform", "path": [], "values": change.after, "unknown": change.after_unknown, "expressions": null},
	more,
)

change(address, values) := {
	"address": address, "mode": "managed", "type": "aws_eks_cluster", "name": "main", "change": object.union({"actions": ["create"]}, values),
}

written(expressions) := {"mode": "managed", "type": "aws_eks_cluster", "name": "main", "expressions": expressions}
