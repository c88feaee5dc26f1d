package lib.guiderail.buckets_test

import data.lib.guiderail.buckets

blocks := {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}

encryption := [{"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}]}]}]

document := "{\"Statement\": [{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"false\"}}}]}"

test_the_same_in_every_format[note] if {
	some note, subject in {
		"resources": plan([
			change("aws_s3_bucket", {"bucket": "b"}),
			change("aws_s3_bucket_server_side_encryption_configuration", object.union({"bucket": "b"}, encryption[0])),
			change("aws_s3_bucket_versioning", {"bucket": "b", "versioning_configuration": [{"status": "Enabled"}]}),
			change("aws_s3_bucket_public_access_block", object.union({"bucket": "b"}, blocks)),
			change("aws_s3_bucket_policy", {"bucket": "b", "policy": document}),
		]),
		"in the bucket": plan([
			change("aws_s3_bucket", {
				"bucket": "b", "server_side_encryption_configuration": encryption, "versioning": [{"enabled": true}], "policy": document,
			}),
			change("aws_s3_bucket_public_access_block", object.union({"bucket": "b"}, blocks)),
		]),
		"a template": {"Resources": {
			"A": {"Type": "AWS::S3::Bucket", "Properties": {
				"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]},
				"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true},
				"VersioningConfiguration": {"Status": "Enabled"},
			}},
			"P": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "A"}, "PolicyDocument": json.unmarshal(document)}},
		}},
	}
	found := buckets.all with input as {"review": {"object": subject}}
	count(found) == 1
	found[0].algorithm.value == "aws:kms"
	buckets.is_on(found[0].versioning)
	[block.value | some block in found[0].blocks] == [true, true, true, true]
	count(buckets.denials(found[0])) == 1
	not found[0].has_loose_policy
}

test_what_is_not_written[note] if {
	some note, case in {
		"nothing": {"more": [], "is_known": true},
		"for some bucket": {
			"more": [object.union(
				change("aws_s3_bucket_versioning", {}),
				{"change": {"after_unknown": {"bucket": true}}},
			)],
			"is_known": false,
		},
	}
	found := buckets.all with input as {"review": {"object": plan(array.concat([change("aws_s3_bucket", {"bucket": "b"})], case.more))}}
	found[0].versioning == {
		"path": ["resource_changes", 0, "change", "after"], "field": "versioning_configuration.status", "value": null, "is_known": case.is_known,
	}
}

test_blocked_in_account if {
	subject := plan([change("aws_s3_account_public_access_block", {"block_public_acls": true, "block_public_policy": false})])
	found := buckets.blocked_in_account with input as {"review": {"object": subject}}
	found == {"block_public_acls"}
}

plan(changes) := {"format_version": "1.2", "resource_changes": changes}

change(type, after) := {
	"address": sprintf("%s.a", [type]), "mode": "managed", "type": type, "name": "a", "change": {"actions": ["create"], "after": after},
}
