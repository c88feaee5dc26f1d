package lib.guiderail.policy_access_test

import data.lib.guiderail.iam_documents
import data.lib.guiderail.policy_access

test_public[note] if {
	some note, statement in {
		"a star": {"Principal": "*"},
		"within AWS": {"Principal": {"AWS": ["111122223333", "*"]}},
		"all but one": {"NotPrincipal": {"AWS": "111122223333"}},
		"a condition of another kind": {"Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
		"any caller": {"Principal": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "*"}}},
		"not one caller": {"Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}},
		"callers that may have none": {"Principal": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}},
		"the empty set": {"Principal": "*", "Condition": {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}},
	}
	policy := of({"Statement": object.union({"Effect": "Allow"}, statement)})
	count(policy_access.public_statements(policy)) == 1
	not policy_access.may_be_public(policy) with input as review
}

test_not_public[note] if {
	some note, statement in {
		"an account": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}},
		"a service": {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}},
		"a denial": {"Effect": "Deny", "Principal": "*"},
		"an organization": {"Effect": "Allow", "Principal": "*", "Condition": {"StringEquals": {"AWS:PrincipalOrgId": "o-1"}}},
		"any of several": {"Effect": "Allow", "Principal": "*", "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-1/*"]}}},
		"nobody": {"Effect": "Allow"},
		"this account": {"Effect": "Allow", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}},
		"own account": {"Effect": "Allow", "Principal": {"AWS": {"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "AWS::AccountId"}, ":root"]]}}},
		"a role": {"Effect": "Allow", "Principal": {"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}},
		"a resource": {"Effect": "Allow", "Principal": {"AWS": {"Ref": "A"}}},
		"a number": {"Effect": "Allow", "Principal": {"AWS": 111122223333}},
		"a parameter": {"Effect": "Allow", "Principal": {"AWS": {"Ref": "Known"}}},
		"whole texts": {"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": "${Role.Arn}"}}},
	}
	policy := of({"Statement": [statement]})
	policy_access.public_statements(policy) == []
	not policy_access.may_be_public(policy) with input as review
}

test_may_be_public[note] if {
	some note, document in {
		"a parameter": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "Account"}}}]},
		"all of who": {"Statement": [{"Effect": "Allow", "Principal": {"Ref": "Account"}}]},
		"an import": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::ImportValue": "x"}}}]},
		"a text": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": ["${Role}", {"Role": {"Ref": "Account"}}]}}}]},
		"the policy": {"Ref": "Policy"},
		"no JSON": "{",
	}
	policy_access.may_be_public(of(document)) with input as review
}

