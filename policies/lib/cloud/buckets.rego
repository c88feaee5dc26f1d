# METADATA
# title: Buckets of Amazon S3
# description: |
#   The buckets and what is known of them, in the form of `resources.fact`, wherever it is written: Terraform's provider
#   has taken most of it out of the bucket, into resources of their own.
# custom:
#   match:
#     - type: terraform-plan
#     - type: terraform
#     - type: cloudformation
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html
package lib.guiderail.buckets

import data.lib.guiderail.iam_documents
import data.lib.guiderail.policy_access
import data.lib.guiderail.references
import data.lib.guiderail.resources

# METADATA
# description: |
#   The buckets: `title`, `path`, the facts `algorithm` (of the default encryption), `versioning` (true where versions
#   are kept) and `blocks` (one for each of the four settings that block public access), `policies`, as
#   `iam_documents.of` gives them, and `has_loose_policy`, whether there is a policy that may be this one's.
all := [bucket |
	some resource in resources.all
	fields := _fields[resource.type]
	bucket := {
		"title": resource.title,
		"path": resource.path,
		"algorithm": _first(resource, fields.algorithm),
		"versioning": _first(resource, fields.versioning),
		"blocks": [_first(resource, [block]) | some block in fields.blocks],
		"policies": [policy |
			some place in fields.policies
			some part in _parts(resource, place)
			policy := iam_documents.of(part, place.steps)
		],
		"has_loose_policy": count([place | some place in fields.policies; references.is_loose(place.type)]) > 0,
	}
]

# METADATA
# description: The settings against public access that are on for all buckets of the account.
blocked_in_account contains field if {
	some resource in resources.of_type("aws_s3_account_public_access_block")
	some field, value in resource.values
	resources.is_true(value)
}

# METADATA
# scope: document
# description: Whether versioning is on, as its fact says in the words of any of the places where it is written.
is_on(setting) if setting.value == "Enabled"

is_on(setting) if resources.is_true(setting.value)

# METADATA
# description: |
#   The statements in the policies of a bucket that deny everyone plain HTTP, whatever resources they name.
denials(bucket) := [denial |
	some policy in bucket.policies
	some denial in policy_access.plaintext_denials(policy, ["s3"])
]

# Where each of them is written: in a resource of another type that belongs to the bucket, or in the bucket itself.
_fields := {
	"aws_s3_bucket": {
		"algorithm": [
			{
				"type": "aws_s3_bucket_server_side_encryption_configuration",
				"steps": ["rule", 0, "apply_server_side_encryption_by_default", 0, "sse_algorithm"],
			},
			{"steps": [
				"server_side_encryption_configuration", 0, "rule", 0, "apply_server_side_encryption_by_default", 0,
				"sse_algorithm",
			]},
		],
		"versioning": [
			{"type": "aws_s3_bucket_versioning", "steps": ["versioning_configuration", 0, "status"]},
			{"steps": ["versioning", 0, "enabled"]},
			{"steps": ["object_lock_enabled"]},
		],
		"blocks": [{"type": "aws_s3_bucket_public_access_block", "steps": [field]} |
			some field in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
		],
		"policies": [{"type": "aws_s3_bucket_policy", "steps": ["policy"]}, {"steps": ["policy"]}],
	},
	"AWS::S3::Bucket": {
		"algorithm": [{"steps": [
			"BucketEncryption", "ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm",
		]}],
		"versioning": [{"steps": ["VersioningConfiguration", "Status"]}, {"steps": ["ObjectLockEnabled"]}],
		"blocks": [{"steps": ["PublicAccessBlockConfiguration", field]} |
			some field in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
		],
		"policies": [{"type": "AWS::S3::BucketPolicy", "steps": ["PolicyDocument"]}],
	},
}

_parts(resource, place) := references.attached(resource, place.type) if {
	place.type
} else := [resource]

# The first place that tells anything; else nobody knows whether another resource does, or nothing is written.
_first(resource, places) := _told(resource, places)[0] if {
	count(_told(resource, places)) > 0
} else := object.union(resources.fact(resource, places[0].steps), {"value": null, "is_known": true}) if {
	not _is_loose(places)
} else := object.union(resources.fact(resource, places[0].steps), {"value": null, "is_known": false})

_told(resource, places) := [fact |
	some place in places
	some part in _parts(resource, place)
	fact := resources.fact(part, place.steps)
	_tells(fact)
]

_tells(fact) if not fact.is_known

_tells(fact) if fact.value != null

_is_loose(places) if {
	some place in places
	references.is_loose(place.type)
}
