package lib.guiderail.as_read_test

import data.lib.guiderail.as_read

test_terraform if {
	contains(as_read.loss({"resource": {"aws_eks_cluster": {"main": [{}]}}}), "conftest evaluates no variables")
	contains(as_read.loss({"module": {"eks": [{"source": "./eks"}]}}), "conftest evaluates no variables")
}

test_lost_tags[note] if {
	some note, template in {
		"Ref of a parameter": bucket({"BucketName": "Name"}),
		"Ref of a resource": bucket({"Other": ["Bucket"]}),
		"GetAtt": bucket({"Other": "Bucket.Arn"}),
		"Sub": bucket({"Other": "arn:${AWS::Partition}:s3:::b"}),
		"If": bucket({"Other": ["IsProd", "a", "b"]}),
		"FindInMap": bucket({"Other": ["Regions", "a", "b"]}),
		"a condition": object.union(bucket({}), {"Conditions": {"IsProd": ["Stage", "prod"]}}),
	}
	contains(as_read.loss(template), "has lost the tags")
}

test_nothing_lost[note] if {
	some note, document in {
		"nothing to lose": bucket({"BucketName": "b"}),
		"the long form": bucket({"BucketName": {"Ref": "Name"}, "Other": {"Fn::Sub": "${Name}"}, "More": {"Fn::GetAtt": ["Bucket", "Arn"]}}),
		"a condition": object.union(bucket({}), {"Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Name"}, "prod"]}}}),
		"a plan": {"format_version": "1.2", "resource_changes": []},
		"an object": {"apiVersion": "v1", "kind": "Pod"},
	}
	not as_read.loss(document)
}

bucket(properties) := {
	"Parameters": {"Name": {"Type": "String"}},
	"Mappings": {"Regions": {}},
	"Conditions": {"IsProd": {"Fn::Equals": ["a", "b"]}},
	"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "DependsOn": "Name", "Properties": properties}},
}
