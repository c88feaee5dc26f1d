package lib.guiderail.references_test

import data.lib.guiderail.references
import data.lib.guiderail.resources

test_attached_in_a_plan[note] if {
	some note, case in {
		"the bucket": {"bucket": "aws_s3_bucket.a", "reference": "aws_s3_bucket.a.id", "policy": "aws_s3_bucket_policy.a", "want": 1},
		"an instance": {"bucket": "aws_s3_bucket.a[0]", "reference": "aws_s3_bucket.a[0].id", "policy": "aws_s3_bucket_policy.a", "want": 1},
		"another instance": {"bucket": "aws_s3_bucket.a[1]", "reference": "aws_s3_bucket.a[0]", "policy": "aws_s3_bucket_policy.a", "want": 0},
		"the same key": {"bucket": "aws_s3_bucket.a[\"x.y\"]", "reference": "aws_s3_bucket.a", "policy": "aws_s3_bucket_policy.a[\"x.y\"]", "want": 1},
		"all instances": {"bucket": "aws_s3_bucket.a[1]", "reference": "aws_s3_bucket.a", "policy": "aws_s3_bucket_policy.a", "want": 1},
		"another bucket": {"bucket": "aws_s3_bucket.b", "reference": "aws_s3_bucket.a.id", "policy": "aws_s3_bucket_policy.a", "want": 0},
	}
	bucket := change(case.bucket, "", {})
	policy := object.union(change(case.policy, "", {}), {"name": "a"})
	module := {"resources": [
		{"mode": "managed", "type": "aws_s3_bucket", "name": "a", "expressions": {}},
		{"mode": "managed", "type": "aws_s3_bucket_policy", "name": "a", "expressions": {"bucket": {"references": [case.reference]}}},
	]}
	count(found(plan([bucket, policy], module), case.bucket)) == case.want
}

test_attached_in_a_module if {
	written := {"resources": [{"mode": "managed", "type": "aws_s3_bucket_policy", "name": "a", "expressions": {"bucket": {"references": ["aws_s3_bucket.a.id"]}}}]}
	changes := [
		change("module.x[\"p.q\"].aws_s3_bucket.a", "module.x[\"p.q\"]", {}),
		change("module.y.aws_s3_bucket.a", "module.y", {}),
		change("module.x[\"p.q\"].aws_s3_bucket_policy.a", "module.x[\"p.q\"]", {}),
	]
	made := plan(changes, {"module_calls": {"x": {"module": written}, "y": {"module": {}}}})
	count(found(made, "module.x[\"p.q\"].aws_s3_bucket.a")) == 1
	found(made, "module.y.aws_s3_bucket.a") == []
}

test_attached_by_name[field] if {
	some field in ["bucket", "id"]
	changes := [change("aws_s3_bucket.a", "", {field: "logs"}), change("aws_s3_bucket_policy.a", "", {"bucket": "logs"})]
	count(found({"format_version": "1.2", "resource_changes": changes}, "aws_s3_bucket.a")) == 1
	not references.is_loose("aws_s3_bucket_policy") with input as {"review": {"object": {"format_version": "1.2", "resource_changes": changes}}}
}

test_loose[note] if {
	some note, reference in {"a variable": "var.bucket", "a local value": "local.bucket", "another module": "module.logs.bucket", "a look-up": "data.aws_s3_bucket.a.id"}
	module := {"resources": [{"mode": "managed", "type": "aws_s3_bucket_policy", "name": "a", "expressions": {"bucket": {"references": [reference]}}}]}
	made := plan([change("aws_s3_bucket.a", "", {}), change("aws_s3_bucket_policy.a", "", {})], module)
	found(made, "aws_s3_bucket.a") == []
	references.is_loose("aws_s3_bucket_policy") with input as {"review": {"object": made}}
}

