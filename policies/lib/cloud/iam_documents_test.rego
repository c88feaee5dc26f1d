package lib.guiderail.iam_documents_test

import data.lib.guiderail.iam_documents

# The same policy wherever it may be written.
test_places[note] if {
	some note, [document, kind, path] in {
		"a file": [policy, "identity", ["Statement", 0]],
		"a version": [{"PolicyVersion": {"Document": policy}}, "identity", ["PolicyVersion", "Document", "Statement", 0]],
		"an inline policy": [{"PolicyName": "p", "PolicyDocument": policy}, "identity", ["PolicyDocument", "Statement", 0]],
		"a described role": [{"Role": {"AssumeRolePolicyDocument": policy}}, "trust", ["Role", "AssumeRolePolicyDocument", "Statement", 0]],
		"a template": [
			template("AWS::IAM::ManagedPolicy", {"PolicyDocument": policy}), "identity",
			["Resources", "A", "Properties", "PolicyDocument", "Statement", 0],
		],
		"a role of a template": [
			template("AWS::IAM::Role", {"Policies": [{"PolicyDocument": policy}]}), "identity",
			["Resources", "A", "Properties", "Policies", 0, "PolicyDocument", "Statement", 0],
		],
		"a text of a template": [
			template("AWS::IAM::Policy", {"PolicyDocument": {"Fn::Sub": json.marshal(policy)}}), "identity",
			["Resources", "A", "Properties", "PolicyDocument"],
		],
		"a plan": [plan("aws_iam_policy", {"policy": json.marshal(policy)}, {}), "identity", in_plan(["policy"])],
		"a role of a plan": [
			plan("aws_iam_role", {"inline_policy": [{"policy": json.marshal(policy)}]}, {}), "identity",
			in_plan(["inline_policy", 0, "policy"]),
		],
		"a document of a plan": [data_document(planned, {}), "identity", in_plan(["statement", 0])],
		"an account of eksctl": [
			eksctl({"iam": {"serviceAccounts": [{"metadata": {"name": "a"}, "attachPolicy": policy}]}}), "identity",
			["iam", "serviceAccounts", 0, "attachPolicy", "Statement", 0],
		],
		"nodes of eksctl": [
			eksctl({"managedNodeGroups": [{"iam": {"attachPolicy": policy}}]}), "identity",
			["managedNodeGroups", 0, "iam", "attachPolicy", "Statement", 0],
		],
	}
	found := iam_documents.all with input as {"review": {"object": document}}
	[[entry.kind, entry.is_known] | some entry in iam_documents.of_kind(kind)] == [[kind, true]] with input as {"review": {"object": document}}
	found[0].statements == [{
		"path": path, "effect": "Allow", "action": listed(["s3:GetObject"]), "resource": listed(["arn:aws:s3:::b/*"]),
		"principal": {"is_written": false, "is_not": false, "values": []},
		"conditions": [{"operator": "Bool", "key": "aws:SecureTransport", "values": ["true"]}],
	}]
}

