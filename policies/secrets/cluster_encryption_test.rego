package guiderail.secrets.cluster_encryption_test

import data.guiderail.secrets.cluster_encryption

test_denied[note] if {
	some note, key in {"absent": null, "empty": ""}
	said(config(key, "1.34"), {}) == {"unknown": set(), "violation": {{
		"msg": "ClusterConfig main: secretsEncryption.keyARN must name a KMS key that encrypts Secrets",
		"details": {"path": path(key)},
	}}}
}

test_allowed if {
	said(config("arn:aws:kms:eu-north-1:111122223333:key/a", "1.34"), {}) == {"violation": set(), "unknown": set()}
	cluster_encryption.applies with input as {"review": {"object": config(null, "1.34")}}
}

test_by_parameter[version] if {
	some version, count_of_findings in {"1.27": 1, "1.28": 0, "1.34": 0}
	count(said(config(null, version), {"require_kms": false}).violation) == count_of_findings
}

test_unknown if {
	found := said({"Resources": {"Main": {"Type": "AWS::EKS::Cluster", "Properties": {"EncryptionConfig": {"Fn::If": ["A", [], []]}}}}}, {})
	found.violation == set()
	found.unknown == {{
		"msg": "Main (AWS::EKS::Cluster): whether EncryptionConfig.Provider.KeyArn names a KMS key is not known",
		"details": {"path": ["Resources", "Main", "Properties", "EncryptionConfig"]},
	}}
}

test_silent if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}}
	said(pod, {}) == {"violation": set(), "unknown": set()}
	not cluster_encryption.applies with input as {"review": {"object": pod}}
}

path(null) := ["secretsEncryption"]

path("") := ["secretsEncryption", "keyARN"]

config(key, version) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main", "version": version},
	"secretsEncryption": {"keyARN": key},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := cluster_encryption.violation with input as asked
	unknown := cluster_encryption.unknown with input as asked
}
