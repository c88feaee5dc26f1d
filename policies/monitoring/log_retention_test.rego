package guiderail.monitoring.log_retention_test

import data.guiderail.monitoring.log_retention

key := "arn:aws:kms:eu-north-1:111122223333:key/a"

test_denied[note] if {
	some note, case in {
		"short": {"properties": {"RetentionInDays": 30, "KmsKeyId": key}, "msg": "RetentionInDays must keep the logs for 90 days or more"},
		"short as text": {"properties": {"RetentionInDays": "30", "KmsKeyId": key}, "msg": "RetentionInDays must keep the logs for 90 days or more"},
		"no key": {"properties": {"RetentionInDays": 365}, "msg": "KmsKeyId must name a KMS key that encrypts the logs"},
	}
	found := said(template(case.properties), {})
	{finding.msg | some finding in found.violation} == {sprintf("Logs (AWS::Logs::LogGroup): %s", [case.msg])}
	found.unknown == set()
}

test_denied_eksctl if {
	said(config(60), {}) == {"unknown": set(), "violation": {{
		"msg": "ClusterConfig main: cloudWatch.clusterLogging.logRetentionInDays must keep the logs for 90 days or more",
		"details": {"path": ["cloudWatch", "clusterLogging", "logRetentionInDays"]},
	}}}
}

test_allowed[note] if {
	some note, subject in {
		"long": template({"RetentionInDays": 90, "KmsKeyId": key}),
		"for ever": template({"KmsKeyId": key}),
		"for ever, as a number": template({"RetentionInDays": 0, "KmsKeyId": key}),
		"eksctl": config(365),
		"eksctl for ever": config(null),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	log_retention.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	said(template({"RetentionInDays": 30}), {"min_days": 30, "require_kms": false}).violation == set()
}

test_unknown[note] if {
	some note, properties in {
		"the days": {"RetentionInDays": {"Ref": "Days"}, "KmsKeyId": key},
		"the key": {"KmsKeyId": {"Ref": "Key"}},
	}
	found := said(template(properties), {})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another log group": template({"LogGroupName": "/aws/lambda/a"}),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not log_retention.applies with input as {"review": {"object": subject}}
}

template(properties) := {"Resources": {"Logs": {"Type": "AWS::Logs::LogGroup", "Properties": object.union({"LogGroupName": "/aws/eks/main/cluster"}, properties)}}}

config(days) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"cloudWatch": {"clusterLogging": {"logRetentionInDays": days}},
}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := log_retention.violation with input as asked
	unknown := log_retention.unknown with input as asked
}
