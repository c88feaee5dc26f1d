package guiderail.monitoring.control_plane_logs_test

import data.guiderail.monitoring.control_plane_logs

test_denied[note] if {
	some note, types in {"none": [], "some": ["api", "audit"], "others": ["scheduler"], "absent": null}
	count(said(config(types), {}).violation) == 1
	said(config(types), {}).unknown == set()
}

test_allowed[note] if {
	some note, types in {"these": ["api", "audit", "authenticator"], "more": ["api", "audit", "authenticator", "scheduler"], "a star": ["*"], "all": ["all"]}
	said(config(types), {}) == {"violation": set(), "unknown": set()}
	control_plane_logs.applies with input as {"review": {"object": config(types)}}
}

test_denied_by_parameter if {
	said(config(["api", "audit", "authenticator"]), {"log_types": ["scheduler"]}).violation == {{
		"msg": "ClusterConfig main: cloudWatch.clusterLogging.enableTypes must have the log types that are missing: scheduler",
		"details": {"path": ["cloudWatch", "clusterLogging", "enableTypes"]},
	}}
}

test_unknown if {
	plan := {"format_version": "1.2", "resource_changes": [{
		"address": "aws_eks_cluster.main", "type": "aws_eks_cluster", "name": "main",
		"change": {"actions": ["create"], "after": {"name": "main"}, "after_unknown": {"enabled_cluster_log_types": true}},
	}]}
	said(plan, {}) == {"violation": set(), "unknown": {{
		"msg": "aws_eks_cluster.main: whether enabled_cluster_log_types has the logs that must be kept is not known",
		"details": {"path": ["resource_changes", 0, "change", "after"]},
	}}}
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"another kind of eksctl": object.union(config([]), {"kind": "IAMPolicy"}),
		"another resource": {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not control_plane_logs.applies with input as {"review": {"object": subject}}
}

config(types) := object.union(
	{"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"}},
	{"cloudWatch": {"clusterLogging": {"enableTypes": types}}},
)

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := control_plane_logs.violation with input as asked
	unknown := control_plane_logs.unknown with input as asked
}
