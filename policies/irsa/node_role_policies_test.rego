package guiderail.irsa.node_role_policies_test

import data.guiderail.irsa.node_role_policies

test_denied if {
	said({"attachPolicyARNs": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]}, {}) == {"unknown": set(), "violation": {{
		"msg": "managedNodeGroups a: iam.attachPolicyARNs gives AmazonS3ReadOnlyAccess to every pod that gets at the node's credentials",
		"details": {"path": ["managedNodeGroups", 0, "iam", "attachPolicyARNs", 0]},
	}}}
}

test_denied_own if {
	said({"withAddonPolicies": {"ebs": true}}, {}) == {"unknown": set(), "violation": {{
		"msg": "managedNodeGroups a: iam.withAddonPolicies.ebs gives more than nodes need to every pod that gets at the node's credentials",
		"details": {"path": ["managedNodeGroups", 0, "iam", "withAddonPolicies", "ebs"]},
	}}}
}

test_allowed if {
	iam := {"attachPolicyARNs": ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"]}
	said(iam, {}) == {"unknown": set(), "violation": set()}
	node_role_policies.applies with input as {"review": {"object": config(iam)}}
}

test_by_parameter if {
	said({"attachPolicy": {"Statement": []}}, {"allow_own_policies": true}).violation == set()
	said({"attachPolicyARNs": ["arn:aws:iam::aws:policy/A"]}, {"allowed": ["A"]}).violation == set()
	count(said({"attachPolicyARNs": ["arn:aws:iam::aws:policy/A"]}, {"allow_own_policies": true}).violation) == 1
}

test_unknown_role if {
	iam := {"instanceRoleARN": "arn:aws:iam::111122223333:role/nodes"}
	said(iam, {}) == {"violation": set(), "unknown": {{
		"msg": "managedNodeGroups a: what the role in iam.instanceRoleARN may do is not known",
		"details": {"path": ["managedNodeGroups", 0, "iam", "instanceRoleARN"]},
	}}}
	node_role_policies.applies with input as {"review": {"object": config(iam)}}
}

test_unknown_policy if {
	properties := {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", {"Ref": "Policy"}]}
	subject := {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": properties}}}
	unknown := node_role_policies.unknown with input as {"review": {"object": subject}}
	{entry.msg | some entry in unknown} == {"A (AWS::IAM::Role): which policy ManagedPolicyArns gives the nodes is not known"}
}

test_silent if {
	not node_role_policies.applies with input as {"review": {"object": {"apiVersion": "v1", "kind": "Pod"}}}
}

config(iam) := {
	"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"},
	"managedNodeGroups": [{"name": "a", "iam": iam}],
}

said(iam, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": config(iam)}, "parameters": parameters}
	violation := node_role_policies.violation with input as asked
	unknown := node_role_policies.unknown with input as asked
}
