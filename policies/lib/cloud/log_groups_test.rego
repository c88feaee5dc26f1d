package lib.guiderail.log_groups_test

import data.lib.guiderail.log_groups

# The same log group in every format.
test_formats[note] if {
	some note, document in {
		"a plan": plan({"name": "/aws/eks/main/cluster", "retention_in_days": 90, "kms_key_id": "arn:k"}),
		"a template": template({"LogGroupName": {"Fn::Sub": "/aws/eks/${Name}/cluster"}, "RetentionInDays": 90, "KmsKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}),
	}
	[group] := log_groups.all with input as {"review": {"object": document}}
	[group.days.value, group.has_key.value, group.has_key.is_known] == [90, true, true]
}

test_eksctl if {
	document := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "cloudWatch": {"clusterLogging": {"logRetentionInDays": 90}}}
	[group] := log_groups.all with input as {"review": {"object": document}}
	group.days.value == 90
	not group.has_key
}

test_no_key[note] if {
	some note, case in {
		"absent": {"properties": {}, "want": [false, true]},
		"not known": {"properties": {"KmsKeyId": {"Ref": "Given"}}, "want": [false, false]},
	}
	document := template(object.union({"LogGroupName": "/aws/eks/main/cluster"}, case.properties))
	[group] := log_groups.all with input as {"review": {"object": document}}
	[group.has_key.value, group.has_key.is_known] == case.want
}

test_other_log_groups if {
	every name in ["/aws/lambda/a", "/aws/eks/main", null] {
		found := log_groups.all with input as {"review": {"object": template({"LogGroupName": name})}}
		found == []
	}
}

plan(after) := {"format_version": "1.2", "resource_changes": [{
	"address": "aws_cloudwatch_log_group.a", "type": "aws_cloudwatch_log_group", "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": {}},
}]}

template(properties) := {"Resources": {"Logs": {"Type": "AWS::Logs::LogGroup", "Properties": properties}, "Key": {"Type": "AWS::KMS::Key"}}}
