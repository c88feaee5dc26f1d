package guiderail.messagelog.efs_policy_test

import data.guiderail.messagelog.efs_policy

test_denied[note] if {
	some note, policy in {
		"none": null,
		"no denial": {"Statement": [object.union(denial, {"Effect": "Allow"})]},
		"some actions": {"Statement": [object.union(denial, {"Action": "elasticfilesystem:ClientWrite"})]},
	}
	said := result(template(policy))
	{one.msg | some one in said.violation} == {"A (AWS::EFS::FileSystem): its policy must deny everyone all actions where aws:SecureTransport is false"}
	said.unknown == set()
}

test_allowed if {
	result(template({"Statement": denial})) == {"violation": set(), "unknown": set()}
	efs_policy.applies with input as {"review": {"object": template({"Statement": denial})}}
}

test_unknown[note] if {
	policy := {"address": "aws_efs_file_system_policy.a", "type": "aws_efs_file_system_policy", "change": {"after": {}, "after_unknown": {"file_system_id": true}}}
	some note, subject in {
		"the policy": template({"Ref": "Policy"}),
		"whose policy it is": {"format_version": "1.2", "resource_changes": [
			policy,
			{"address": "aws_efs_file_system.a", "type": "aws_efs_file_system", "change": {"after": {}}},
		]},
	}
	said := result(subject)
	said.violation == set()
	count(said.unknown) == 1
}

test_silent if {
	subject := {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
	result(subject) == {"violation": set(), "unknown": set()}
	not efs_policy.applies with input as {"review": {"object": subject}}
}

denial := {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}

template(policy) := {"Resources": {"A": {"Type": "AWS::EFS::FileSystem", "Properties": {"FileSystemPolicy": policy}}}}

result(subject) := {"violation": violation, "unknown": unknown} if {
	violation := efs_policy.violation with input as {"review": {"object": subject}}
	unknown := efs_policy.unknown with input as {"review": {"object": subject}}
}
