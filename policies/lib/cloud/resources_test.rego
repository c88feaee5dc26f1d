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

test_what_files_of_terraform_make if {
	files := {
		"resource": {"aws_s3_bucket": {"b": [{"bucket": "b"}]}},
		"module": {"a": [{
			"source": "./a", "resource": {"aws_s3_bucket": {"c": [{"count": 2}, {"count": 2}]}},
			"module": {"d": [{"resource": {"aws_s3_bucket": {"e": [{}]}}}]},
		}]},
	}
	found := resources.all with input as {"review": {"object": files}}
	{resource.title: resource.path | some resource in found} == {
		"aws_s3_bucket.b": ["resource", "aws_s3_bucket", "b", 0],
		"module.a.aws_s3_bucket.c[0]": ["module", "a", 0, "resource", "aws_s3_bucket", "c", 0],
		"module.a.aws_s3_bucket.c[1]": ["module", "a", 0, "resource", "aws_s3_bucket", "c", 1],
		"module.a.module.d.aws_s3_bucket.e": ["module", "a", 0, "module", "d", 0, "resource", "aws_s3_bucket", "e", 0],
	}
}

test_fact_of_files_of_terraform[note] if {
	body := {
		"a": "x", "open": "${var.x}", "partly": "arn:${var.x}", "list": ["x", "${var.x}"], "policy": "{\"Resource\": \"${aws_s3_bucket.b.arn}\"}",
		"block": [{"c": 1}], "blocks": "${var.blocks}",
	}
	some note, case in {
		"there": {"steps": ["a"], "want": known(["a"], "a", "x")},
		"absent": {"steps": ["z"], "want": known([], "z", null)},
		"in a block": {"steps": ["block", 0, "c"], "want": known(["block", 0, "c"], "block.c", 1)},
		"open": {"steps": ["open"], "want": open(["open"], "open")},
		"partly open": {"steps": ["partly"], "want": open(["partly"], "partly")},
		"an item is open": {"steps": ["list"], "want": open(["list"], "list")},
		"within what is open": {"steps": ["blocks", 0, "c"], "want": open(["blocks"], "blocks.c")},
		"a policy": {"steps": ["policy"], "want": known(["policy"], "policy", body.policy)},
	}
	resources.fact({"format": "terraform", "is_text": true, "unknown": {}, "path": [], "values": body}, case.steps) == case.want
}

test_fact_of_a_dynamic_block[note] if {
	steps := ["block", 0, "key"]
	some note, case in {
		"its value": {"after": {"block": [{"key": "k"}]}, "unknown": {}, "steps": steps, "known": true},
		"a value that is not known": {"after": {"block": [{}]}, "unknown": {"block": [{"key": true}]}, "steps": steps, "known": false},
		"how many is not known": {"after": {}, "unknown": {"block": true}, "steps": steps, "known": false},
		"none": {"after": {"block": []}, "unknown": {"block": []}, "steps": steps, "known": true},
		"one of the provider": {"after": {}, "unknown": {"metadata_options": true}, "steps": ["metadata_options", 0, "http_tokens"], "known": true},
	}
	resource := resource_of({"after": case.after, "after_unknown": case.unknown}, {"expressions": {"name": {}}})
	resources.fact(resource, case.steps).is_known == case.known
}

# The blocks of a set come in another order than they are written, and a list may be one expression.
test_fact_of_what_is_written[note] if {
	some note, case in {
		"within a block": {"steps": ["rule", 1, "cidr"], "is_known": false},
		"an item of a list": {"steps": ["rule", 1, "cidr", 0], "is_known": false},
		"within an expression": {"steps": ["tags", "a"], "is_known": false},
		"not written": {"steps": ["rule", 1, "port"], "is_known": true},
	}
	after := {"rule": [{"port": 1}, {"cidr": [null]}], "tags": {}}
	unknown := {"rule": [{}, {"cidr": [true], "port": true}], "tags": {"a": true}}
	expressions := {"rule": [{"cidr": {"references": ["var.a"]}}], "tags": {"references": ["local.tags"]}}
	resource := resource_of({"after": after, "after_unknown": unknown}, {"expressions": expressions})
	resources.fact(resource, case.steps).is_known == case.is_known
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

test_list[note] if {
	after := {"plain": ["a", "b"], "partly": ["a", null]}
	properties := {"written": ["a", {"Ref": "Given"}], "chosen": {"Ref": "Chosen"}, "none": {"Ref": "AWS::NoValue"}, "several": {"Ref": "Several"}}
	template := {"format": "cloudformation", "path": [], "values": properties, "defaults": {"Chosen": "a, b", "Several": ["a", "b"]}}
	plan := resource_of({"after": after, "after_unknown": {"partly": [false, true]}}, {})
	some note, case in {
		"a list": {"resource": plan, "field": "plain", "want": [["a", "b"], true]},
		"an item is not known": {"resource": plan, "field": "partly", "want": [["a"], false]},
		"absent": {"resource": plan, "field": "other", "want": [[], true]},
		"an item of a template is not known": {"resource": template, "field": "written", "want": [["a"], false]},
		"a default of a template": {"resource": template, "field": "chosen", "want": [["a", "b"], true]},
		"a default that is a list": {"resource": template, "field": "several", "want": [["a", "b"], true]},
		"no value": {"resource": template, "field": "none", "want": [[], true]},
	}
	found := resources.list(case.resource, [case.field])
	[found.value, found.is_known] == case.want
}

test_switch if {
	[resources.switch({"value": value}, true).value | some value in [true, "true", false, "false", null]] == [true, true, false, false, true]
	resources.switch({"value": null}, false).value == false
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
	object.remove({"format": "terraform", "path": [], "values": change.after, "unknown": change.after_unknown, "expressions": null}, object.keys(more)),
	more,
)

change(address, values) := {
	"address": address, "mode": "managed", "type": "aws_eks_cluster", "name": "main", "change": object.union({"actions": ["create"]}, values),
}

written(expressions) := {"mode": "managed", "type": "aws_eks_cluster", "name": "main", "expressions": expressions}

# Files of other types are judged as far as they can be read.
test_wrong_types if {
	plan := {"format_version": "1.2", "resource_changes": [
		3,
		{"address": 3, "type": "a", "change": {"after": {}}},
		change("aws_eks_cluster.a", {"after": {"a": 1}, "after_unknown": 3}),
	]}
	found := resources.all with input as {"review": {"object": plan}}
	[[resource.title, resource.unknown] | some resource in found] == [["aws_eks_cluster.a", {}]]
	template := {"Resources": {"A": {"Type": "AWS::EKS::Cluster", "Properties": 3}}}
	made := resources.all with input as {"review": {"object": template}}
	[resource.values | some resource in made] == [{}]
}

test_is_anything if {
	every text in ["${var.a}", "${local.a[0]}", "${each.value}", "${concat(var.a, [])}", "${concat([var.a], [])}"] {
		resources.is_anything(text)
	}
	every text in ["${aws_s3_bucket.b.arn}", "${aws_s3_bucket.b[each.key].arn}", "${data.a.b.arn}", "${var.a}/*", "a", 3] {
		not resources.is_anything(text)
	}
}

test_dynamic_blocks_are_open if {
	files := {"resource": {"aws_eks_cluster": {"a": [{"dynamic": {"encryption_config": [{"for_each": "${var.keys}"}]}, "vpc_config": [{}]}]}}}
	[resource] := resources.all with input as {"review": {"object": files}}
	not resources.fact(resource, ["encryption_config", 0, "provider"]).is_known
	resources.fact(resource, ["vpc_config", 0, "endpoint_public_access"]).is_known
}
