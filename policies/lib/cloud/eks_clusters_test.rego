package lib.guiderail.eks_clusters_test

import data.lib.guiderail.eks_clusters

# The same cluster in every format.
test_formats[note] if {
	some note, document in {
		"a plan": {"format_version": "1.2", "resource_changes": [{
			"address": "aws_eks_cluster.main", "type": "aws_eks_cluster", "name": "main",
			"change": {"actions": ["create"], "after": {
				"enabled_cluster_log_types": ["api", "audit"], "encryption_config": [{"provider": [{"key_arn": "arn:k"}], "resources": ["secrets"]}],
				"version": "1.34",
			}},
		}]},
		"a template": {"Resources": {"Main": {"Type": "AWS::EKS::Cluster", "Properties": {
			"Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": "api"}, {"Type": "audit"}]}},
			"EncryptionConfig": [{"Provider": {"KeyArn": "arn:k"}, "Resources": ["secrets"]}],
			"Version": "1.34",
		}}}},
		"AWS CDK": {"Resources": {"Main": {"Type": "Custom::AWSCDK-EKS-Cluster", "Properties": {"Config": {
			"logging": {"clusterLogging": [{"types": ["api", "audit"], "enabled": true}]},
			"encryptionConfig": [{"provider": {"keyArn": "arn:k"}, "resources": ["secrets"]}],
			"version": "1.34",
		}}}}},
		"eksctl": {
			"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main", "version": "1.34"},
			"cloudWatch": {"clusterLogging": {"enableTypes": ["api", "audit"]}}, "secretsEncryption": {"keyARN": "arn:k"},
		},
		"described": {"cluster": {
			"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main", "name": "main", "version": "1.34",
			"logging": {"clusterLogging": [{"types": ["api", "audit"], "enabled": true}, {"types": ["scheduler"], "enabled": false}]},
			"encryptionConfig": [{"provider": {"keyArn": "arn:k"}, "resources": ["secrets"]}],
		}},
		"described by kubescape": {"kind": "ClusterDescribe", "data": {"Cluster": {
			"Arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main", "Name": "main", "Version": "1.34",
			"Logging": {"ClusterLogging": [{"Types": ["api", "audit"], "Enabled": true}]},
			"EncryptionConfig": [{"Provider": {"KeyArn": "arn:k"}, "Resources": ["secrets"]}],
		}}},
	}
	found := eks_clusters.all with input as {"review": {"object": document}}
	count(found) == 1
	contains(lower(found[0].title), "main")
	[found[0].logs.value, found[0].key.value, found[0].version.value] == [{"api", "audit"}, "arn:k", "1.34"]
	every fact in [found[0].logs, found[0].key, found[0].version] {
		fact.is_known
	}
}

test_all_logs_of_eksctl[types] if {
	some types in [["*"], ["all"]]
	config := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "cloudWatch": {"clusterLogging": {"enableTypes": types}}}
	found := eks_clusters.all with input as {"review": {"object": config}}
	count(found[0].logs.value) == 5
}

test_a_type_that_is_not_known if {
	types := [{"Type": "api"}, {"Type": {"Ref": "Logged"}}]
	template := {"Resources": {"Main": {"Type": "AWS::EKS::Cluster", "Properties": {"Logging": {"ClusterLogging": {"EnabledTypes": types}}}}}}
	found := eks_clusters.all with input as {"review": {"object": template}}
	not found[0].logs.is_known
}

test_no_logs if {
	found := eks_clusters.all with input as {"review": {"object": {"Resources": {"Main": {"Type": "AWS::EKS::Cluster"}}}}}
	found[0].logs.is_known
	found[0].logs.value == set()
}

test_defaults[note] if {
	some note, document in {
		"a template": {"Resources": {"Main": {"Type": "AWS::EKS::Cluster"}}},
		"eksctl": {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig"},
		"described": {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main"}},
	}
	[cluster] := eks_clusters.all with input as {"review": {"object": document}}
	[cluster.public_endpoint.value, cluster.public_cidrs.value] == [true, []]
	[cluster.creator_is_admin.value, cluster.auto_mode.value, cluster.key.value, cluster.version.value] == [true, false, null, null]
}

test_a_private_cluster_of_eksctl if {
	config := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "privateCluster": {"enabled": true}}
	[cluster] := eks_clusters.all with input as {"review": {"object": config}}
	cluster.public_endpoint.value == false
}

test_has_key[note] if {
	made := {"Fn::GetAtt": ["Key", "Arn"]}
	some note, case in {
		"a key of Terraform that is yet to be made": {
			"document": plan([{"provider": [{}], "resources": ["secrets"]}], [{"provider": [{"key_arn": true}]}]),
			"want": [true, true],
		},
		"none in a plan": {"document": plan([], []), "want": [false, true]},
		"not known in a plan": {"document": plan(null, true), "want": [false, false]},
		"a key of a template that is yet to be made": {"document": template([{"Provider": {"KeyArn": made}}]), "want": [true, true]},
		"none in a template": {"document": template([{"Resources": ["secrets"]}]), "want": [false, true]},
		"not known in a template": {"document": template({"Fn::If": ["A", [], []]}), "want": [false, false]},
		"a key that may be there": {"document": template([{"Provider": {"KeyArn": {"Fn::If": ["A", made, ""]}}}]), "want": [false, false]},
	}
	[cluster] := eks_clusters.all with input as {"review": {"object": case.document}}
	[cluster.has_key.value, cluster.has_key.is_known] == case.want
}

test_versions if {
	eks_clusters.is_before("1.9", "1.28")
	eks_clusters.is_before(1.3, "1.28")
	not eks_clusters.is_before("1.28", "1.28")
	not eks_clusters.is_before("latest", "1.28")
	not eks_clusters.is_before(null, "1.28")
}

plan(encryption, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "aws_eks_cluster.main", "type": "aws_eks_cluster", "name": "main",
	"change": {"actions": ["create"], "after": {"encryption_config": encryption}, "after_unknown": {"encryption_config": unknown}},
}]}

template(encryption) := {"Resources": {"Main": {"Type": "AWS::EKS::Cluster", "Properties": {"EncryptionConfig": encryption}}}}

test_key_of_terraform[note] if {
	some note, case in {
		"yet to be made": {"block": {"provider": [{"key_arn": "${aws_kms_key.a.arn}"}]}, "want": [true, true]},
		"none": {"block": {"provider": [{}]}, "want": [false, true]},
	}
	document := {"resource": {"aws_eks_cluster": {"main": [{"encryption_config": [case.block]}]}}}
	[cluster] := eks_clusters.all with input as {"review": {"object": document}}
	[cluster.has_key.value, cluster.has_key.is_known] == case.want
}
