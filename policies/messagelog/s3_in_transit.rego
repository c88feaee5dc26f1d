# METADATA
# title: Buckets of Amazon S3 must refuse plain HTTP, be private and keep versions
# description: |
#   Backups and message log archives hold the contents of messages. S3 answers plain HTTP as well, unless the policy of
#   the bucket denies it. The four settings that block public access keep a mistake elsewhere from showing the bucket to
#   everyone, and versions keep what is overwritten or deleted.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   severity: high
#   requirements: [MSGLOG-06]
#   match: [buckets]
#   remediation: Deny everyone s3:* on the bucket and its objects where aws:SecureTransport is false, block public
#     access with all four settings, and turn versioning on.
#   parameters:
#     versioning: {type: boolean, description: "Whether buckets have to keep versions."}
package guiderail.messagelog.s3_in_transit

import data.lib.guiderail.buckets
import data.lib.guiderail.ctx
import data.lib.guiderail.finding
import data.lib.guiderail.policy_access
import data.lib.guiderail.resources

defaults := {"versioning": true}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(buckets.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": bucket.path, "msg": msg, "is_open": is_open} if {
	some bucket in buckets.all
	not _refuses_http(bucket)
	is_open := _may_refuse(bucket)
	msg := sprintf("%s: %s", [bucket.title, _said[is_open]])
}

_offences contains {"path": settings[0].path, "msg": msg, "is_open": is_known == false} if {
	some bucket in buckets.all
	some is_known in [true, false]
	settings := [setting | some setting in bucket.blocks; setting.is_known == is_known; not _blocks(setting)]
	count(settings) > 0
	fields := concat(", ", [setting.field | some setting in settings])
	msg := sprintf("%s: %s", [bucket.title, _how(fields, is_known, "must be true, so that the bucket stays private")])
}

_offences contains {"path": setting.path, "msg": msg, "is_open": setting.is_known == false} if {
	parameters.versioning
	some bucket in buckets.all
	setting := bucket.versioning
	not buckets.is_on(setting)
	msg := sprintf("%s: %s", [bucket.title, _how(setting.field, setting.is_known, "must keep what is overwritten")])
}

# One statement may name the bucket, and another one its objects.
_refuses_http(bucket) if {
	some denial in buckets.denials(bucket)
	policy_access.covers_itself(denial)
	some other in buckets.denials(bucket)
	policy_access.covers_contents(other)
}

default _may_refuse(_) := false

_may_refuse(bucket) if bucket.has_loose_policy

_may_refuse(bucket) if {
	some policy in bucket.policies
	not policy.is_known
}

_may_refuse(bucket) if {
	some denial in buckets.denials(bucket)
	policy_access.covers_unknown(denial)
}

_said := {
	true: "whether its policy refuses plain HTTP is not known",
	false: "its policy must deny everyone s3:* on the bucket and its objects where aws:SecureTransport is false",
}

_blocks(setting) if resources.is_true(setting.value)

# What the account blocks is blocked in all its buckets.
_blocks(setting) if setting.field in buckets.blocked_in_account

_how(fields, true, wanted) := sprintf("%s %s", [fields, wanted])

_how(fields, false, _) := sprintf("whether %s is set is not known", [fields])
