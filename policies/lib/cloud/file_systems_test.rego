package lib.guiderail.file_systems_test

import data.lib.guiderail.file_systems

test_the_same_in_every_format[note] if {
	some note, document in {
		"a plan": {"format_version": "1.2", "resource_changes": [
			{"address": "aws_efs_file_system.a", "type": "aws_efs_file_system", "change": {"after": {"id": "fs-1", "encrypted": true}}},
			{"address": "aws_efs_file_system_policy.a", "type": "aws_efs_file_system_policy", "change": {"after": {
				"file_system_id": "fs-1", "policy": "{\"Statement\": [{\"Effect\": \"Deny\"}]}",
			}}},
		]},
		"a template": {"Resources": {"A": {"Type": "AWS::EFS::FileSystem", "Properties": {
			"Encrypted": true, "FileSystemPolicy": {"Statement": [{"Effect": "Deny"}]},
		}}}},
	}
	found := file_systems.all with input as {"review": {"object": document}}
	[[one.encrypted.value, one.policies[0].statements[0].effect, one.has_loose_policy] | some one in found] == [[true, "Deny", false]]
}

test_loose_policy if {
	found := file_systems.all with input as {"review": {"object": {"format_version": "1.2", "resource_changes": [
		{"address": "aws_efs_file_system.a", "type": "aws_efs_file_system", "change": {"after": {}}},
		{"address": "aws_efs_file_system_policy.a", "type": "aws_efs_file_system_policy", "change": {"after": {}, "after_unknown": {"file_system_id": true}}},
	]}}}
	[one.has_loose_policy | some one in found] == [true]
}
