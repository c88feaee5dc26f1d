package guiderail.messagelog.s3_in_transit_test

import data.guiderail.messagelog.s3_in_transit

test_denied[note] if {
	some note, change in {
		"no policy": {"statements": []},
		"the bucket only": {"statements": [denial(["arn:aws:s3:::b"])]},
		"the objects only": {"statements": [denial(["arn:aws:s3:::b/*"])]},
		"a setting": {"blocks": {"BlockPublicAcls": false}},
		"no settings": {"blocks": {key: null | some key in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]}},
		"no versions": {"versioning": "Suspended"},
		"versioning is absent": {"versioning": null},
	}
	said := result(template(change), {})
	count(said.violation) == 1
	said.unknown == set()
}

test_allowed[note] if {
	some note, change in {
		"all": {},
		"one by one": {"statements": [denial(["arn:aws:s3:::b"]), denial(["arn:aws:s3:::b/*"])]},
		"everything": {"statements": [denial("*")]},
	}
	result(template(change), {}) == {"violation": set(), "unknown": set()}
	s3_in_transit.applies with input as {"review": {"object": template(change)}}
}

test_blocked_in_the_account if {
	settings := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
	subject := {"format_version": "1.2", "resource_changes": [
		{"address": "aws_s3_account_public_access_block.a", "type": "aws_s3_account_public_access_block", "change": {"after": {key: true | some key in settings}}},
		{"address": "aws_s3_bucket.a", "type": "aws_s3_bucket", "change": {"after": {"bucket": "b"}}},
	]}
	count(result(subject, {"versioning": false}).violation) == 1
}

test_versioning_by_parameter if {
	result(template({"versioning": null}), {"versioning": false}) == {"violation": set(), "unknown": set()}
}

test_unknown[note] if {
	some note, change in {
		"a setting": {"blocks": {"IgnorePublicAcls": {"Ref": "Ignore"}}},
		"versioning": {"versioning": {"Ref": "Versioning"}},
		"the policy": {"statements": {"Ref": "Statements"}, "document": {"Ref": "Document"}},
		"the resources": {"statements": [denial({"Fn::ImportValue": "bucket"})]},
		"whose policy it is": {"bucket": {"Fn::ImportValue": "bucket"}},
	}
	said := result(template(change), {})
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::EFS::FileSystem"}}}
	result(subject, {}) == {"violation": set(), "unknown": set()}
	not s3_in_transit.applies with input as {"review": {"object": subject}}
}

denial(resource) := {
	"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resource, "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}

template(change) := {"Resources": {
	"A": {"Type": "AWS::S3::Bucket", "Properties": {
		"PublicAccessBlockConfiguration": object.union(
			{"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true},
			object.get(change, "blocks", {}),
		),
		"VersioningConfiguration": {"Status": object.get(change, "versioning", "Enabled")},
	}},
	"P": {"Type": "AWS::S3::BucketPolicy", "Properties": {
		"Bucket": object.get(change, "bucket", {"Ref": "A"}),
		"PolicyDocument": object.get(change, "document", {"Statement": object.get(change, "statements", [denial(["arn:aws:s3:::b", "arn:aws:s3:::b/*"])])}),
	}},
}}

result(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := s3_in_transit.violation with input as asked
	unknown := s3_in_transit.unknown with input as asked
}