test_attached_in_a_template[note] if {
	some note, case in {
		"Ref": {"value": {"Ref": "A"}, "want": [1, false]},
		"GetAtt": {"value": {"Fn::GetAtt": ["A", "Arn"]}, "want": [1, false]},
		"GetAtt, as a text": {"value": {"Fn::GetAtt": "A.Arn"}, "want": [1, false]},
		"Sub": {"value": {"Fn::Sub": "${A}-x"}, "want": [1, false]},
		"Sub with an attribute": {"value": {"Fn::Sub": ["${A.Arn}", {"B": "c"}]}, "want": [1, false]},
		"Join": {"value": {"Fn::Join": ["", [{"Ref": "A"}, "x"]]}, "want": [1, false]},
		"a name": {"value": "logs", "want": [1, false]},
		"another name": {"value": "other", "want": [0, false]},
		"another bucket": {"value": {"Ref": "Policy"}, "want": [0, false]},
		"a parameter": {"value": {"Ref": "Bucket"}, "want": [0, true]},
		"a condition": {"value": {"Fn::If": ["C", {"Ref": "A"}, "x"]}, "want": [0, true]},
		"an import": {"value": {"Fn::ImportValue": "bucket"}, "want": [0, true]},
		"nothing": {"value": null, "want": [0, false]},
	}
	template := {"Resources": {
		"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "logs"}},
		"Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": case.value}},
	}}
	bucket := {"format": "cloudformation", "path": ["Resources", "A"], "values": template.Resources.A.Properties, "unknown": {}, "defaults": {}}
	attached := references.attached(bucket, "AWS::S3::BucketPolicy") with input as {"review": {"object": template}}
	loose := [type | some type in ["AWS::S3::BucketPolicy"]; references.is_loose(type)] with input as {"review": {"object": template}}
	[count(attached), count(loose) > 0] == case.want
}

test_is_reference if {
	module := {"resources": [
		{"mode": "managed", "type": "aws_s3_bucket", "name": "a", "expressions": {}},
		{"mode": "managed", "type": "aws_s3_bucket_policy", "name": "a", "expressions": {"bucket": {"references": ["aws_s3_bucket.a.id"]}, "policy": {"references": ["var.policy"]}}},
	]}
	made := plan([change("aws_s3_bucket.a", "", {}), change("aws_s3_bucket_policy.a", "", {})], module)
	policy := {"format": "terraform", "title": "aws_s3_bucket_policy.a", "expressions": module.resources[1].expressions}
	references.is_reference(policy, ["bucket"]) with input as {"review": {"object": made}}
	not references.is_reference(policy, ["policy"]) with input as {"review": {"object": made}}
}

found(made, address) := attached if {
	some changed in made.resource_changes
	changed.address == address
	bucket := {"format": "terraform", "title": address, "path": [], "values": changed.change.after, "unknown": {}, "expressions": null}
	attached := references.attached(bucket, "aws_s3_bucket_policy") with input as {"review": {"object": made}}
}

plan(changes, module) := {"format_version": "1.2", "resource_changes": changes, "configuration": {"root_module": module}}

change(address, module, after) := {
	"address": address, "module_address": module, "mode": "managed", "type": regex.find_n(`aws_s3_\w+`, address, 1)[0], "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": {"bucket": count(after) == 0}},
}

test_attached_in_files if {
	files := {
		"resource": {"aws_s3_bucket": {"a": [{"bucket": "a"}], "b": [{}]}, "aws_s3_bucket_policy": {"p": [{"bucket": "${aws_s3_bucket.b.id}"}]}},
		"module": {"m": [{"resource": {"aws_s3_bucket": {"b": [{}]}, "aws_s3_bucket_versioning": {"v": [{"bucket": "${aws_s3_bucket.b.id}"}]}}}]},
	}
	found := {resource.title: titles |
		some resource in resources.of_type("aws_s3_bucket")
		titles := [part.title |
			some type in ["aws_s3_bucket_policy", "aws_s3_bucket_versioning"]
			some part in references.attached(resource, type)
		]
	} with input as {"review": {"object": files}}
	found == {
		"aws_s3_bucket.a": [],
		"aws_s3_bucket.b": ["aws_s3_bucket_policy.p"],
		"module.m.aws_s3_bucket.b": ["module.m.aws_s3_bucket_versioning.v"],
	}
}

test_written_in_files[steps] if {
	resource := {"is_text": true, "expressions": null, "title": "module.m.aws_s3_bucket_policy.p", "values": {"bucket": "${aws_s3_bucket.b.id}", "name": "b", "other": "${data.aws_s3_bucket.b.id}"}}
	some steps, want in {["bucket"]: ["module.m.aws_s3_bucket.b"], ["name"]: [], ["none"]: [], ["other"]: ["module.m.data.aws_s3_bucket.b"]}
	references.written(resource, steps) == want
}
