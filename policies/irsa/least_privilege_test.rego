package guiderail.irsa.least_privilege_test

import data.guiderail.irsa.least_privilege

test_denied[note] if {
	some note, [more, what] in {
		"everything": [{"Action": "*"}, "* allows everything in AWS; name the actions"],
		"every service": [{"Action": "*:Get*"}, "*:Get* allows everything in AWS; name the actions"],
		"a service": [{"Action": ["s3:*"]}, "s3:* allows everything in a service; name the actions"],
		"all but": [{"NotAction": "iam:*", "Action": null}, "NotAction allows every action but these, in every service; name the actions"],
		"all resources but": [
			{"NotResource": "arn:aws:s3:::c/*", "Resource": null},
			"NotResource allows the actions on every resource but these; name the resources",
		],
		"all resources": [{"Resource": "*"}, "s3:GetObject on *; name the resources"],
		"all resources of a service": [{"Resource": "arn:aws:s3:::*"}, "s3:GetObject on arn:aws:s3:::*; name the resources"],
		"all roles": [
			{"Action": "iam:AttachRolePolicy", "Resource": "arn:${AWS::Partition}:iam::111122223333:role/*"},
			"iam:AttachRolePolicy on arn:${AWS::Partition}:iam::111122223333:role/*; name the resources",
		],
		"a condition that says nothing": [
			{"Resource": "*", "Condition": {"StringLikeIfExists": {"aws:ResourceTag/app": "shop"}}},
			"s3:GetObject on *; name the resources",
		],
		"a condition on something else": [
			{"Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": true}}},
			"s3:GetObject on *; name the resources",
		],
		"a part of a bucket's name": [
			{"Resource": "arn:aws:s3:::shop*"},
			"arn:aws:s3:::shop* also matches buckets of others; write out the name of the bucket",
		],
		"any role passed on": [
			{"Action": "iam:Pass*", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "eks.amazonaws.com"}}},
			"iam:Pass* passes on any role or to any service; name the role, and the service in iam:PassedToService",
		],
		"a role passed to anyone": [
			{"Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/r"},
			"iam:PassRole passes on any role or to any service; name the role, and the service in iam:PassedToService",
		],
	}
	statements := [statement(more), object.union(statement({}), {"Effect": "Deny", "Action": "kms:*"})]
	messages := {entry.msg | some entry in said(statements, {}).violation}
	sprintf("policy: %s", [what]) in messages
	count([message | some message in messages; not contains(message, " on *")]) <= 1
}

test_allowed[note] if {
	some note, more in {
		"one object": {},
		"some actions": {"Action": ["s3:Get*", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]},
		"actions without resources": {"Action": ["ec2:Describe*", "ECR:getAuthorizationToken", "s3:ListAllMyBuckets"], "Resource": "*"},
		"tagged resources": {"Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/app": "shop"}}},
		"resources with any tag": {"Resource": "*", "Condition": {"Null": {"ec2:ResourceTag/app": "false"}}},
		"a role for one service": {
			"Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/r",
			"Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
		},
		"what is denied": {"Effect": "Deny", "Action": "*", "Resource": "*"},
	}
	said([statement(more)], {}) == {"violation": set(), "unknown": set()}
	least_privilege.applies with input as {"review": {"object": {"Statement": [statement(more)]}}}
}

test_denied_again if {
	denied := {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
	said([statement({"Action": "s3:*"}), denied], {}).violation == set()
	perhaps := object.union(denied, {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})
	count(said([statement({"Action": "s3:*"}), perhaps], {}).violation) == 1
}

test_parameters if {
	said([statement({"Resource": "*"})], {"unscoped_actions": ["s3:Get*"]}).violation == set()
	tied := statement({"Resource": "*", "Condition": {"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}}})
	said([tied], {"bounds": ["s3:DataAccessPoint*"]}).violation == set()
}

test_unknown[note] if {
	some note, [more, want] in {
		"a parameter": [{"Resource": {"Ref": "Bucket"}}, 1],
		"an action": [{"Action": {"Fn::If": ["A", "s3:*", "s3:GetObject"]}}, 1],
		"a variable": [{"Resource": "${var.bucket}"}, 1],
		"a resource of a file": [{"Resource": "${aws_s3_bucket.b.arn}"}, 0],
		"a part": [{"Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}/*"}}, 0],
		"a resource of the template": [{"Resource": {"Ref": "Queue"}}, 0],
		"an attribute": [{"Resource": {"Fn::GetAtt": "Queue.Arn"}}, 0],
		"a pseudo parameter": [{"Resource": {"Ref": "AWS::StackId"}}, 0],
	}
	found := {entry.msg | some entry in said_of(template({"Statement": [statement(more)]})).unknown}
	count(found) == want
	every message in found {
		message == "A (AWS::IAM::Policy): PolicyDocument: whether actions and resources are named is not known"
	}
	said_of(template({"Statement": [statement(more)]})).violation == set()
}

test_document_that_is_not_known if {
	found := said_of(template({"Ref": "Policy"}))
	found.violation == set()
	{"A (AWS::IAM::Policy): PolicyDocument is not known, so that nobody can tell what it allows"} == {entry.msg | some entry in found.unknown}
}

test_silent if {
	trust := {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:*"}}
	said_of(trust) == {"violation": set(), "unknown": set()}
	not least_privilege.applies with input as {"review": {"object": trust}}
}

statement(more) := object.filter(merged, [key | some key, value in merged; value != null]) if {
	merged := object.union({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}, more)
}

template(document) := {"Resources": {
	"A": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": document}},
	"Queue": {"Type": "AWS::SQS::Queue"},
}}

said(statements, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"Statement": statements}}, "parameters": parameters}
	violation := least_privilege.violation with input as asked
	unknown := least_privilege.unknown with input as asked
}

said_of(document) := {"violation": violation, "unknown": unknown} if {
	violation := least_privilege.violation with input as {"review": {"object": document}}
	unknown := least_privilege.unknown with input as {"review": {"object": document}}
}