test_conditions_of_cdk[note] if {
	some note, [maker, want] in {
		"a text in JSON": [
			{"Type": "Custom::AWSCDKCfnJson", "Properties": {"Value": {"Fn::Join": ["", ["{\"", {"Fn::Select": [1, []]}, ":aud\":\"a\"}"]]}}},
			{"operator": "StringEquals", "key": "${unknown}:aud", "values": ["a"]},
		],
		"another resource": [{"Type": "Custom::Keys"}, {"operator": "StringEquals", "key": "${unknown}", "values": ["${unknown}"]}],
	}
	written := {"Statement": [{"Effect": "Allow", "Condition": {"StringEquals": {"Fn::GetAtt": ["Keys", "Value"]}}}]}
	resources := {"A": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": written}}, "Keys": maker}
	[found] := iam_documents.all with input as {"review": {"object": {"Resources": resources}}}
	found.statements[0].conditions == [want]
}

test_policies_of_people[note] if {
	some note, document in {
		"a group of a plan": plan("aws_iam_group_policy", {"policy": json.marshal(policy)}, {}),
		"a user of a plan": plan("aws_iam_user_policy", {"policy": json.marshal(policy)}, {}),
		"a user": template("AWS::IAM::User", {"Policies": [{"PolicyDocument": policy}]}),
		"a group": template("AWS::IAM::Group", {"Policies": [{"PolicyDocument": policy}]}),
		"of a user": template("AWS::IAM::UserPolicy", {"PolicyDocument": policy}),
		"of a group": template("AWS::IAM::GroupPolicy", {"PolicyDocument": policy}),
	}
	found := iam_documents.all with input as {"review": {"object": document}}
	[[entry.kind, entry.holder, entry.is_known] | some entry in found] == [["people", "", true]]
}

test_holders[note] if {
	some note, [document, want] in {
		"a role": [template("AWS::IAM::Role", {"AssumeRolePolicyDocument": policy, "Policies": [{"PolicyDocument": policy}]}), ["", "program"]],
		"nodes of eksctl": [eksctl({"nodeGroups": [{"iam": {"attachPolicy": policy}}]}), ["program"]],
		"a managed policy": [template("AWS::IAM::ManagedPolicy", {"PolicyDocument": policy}), [""]],
		"a role's policy that comes later": [plan("aws_iam_role_policy", {}, {"policy": true}), ["program"]],
	}
	found := iam_documents.all with input as {"review": {"object": document}}
	[entry.holder | some entry in found] == want
}

test_kinds[note] if {
	some note, [statement, kind] in {
		"trust": [{"Action": "sts:AssumeRole", "Principal": "*"}, "trust"],
		"resource": [{"Action": "s3:*", "Principal": {"AWS": ["*"]}, "Resource": "*"}, "resource"],
		"resource without resource": [{"Action": "sqs:*", "NotPrincipal": {"AWS": "*"}}, "resource"],
		"identity": [{"Action": "s3:*", "Resource": "*"}, "identity"],
	}
	document := {"Statement": object.union({"Effect": "Allow"}, statement)}
	[kind] == [entry.kind | some entry in iam_documents.all] with input as {"review": {"object": document}}
}

test_unknown[note] if {
	some note, document in {
		"a list": template("AWS::IAM::Policy", {"PolicyDocument": []}),
		"a reference": template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Ref": "Trust"}}),
		"a list that is chosen": template("AWS::IAM::Role", {"Policies": {"Fn::If": ["A", [], []]}}),
		"a text that is cut off": plan("aws_iam_policy", {"policy": "{"}, {}),
		"a text that holds no policy": plan("aws_iam_policy", {"policy": "[]"}, {}),
		"later": plan("aws_iam_policy", {}, {"policy": true}),
		"entries that come later": object.union(
			plan("aws_iam_role", {}, {"inline_policy": true}),
			configured("aws_iam_role", {"inline_policy": {"references": ["var.policies"]}}),
		),
		"another document": object.union(
			plan("aws_iam_policy", {}, {"policy": true}),
			configured("aws_iam_policy", {"policy": {"references": ["data.aws_iam_policy_document.b.json"]}}),
		),
		"made from others": data_document(object.union(planned, {"source_policy_documents": ["{}"]}), {}),
		"made from others that come later": data_document(planned, {"override_policy_documents": [true]}),
		"statements that come later": data_document({}, {"statement": true}),
	}
	found := iam_documents.all with input as {"review": {"object": document}}
	[[false, []]] == [[entry.is_known, entry.statements] | some entry in found]
}

test_silent[note] if {
	some note, document in {
		"absent": template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Ref": "AWS::NoValue"}}),
		"entries that nobody wrote": plan("aws_iam_role", {}, {"inline_policy": true}),
		"another type": plan("aws_iam_user", {"policy": "{}"}, {}),
		"a pod": {"apiVersion": "v1", "kind": "Pod"},
	}
	found := iam_documents.all with input as {"review": {"object": document}}
	found == []
}

# A document of the same plan is judged where it stands.
test_document_of_the_plan if {
	role := plan("aws_iam_role", {}, {"assume_role_policy": true})
	document := data_document(planned, {})
	both := {"resource_changes": array.concat(role.resource_changes, document.resource_changes)}
	expressions := {"assume_role_policy": {"references": ["data.aws_iam_policy_document.a[0].json"]}}
	merged := object.union_n([role, configured("aws_iam_role", expressions), both])
	found := iam_documents.all with input as {"review": {"object": merged}}
	["data.aws_iam_policy_document.a"] == [entry.title | some entry in found]
}

test_texts[note] if {
	some note, [written, want] in {
		"text": ["a", ["a"]],
		"number": [1, ["1"]],
		"list": [["a", {"Ref": "AWS::NoValue"}, true], ["a", "true"]],
		"nothing": [null, []],
		"parameter": [{"Ref": "Known"}, ["told"]],
		"another parameter": [{"Ref": "Open"}, ["${Open}"]],
		"attribute": [{"Fn::GetAtt": "Key.Arn"}, ["${Key.Arn}"]],
		"attribute in a list": [{"Fn::GetAtt": ["Key", "Arn"]}, ["${Key.Arn}"]],
		"filled in": [{"Fn::Sub": "a/${Known}/${!aws:username}"}, ["a/told/${aws:username}"]],
		"with variables": [{"Fn::Sub": ["a/${B}", {"B": "b"}]}, ["a/${B}"]],
		"joined": [{"Fn::Join": ["/", ["a", {"Ref": "Known"}]]}, ["a/told"]],
		"joined from what is not known": [{"Fn::Join": ["/", {"Ref": "List"}]}, ["${unknown}"]],
		"chosen": [{"Fn::If": ["A", "b", "c"]}, ["${unknown}"]],
	}
	statement := {"Effect": "Allow", "Action": "s3:*", "NotResource": written}
	document := object.union(
		template("AWS::IAM::Policy", {"PolicyDocument": {"Statement": [statement]}}),
		{"Parameters": {"Known": {"Default": "told"}, "Open": {"Type": "String"}}},
	)
	found := iam_documents.all with input as {"review": {"object": document}}
	found[0].statements[0].resource.values == want
}

test_parts_that_are_not_known[note] if {
	some note, [written, part, want] in {
		"a statement": [{"Fn::If": ["A", {}, {}]}, "effect", "${unknown}"],
		"a principal": [{"Effect": "Allow", "Principal": {"Fn::If": ["A", "*", "*"]}}, "principal", listed([{"type": "${unknown}", "id": "${unknown}"}])],
		"conditions": [{"Effect": "Allow", "Condition": {"Fn::If": ["A", {}, {}]}}, "conditions", [{"operator": "Fn::If", "key": "${unknown}", "values": ["${unknown}"]}]],
	}
	document := template("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Statement": [{"Ref": "AWS::NoValue"}, written]}})
	found := iam_documents.all with input as {"review": {"object": document}}
	found[0].statements[0][part] == want
}

