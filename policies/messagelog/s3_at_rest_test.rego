package guiderail.messagelog.s3_at_rest_test

import data.guiderail.messagelog.s3_at_rest

test_denied if {
	result(template("none"), {}).violation == {{
		"msg": "A (AWS::S3::Bucket): BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm is none; wanted is one of AES256, aws:kms, aws:kms:dsse",
		"details": {"path": array.concat(["Resources", "A", "Properties", "BucketEncryption"], algorithm)},
	}}
}

# S3 encrypts with keys of its own where nothing is set, and has no other algorithms than these.
test_allowed[note] if {
	some note, algorithm in {"absent": null, "a key of S3": "AES256", "KMS": "aws:kms", "not known": {"Ref": "Algorithm"}}
	result(template(algorithm), {}) == {"violation": set(), "unknown": set()}
	s3_at_rest.applies with input as {"review": {"object": template(algorithm)}}
}

test_parameter[note] if {
	some note, case in {
		"absent": {"algorithm": null, "want": [1, 0]},
		"a key of S3": {"algorithm": "AES256", "want": [1, 0]},
		"KMS": {"algorithm": "aws:kms", "want": [0, 0]},
		"not known": {"algorithm": {"Ref": "Algorithm"}, "want": [0, 1]},
	}
	said := result(template(case.algorithm), {"algorithms": ["aws:kms"]})
	[count(said.violation), count(said.unknown)] == case.want
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::EFS::FileSystem"}}}
	result(subject, {}) == {"violation": set(), "unknown": set()}
	not s3_at_rest.applies with input as {"review": {"object": subject}}
}

algorithm := ["ServerSideEncryptionConfiguration", 0, "ServerSideEncryptionByDefault", "SSEAlgorithm"]

template(value) := {"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [
	{"ServerSideEncryptionByDefault": {"SSEAlgorithm": value}},
]}}}}}

result(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := s3_at_rest.violation with input as asked
	unknown := s3_at_rest.unknown with input as asked
}
