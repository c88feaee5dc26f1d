package lib.guiderail.node_roles_test

import data.lib.guiderail.node_roles

# A node group refers to its role, and what is attached names it.
test_policies_of_files[note] if {
	some note, [more, want] in {
		"attached by name": [{"aws_iam_role_policy_attachment": {"a": [{"role": "nodes", "policy_arn": aws("A")}]}}, [["A", true]]],
		"attached by reference": [
			{"aws_iam_role_policy_attachment": {"a": [{"role": "${aws_iam_role.nodes.id}", "policy_arn": "arn:${var.partition}:iam::aws:policy/service-role/A"}]}},
			[["A", true]],
		],
		"attached to several": [{"aws_iam_policy_attachment": {"a": [{"roles": ["ci", "nodes"], "policy_arn": aws("A")}]}}, [["A", true]]],
		"attached to several by reference": [
			{"aws_iam_policy_attachment": {"a": [{"roles": ["ci", "${aws_iam_role.nodes.name}"], "policy_arn": aws("A")}]}}, [["A", true]],
		],
		"all that are attached": [
			{"aws_iam_role_policy_attachments_exclusive": {"a": [{"role_name": "${aws_iam_role.nodes.name}", "policy_arns": [aws("A"), "${var.a}"]}]}},
			[["A", true], [null, false]],
		],
		"attached to another": [{"aws_iam_role_policy_attachment": {"a": [{"role": "others", "policy_arn": aws("A")}]}}, []],
		"one's own": [
			{
				"aws_iam_policy": {"a": [{}]},
				"aws_iam_role_policy_attachment": {"a": [{"role": "nodes", "policy_arn": "${aws_iam_policy.a.arn}"}]},
			},
			[[null, true]],
		],
		"one's own by its ARN": [
			{"aws_iam_role_policy_attachment": {"a": [{"role": "nodes", "policy_arn": "arn:aws:iam::111122223333:policy/a"}]}}, [[null, true]],
		],
		"not known": [{"aws_iam_role_policy_attachment": {"a": [{"role": "nodes", "policy_arn": "${var.a}"}]}}, [[null, false]]],
		"inline": [{"aws_iam_role_policy": {"a": [{"role": "nodes", "policy": "${var.a}"}]}}, [[null, true]]],
		"of a role with nodes' policy": [
			{"aws_iam_role": {"b": [{"name": "b", "managed_policy_arns": [aws("AmazonEKSWorkerNodePolicy"), aws("A")], "inline_policy": []}]}},
			[["AmazonEKSWorkerNodePolicy", true], ["A", true]],
		],
	}
	blocks := {
		"aws_eks_node_group": {"a": [{"node_role_arn": "${aws_iam_role.nodes.arn}"}]},
		"aws_iam_role": {"nodes": [{"name": "nodes"}]},
	}
	found := node_roles.policies with input as {"review": {"object": {"resource": object.union(blocks, more)}}}
	[[policy.name, policy.is_known] | some policy in found] == want
}

test_policies_of_templates[note] if {
	some note, [role, want] in {
		"a list": [{"ManagedPolicyArns": [aws("A")]}, [["A", true]]],
		"a text that is put together": [
			{"ManagedPolicyArns": [{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/A"]]}]}, [["A", true]],
		],
		"a list that is not known": [{"ManagedPolicyArns": {"Ref": "Policies"}}, [[null, false]]],
		"inline": [{"Policies": [{"PolicyName": "a"}]}, [[null, true]]],
		"of the template": [{"ManagedPolicyArns": [{"Ref": "Own"}]}, [[null, true]]],
		"none": [{}, []],
	}
	some attribute in ["Role.Arn", ["Role", "Arn"]]
	template := {"Resources": {
		"Nodes": {"Type": "AWS::EKS::Nodegroup", "Properties": {"NodeRole": {"Fn::GetAtt": attribute}}},
		"Role": {"Type": "AWS::IAM::Role", "Properties": role},
		"Own": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {}},
	}}
	found := node_roles.policies with input as {"review": {"object": template}}
	[[policy.name, policy.is_known] | some policy in found] == want
}

test_nodes_without_a_group[note] if {
	some note, [blocks, want] in {
		"of Karpenter": [{"aws_eks_access_entry": {"a": [{"type": "EC2_LINUX", "principal_arn": "${aws_iam_role.nodes.arn}"}]}}, ["A"]],
		"of Auto Mode": [{"aws_eks_cluster": {"a": [{"compute_config": [{"node_role_arn": "${aws_iam_role.nodes.arn}"}]}]}}, ["A"]],
		"of people": [{"aws_eks_access_entry": {"a": [{"type": "STANDARD", "principal_arn": "${aws_iam_role.nodes.arn}"}]}}, []],
		"of a cluster without nodes": [{"aws_eks_cluster": {"a": [{"name": "a"}]}}, []],
	}
	role := {"aws_iam_role": {"nodes": [{"name": "nodes", "managed_policy_arns": [aws("A")]}]}}
	document := {"resource": object.union(blocks, role)}
	[policy.name | some policy in node_roles.policies] == want with input as {"review": {"object": document}}
}

test_unread[note] if {
	some note, [arn, want] in {
		"of these files": ["arn:aws:iam::111122223333:role/path/nodes", 0],
		"of others": ["arn:aws:iam::111122223333:role/others", 1],
		"not known": ["${var.role}", 1],
	}
	blocks := {
		"aws_eks_node_group": {"a": [{"node_role_arn": arn}]},
		"aws_iam_role_policy_attachment": {"a": [{"role": "nodes", "policy_arn": aws("A")}]},
	}
	found := node_roles.unread with input as {"review": {"object": {"resource": blocks}}}
	count(found) == want
}

test_what_comes_later_in_a_plan if {
	changes := [
		change("aws_iam_role_policy_attachment", {"role": "nodes"}, {"policy_arn": true}),
		change("aws_iam_role_policy", {"role": "nodes"}, {"policy": true}),
		change("aws_iam_role", {"name": "nodes"}, {"inline_policy": true, "managed_policy_arns": true}),
		change("aws_eks_node_group", {"node_role_arn": "arn:aws:iam::111122223333:role/nodes"}, {}),
	]
	found := node_roles.policies with input as {"review": {"object": {"format_version": "1.2", "resource_changes": changes}}}
	[[policy.field, policy.is_known] | some policy in found] == [["policy_arn", false], ["policy", true]]
}

change(type, after, unknown) := {
	"address": sprintf("%s.a", [type]), "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}

aws(name) := sprintf("arn:aws:iam::aws:policy/%s", [name])