test_parts_that_come_later if {
	statement := {
		"effect": "Deny", "not_actions": ["sts:*"], "resources": null,
		"principals": [{"type": "AWS", "identifiers": [null]}],
		"condition": [{"test": "StringEquals", "values": null}],
	}
	unknown := {"statement": [{"resources": true, "principals": [{"identifiers": [true]}], "condition": [{"variable": true, "values": true}]}]}
	found := iam_documents.all with input as {"review": {"object": data_document({"statement": [statement]}, unknown)}}
	found[0].statements == [{
		"path": in_plan(["statement", 0]), "effect": "Deny",
		"action": {"is_written": true, "is_not": true, "values": ["sts:*"]},
		"resource": listed(["${unknown}"]), "principal": listed([{"type": "AWS", "id": "${unknown}"}]),
		"conditions": [{"operator": "StringEquals", "key": "${unknown}", "values": ["${unknown}"]}],
	}]
}

test_blocks_that_come_later if {
	unknown := {"statement": [{"effect": true, "principals": true, "condition": true}]}
	document := data_document({"statement": [{"actions": ["sts:AssumeRole"]}]}, unknown)
	found := iam_documents.all with input as {"review": {"object": document}}
	some statement in found[0].statements
	statement.effect == "${unknown}"
	statement.principal == listed([{"type": "${unknown}", "id": "${unknown}"}])
	statement.conditions == [{"operator": "${unknown}", "key": "${unknown}", "values": ["${unknown}"]}]
}

test_wrong_types[note] if {
	some note, document in {
		"statements": data_document({"statement": [1]}, {"statement": [true]}),
		"values": template("AWS::IAM::Role", []),
		"entries": eksctl({"iam": {"serviceAccounts": [null]}}),
	}
	_ := iam_documents.all with input as {"review": {"object": document}}
}

policy := {"Version": "2012-10-17", "Statement": [{
	"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*"],
	"Condition": {"Bool": {"aws:SecureTransport": true}},
}]}

planned := {"statement": [{
	"effect": null, "actions": ["s3:GetObject"], "not_actions": null, "resources": ["arn:aws:s3:::b/*"],
	"condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}], "principals": [],
}]}

listed(values) := {"is_written": true, "is_not": false, "values": values}

eksctl(more) := object.union({"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig"}, more)

template(type, properties) := {"Resources": {"A": {"Type": type, "Properties": properties}}}

plan(type, after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": concat(".", [type, "a"]), "mode": "managed", "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

data_document(after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "data.aws_iam_policy_document.a", "mode": "data", "type": "aws_iam_policy_document", "name": "a",
	"change": {"actions": ["read"], "after": after, "after_unknown": unknown},
}]}

configured(type, expressions) := {"configuration": {"root_module": {"resources": [
	{"mode": "managed", "type": type, "name": "a", "expressions": expressions},
]}}}

in_plan(steps) := array.concat(["resource_changes", 0, "change", "after"], steps) if is_number(steps[1])

in_plan(steps) := array.concat(["resource_changes", 0, "change", "after"], steps) if count(steps) == 1
