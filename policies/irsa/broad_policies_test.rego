package guiderail.irsa.broad_policies_test

import data.guiderail.irsa.broad_policies

test_denied[note] if {
	some note, arn in {
		"administrators": "arn:aws:iam::aws:policy/AdministratorAccess",
		"in China": "arn:aws-cn:iam::aws:policy/PowerUserAccess",
		"with a path": "arn:aws:iam::aws:policy/service-role/AmazonS3FullAccess",
		"a later version": "arn:aws:iam::aws:policy/CloudWatchFullAccessV2",
	}
	count(said(config(arn), {}).violation) == 1
	said(config(arn), {"allowed": [regex.replace(arn, ".*/", "")]}).violation == set()
	said(config(arn), {}).unknown == set()
}

test_allowed[note] if {
	some note, arn in {
		"narrow": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
		"one's own": "arn:aws:iam::111122223333:policy/ShopFullAccess",
	}
	said(config(arn), {}) == {"violation": set(), "unknown": set()}
	broad_policies.applies with input as {"review": {"object": config(arn)}}
}

test_parameter if {
	count(said(config("arn:aws:iam::aws:policy/ReadOnlyAccess"), {"policies": ["ReadOnly*"]}).violation) == 1
}

test_places[note] if {
	some note, [document, message, path] in {
		"an account": [
			config(admin), "iam.serviceAccounts.attachPolicyARNs", ["iam", "serviceAccounts", 0, "attachPolicyARNs", 0],
		],
		"nodes": [
			eksctl({"nodeGroups": [{"iam": {"attachPolicyARNs": [admin]}}]}), "nodeGroups.iam.attachPolicyARNs",
			["nodeGroups", 0, "iam", "attachPolicyARNs", 0],
		],
		"an addon": [eksctl({"addons": [{"attachPolicyARNs": [admin]}]}), "addons.attachPolicyARNs", ["addons", 0, "attachPolicyARNs", 0]],
		"a template": [
			template([narrow, {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess"}]),
			"A (AWS::IAM::Role): ManagedPolicyArns", ["Resources", "A", "Properties", "ManagedPolicyArns", 1],
		],
		"a template with one": [
			template({"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess"}),
			"A (AWS::IAM::Role): ManagedPolicyArns", ["Resources", "A", "Properties", "ManagedPolicyArns"],
		],
		"a plan": [
			plan("aws_iam_role_policy_attachment", {"policy_arn": admin}, {}), "aws.a: policy_arn",
			["resource_changes", 0, "change", "after", "policy_arn"],
		],
		"a file": [
			file("aws_iam_role_policy_attachment", {"policy_arn": "arn:${data.aws_partition.a.id}:iam::aws:policy/AdministratorAccess"}),
			"aws_iam_role_policy_attachment.a: policy_arn", ["resource", "aws_iam_role_policy_attachment", "a", 0, "policy_arn"],
		],
		"a role": [
			plan("aws_iam_role", {"managed_policy_arns": [admin]}, {}), "aws.a: managed_policy_arns",
			["resource_changes", 0, "change", "after", "managed_policy_arns", 0],
		],
	}
	said(document, {}) == {"unknown": set(), "violation": {{
		"msg": sprintf("%s: AdministratorAccess allows far more than a role needs; attach a policy of your own", [message]),
		"details": {"path": path},
	}}}
}

test_unknown[note] if {
	some note, document in {
		"a parameter": template([{"Ref": "Policy"}]),
		"a part": template([{"Fn::Sub": "arn:aws:iam::aws:policy/${Name}"}]),
		"a prefix": template([{"Fn::Sub": "${Prefix}/AdministratorAccess"}]),
		"a variable": file("aws_iam_role_policy_attachment", {"policy_arn": "${var.policy}"}),
		"a variable with all of them": file("aws_iam_role", {"managed_policy_arns": "${var.policies}"}),
		"a look-up": file("aws_iam_role_policy_attachment", {"policy_arn": "${data.aws_iam_policy.a.arn}"}),
		"later": plan("aws_iam_role_policy_attachment", {}, {"policy_arn": true}),
	}
	said(document, {}).violation == set()
	count(said(document, {}).unknown) == 1
}

# The policies that the same file makes are judged by what they say.
test_own[note] if {
	some note, document in {
		"a template": object.union(template([{"Ref": "Own"}]), {"Resources": {"Own": {"Type": "AWS::IAM::ManagedPolicy"}}}),
		"a file": file("aws_iam_role_policy_attachment", {"policy_arn": "${aws_iam_policy.own.arn}"}),
		"a file, by its account": file("aws_iam_role_policy_attachment", {"policy_arn": "arn:aws:iam::${var.account}:policy/own"}),
		"a plan": object.union(plan("aws_iam_role_policy_attachment", {}, {"policy_arn": true}), {"configuration": {"root_module": {"resources": [{
			"mode": "managed", "type": "aws_iam_role_policy_attachment", "name": "a",
			"expressions": {"policy_arn": {"references": ["aws_iam_policy.own.arn", "aws_iam_policy.own"]}},
		}]}}}),
	}
	said(document, {}) == {"violation": set(), "unknown": set()}
}

test_silent if {
	said({"kind": "Pod"}, {}) == {"violation": set(), "unknown": set()}
	not broad_policies.applies with input as {"review": {"object": plan("aws_iam_user", {}, {})}}
	not broad_policies.applies with input as {"review": {"object": eksctl({})}}
}

admin := "arn:aws:iam::aws:policy/AdministratorAccess"

narrow := "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"

config(arn) := eksctl({"iam": {"serviceAccounts": [{"metadata": {"name": "a"}, "attachPolicyARNs": [arn]}]}})

eksctl(more) := object.union({"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig"}, more)

template(arns) := {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": arns}}}}

file(type, body) := {"resource": {type: {"a": [body]}}}

plan(type, after, unknown) := {"format_version": "1.2", "resource_changes": [{
	"address": "aws.a", "mode": "managed", "type": type, "name": "a",
	"change": {"actions": ["create"], "after": after, "after_unknown": unknown},
}]}

said(document, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": document}, "parameters": parameters}
	violation := broad_policies.violation with input as asked
	unknown := broad_policies.unknown with input as asked
}