test_plaintext_denials[note] if {
	some note, condition in {
		"Bool": {"Bool": {"aws:SecureTransport": "false"}},
		"in lower case": {"Bool": {"aws:securetransport": false}},
		"a list": {"Bool": {"aws:SecureTransport": ["false"]}},
		"with IfExists": {"BoolIfExists": {"aws:SecureTransport": "false"}},
		"as a text": {"StringEquals": {"aws:SecureTransport": "false"}},
	}
	some action in ["*", "s3:*", ["s3:GetObject", "S3:*"]]
	policy := of({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": action, "Condition": condition}]})
	count(policy_access.plaintext_denials(policy, ["s3"])) == 1
}

test_no_plaintext_denials[note] if {
	some note, change in {
		"allows": {"Effect": "Allow"},
		"one account": {"Principal": {"AWS": "111122223333"}},
		"one action": {"Action": "s3:GetObject"},
		"another service": {"Action": "efs:*"},
		"all but some actions": {"NotAction": "s3:*"},
		"the opposite": {"Condition": {"Bool": {"aws:SecureTransport": "true"}}},
		"more conditions": {"Condition": {"Bool": {"aws:SecureTransport": "false"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
		"no condition": {"Condition": {}},
	}
	statement := {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
	policy := of({"Statement": [object.union(object.remove(statement, object.keys(change)), change)]})
	policy_access.plaintext_denials(policy, ["s3"]) == []
}

test_covers[note] if {
	some note, case in {
		"everything": {"resource": "*", "want": [true, true, false]},
		"a bucket": {"resource": "arn:aws:s3:::b", "want": [true, false, false]},
		"its objects": {"resource": "arn:aws:s3:::b/*", "want": [false, true, false]},
		"both": {"resource": ["arn:aws:s3:::b", {"Fn::Sub": "${B.Arn}/*"}], "want": [true, true, false]},
		"joined": {"resource": {"Fn::Join": ["/", [{"Fn::GetAtt": ["B", "Arn"]}, "*"]]}, "want": [false, true, false]},
		"an attribute": {"resource": {"Fn::GetAtt": ["B", "Arn"]}, "want": [true, false, false]},
		"not known": {"resource": {"Fn::ImportValue": "x"}, "want": [false, false, true]},
		"a parameter": {"resource": {"Ref": "Arn"}, "want": [false, false, true]},
	}
	policy := of({"Statement": [{"Effect": "Deny", "Principal": "*", "Resource": case.resource}]})
	statement := policy.statements[0]
	covers := [
		count([1 | policy_access.covers_itself(statement)]) > 0,
		count([1 | policy_access.covers_contents(statement)]) > 0,
		count([1 | policy_access.covers_unknown(statement)]) > 0,
	] with input as review
	covers == case.want
}

test_a_document_that_is_read_later[note] if {
	some note, case in {
		"as it is written": {"after": {"statement": [statement]}, "want": true},
		"with another one": {"after": {"statement": [statement], "source_policy_documents": ["{}"]}, "want": false},
	}
	resource := {
		"format": "terraform", "title": "module.m.aws_s3_bucket_policy.a", "path": [], "values": {}, "unknown": {"policy": true},
		"expressions": {"policy": {"references": ["data.aws_iam_policy_document.a.json", "data.aws_iam_policy_document.a"]}},
	}
	entry := {"address": "module.m.data.aws_iam_policy_document.a", "mode": "data", "type": "aws_iam_policy_document", "change": {"after": case.after, "after_unknown": {"json": true}}}
	policy := iam_documents.of(resource, ["policy"]) with input as {"review": {"object": {"format_version": "1.2", "resource_changes": [entry]}}}
	policy.is_known == case.want
	[[s.effect, s.principal.is_not, s.resource.values] | some s in policy.statements; case.want] == [["Allow", true, ["${unknown}"]] | case.want]
}

test_no_policy if {
	resource := {"format": "cloudformation", "title": "A", "path": [], "values": {"Policy": ""}, "defaults": {}}
	not iam_documents.of(resource, ["Policy"])
	not iam_documents.of(resource, ["Other"])
}

statement := {
	"actions": ["s3:*"], "effect": null, "resources": [null], "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}],
	"principals": [{"type": "AWS", "identifiers": [null]}], "not_principals": [{"type": "AWS", "identifiers": ["1"]}],
}

of(document) := policy if {
	resource := {"format": "cloudformation", "title": "A", "path": [], "values": {"Policy": document}, "defaults": {"Known": "111122223333"}}
	policy := iam_documents.of(resource, ["Policy"]) with input as review
}

test_statements_in_files[note] if {
	some note, [statements, want] in {
		"all": ["${concat(var.a, [])}", 1],
		"one": [[{"Effect": "Deny", "Principal": "*", "Action": "s3:*"}, "${var.a}"], 2],
	}
	policy := of(json.marshal({"Statement": statements}))
	not policy.is_known
	count(policy.statements) == want
}

test_texts_in_files if {
	allow := {"Effect": "Allow", "Principal": {"AWS": ["${var.who}", "${aws_iam_role.a.arn}"]}, "Action": "s3:*", "Resource": "${aws_s3_bucket.a.arn}"}
	policy := of({"Statement": [allow]})
	policy.is_known
	policy_access.may_be_public(policy) with input as review
}

review := {"review": {"object": {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}}}

test_all_resources_but_one if {
	statement := of({"Statement": [{"Effect": "Deny", "Principal": "*", "NotResource": "arn:aws:s3:::b/*"}]}).statements[0]
	not policy_access.covers_contents(statement)
	not policy_access.covers_itself(statement) with input as review
}
