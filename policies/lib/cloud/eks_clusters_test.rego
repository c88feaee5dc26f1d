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
