# METADATA
# title: Buckets of Amazon S3 must be encrypted as is wanted
# description: |
#   Backups and message log archives hold the contents of messages. S3 encrypts all objects with keys of its own unless
#   the bucket says otherwise, which keeps nobody out who may read the bucket. With a key of KMS, who may decrypt is
#   decided by the key as well, and each use of it is logged; the parameter algorithms asks for that.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
# custom:
#   severity: high
#   requirements: [MSGLOG-05]
#   match: [buckets]
#   remediation: Set the default encryption of the bucket to one of the algorithms that are wanted.
#   parameters:
#     algorithms: {type: array, items: {type: string}, description: "The algorithms of the default encryption that are
#       wanted, of AES256, aws:kms and aws:kms:dsse. A bucket that says nothing has AES256."}
package guiderail.messagelog.s3_at_rest

import data.lib.guiderail.buckets
import data.lib.guiderail.ctx
import data.lib.guiderail.finding

defaults := {"algorithms": ["AES256", "aws:kms", "aws:kms:dsse"]}

parameters := ctx.overlay(defaults, ctx.parameters)

applies if count(buckets.all) > 0

violation contains said if some said in finding.violations(_offences)

unknown contains said if some said in finding.unknowns(_offences)

_offences contains {"path": algorithm.path, "msg": msg, "is_open": algorithm.is_known == false} if {
	some bucket in buckets.all
	algorithm := bucket.algorithm
	count(_possible(algorithm) - {wanted | some wanted in parameters.algorithms}) > 0
	said := [bucket.title, _how(algorithm), concat(", ", parameters.algorithms)]
	msg := sprintf("%s: %s; wanted is one of %s", said)
}

# What the algorithm may be. S3 has no others, and takes the first where none is set.
_possible(algorithm) := {"AES256", "aws:kms", "aws:kms:dsse"} if {
	not algorithm.is_known
} else := {"AES256"} if {
	algorithm.value == null
} else := {algorithm.value}

_how(algorithm) := sprintf("%s is not known", [algorithm.field]) if {
	not algorithm.is_known
} else := sprintf("%s is not set, which means AES256", [algorithm.field]) if {
	algorithm.value == null
} else := sprintf("%s is %v", [algorithm.field, algorithm.value])
