package lib.guiderail.iam_roles_test

import data.lib.guiderail.iam_roles

# The same role with the same policies in every format.
test_role[note] if {
	some note, document in {
		"files": {"resource": {
			"aws_iam_role": {"a": [{
				"name": "reader", "path": "/apps/", "permissions_boundary": "arn:aws:iam::111122223333:policy/b",
				"assume_role_policy": trust, "inline_policy": [{"name": "x", "policy": policy("s3:GetA")}],
				"managed_policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
			}]},
			"aws_iam_role_policy": {"a": [{"role": "${aws_iam_role.a.id}", "policy": policy("s3:GetB")}]},
			"aws_iam_policy": {"a": [{"policy": policy("s3:GetC")}], "b": [{"policy": policy("s3:GetD")}]},
			"aws_iam_role_policy_attachment": {"a": [{"role": "reader", "policy_arn": "${aws_iam_policy.a.arn}"}]},
			"aws_iam_policy_attachment": {"a": [{"roles": ["${aws_iam_role.a.name}"], "policy_arn": "${aws_iam_policy.b.arn}"}]},
		}},
		"a plan": plan([
			change("aws_iam_role.a", {
				"name": "reader", "path": "/apps/", "permissions_boundary": "arn:aws:iam::111122223333:policy/b",
				"assume_role_policy": trust, "inline_policy": [{"name": "x", "policy": policy("s3:GetA")}],
				"managed_policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
			}),
			change("aws_iam_role_policy.a", {"role": "reader", "policy": policy("s3:GetB")}),
			change("aws_iam_policy.a", {"policy": policy("s3:GetC"), "arn": "arn:aws:iam::111122223333:policy/c"}),
			change("aws_iam_policy.b", {"policy": policy("s3:GetD"), "arn": "arn:aws:iam::111122223333:policy/d"}),
			change("aws_iam_role_policy_attachment.a", {"role": "reader", "policy_arn": "arn:aws:iam::111122223333:policy/c"}),
			change("aws_iam_policy_attachment.a", {"roles": ["reader"], "policy_arn": "arn:aws:iam::111122223333:policy/d"}),
		]),
		"a template": template({
			"R": {"Type": "AWS::IAM::Role", "Properties": {
				"RoleName": "reader", "Path": "/apps/", "PermissionsBoundary": "arn:aws:iam::111122223333:policy/b",
				"AssumeRolePolicyDocument": json.unmarshal(trust),
				"Policies": [{"PolicyName": "x", "PolicyDocument": json.unmarshal(policy("s3:GetA"))}],
				"ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", {"Ref": "C"}],
			}},
			"B": {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "R"}], "PolicyDocument": json.unmarshal(policy("s3:GetB"))}},
			"C": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": json.unmarshal(policy("s3:GetC"))}},
			"D": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": ["reader"], "PolicyDocument": json.unmarshal(policy("s3:GetD"))}},
		}),
	}
	[role] := roles(document)
	[role.name, role.folder, role.arn, role.is_shown, role.is_bounded] == ["reader", "/apps/", "", true, true]
	count(role.trusts) == 1
	{action | some found in role.policies; some action in found.statements[0].action.values} == {"s3:GetA", "s3:GetB", "s3:GetC", "s3:GetD"}
	{attached.arn | some attached in role.attached} == {"arn:aws:iam::aws:policy/ReadOnlyAccess"}
}

test_name[note] if {
	some note, [document, name] in {
		"a prefix": [plan([change("aws_iam_role.a", {"name_prefix": "reader-"})]), "reader-${unknown}"],
		"none": [plan([change("aws_iam_role.a", {})]), "terraform-${unknown}"],
		"one that is not known": [plan([unknown("aws_iam_role.a", {}, {"name": true})]), "${unknown}"],
		"a prefix that is not known": [plan([unknown("aws_iam_role.a", {}, {"name_prefix": true})]), "${unknown}"],
		"a text with a variable": [{"resource": {"aws_iam_role": {"a": [{"name": "${var.a}-reader"}]}}}, "${var.a}-reader"],
		"none in a template": [template({"Reader": {"Type": "AWS::IAM::Role"}}), "${AWS::StackName}-Reader${unknown}"],
		"a part of a template's": [
			template({"Reader": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Fn::Sub": "${Stage}-reader"}}}}),
			"${Stage}-reader",
		],
	}
	[role] := roles(document)
	role.name == name
}

test_folder_that_is_not_known if {
	[role] := roles(plan([unknown("aws_iam_role.a", {"name": "a"}, {"path": true, "arn": true})]))
	[role.folder, role.arn] == ["${unknown}", ""]
}

test_trust_in_a_document_of_the_plan if {
	written := {"resources": [{"mode": "managed", "type": "aws_iam_role", "name": "a", "expressions": {"assume_role_policy": {"references": [
		"data.aws_iam_policy_document.a.json", "data.aws_iam_policy_document.a",
	]}}}]}
	read := {
		"address": "data.aws_iam_policy_document.a", "mode": "data", "type": "aws_iam_policy_document", "name": "a",
		"change": {"after": {"statement": [{"actions": ["sts:AssumeRole"], "principals": [{"type": "Service", "identifiers": ["pods.eks.amazonaws.com"]}]}]}},
	}
	document := object.union(plan([unknown("aws_iam_role.a", {"name": "a"}, {"assume_role_policy": true}), read]), {"configuration": {"root_module": written}})
	[role] := roles(document)
	role.trusts == {"data.aws_iam_policy_document.a"}
}

test_trust_in_a_document_with_the_same_key if {
	written := {"resources": [{"mode": "managed", "type": "aws_iam_role", "name": "a", "expressions": {"assume_role_policy": {"references": [
		"data.aws_iam_policy_document.a", "each.key",
	]}}}]}
	read := [object.union(entry, {"mode": "data", "type": "aws_iam_policy_document", "name": "a"}) |
		some key in ["x", "y"]
		entry := {
			"address": sprintf("data.aws_iam_policy_document.a[%q]", [key]),
			"change": {"after": {"statement": [{"actions": ["sts:AssumeRole"], "principals": [{"type": "Service", "identifiers": ["pods.eks.amazonaws.com"]}]}]}},
		}
	]
	made := [object.union(unknown("aws_iam_role.a", {"name": key}, {"assume_role_policy": true}), {"address": address}) |
		some key in ["x", "z"] # of z there is no document
		address := sprintf("aws_iam_role.a[%q]", [key])
	]
	document := object.union(plan(array.concat(made, read)), {"configuration": {"root_module": written}})
	[same, other] := roles(document)
	same.trusts == {`data.aws_iam_policy_document.a["x"]`}
	other.trusts == {`data.aws_iam_policy_document.a["x"]`, `data.aws_iam_policy_document.a["y"]`}
}

test_described if {
	document := {"Role": {"RoleName": "reader", "Path": "/apps/", "Arn": "arn:aws:iam::111122223333:role/apps/reader", "AssumeRolePolicyDocument": json.unmarshal(trust)}}
	[role] := roles(document)
	[role.name, role.folder, role.arn, role.is_shown] == ["reader", "/apps/", "arn:aws:iam::111122223333:role/apps/reader", false]
	role.trusts == {"role reader"}
}

test_printed if {
	document := {"RoleName": "reader", "PolicyName": "x", "PolicyDocument": json.unmarshal(policy("s3:GetA"))}
	[found] := iam_roles.printed with input as {"review": {"object": document}}
	[found.role, found.document.title] == ["reader", "policy x"]
}

test_eksctl if {
	document := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "iam": {
		"serviceAccounts": [
			{"metadata": {"name": "a", "namespace": "shop"}, "attachPolicyARNs": ["arn:aws:iam::aws:policy/ReadOnlyAccess"], "wellKnownPolicies": {"autoScaler": true, "certManager": false}},
			{"metadata": {"name": "b"}, "roleOnly": true, "roleName": "b", "attachPolicy": json.unmarshal(policy("s3:GetA")), "permissionsBoundary": "arn:aws:iam::111122223333:policy/b"},
			{"metadata": {"name": "c", "namespace": "shop"}, "attachRoleARN": "arn:aws:iam::111122223333:role/c"},
			"broken",
		],
		"podIdentityAssociations": [
			{"namespace": "shop", "serviceAccountName": "d", "roleARN": "arn:aws:iam::111122223333:role/d"},
			{"namespace": "shop", "serviceAccountName": "e", "createServiceAccount": true, "permissionPolicy": json.unmarshal(policy("s3:GetA"))},
		],
	}}
	[a, b, e] := roles(document)
	[a.accounts, b.accounts, e.accounts] == [["shop/a"], ["default/b"], ["shop/e"]]
	[a.name, b.name, b.is_bounded, count(b.policies), count(e.policies)] == ["eksctl-${unknown}", "b", true, 1, 1]
	{attached.arn | some attached in a.attached} == {"arn:aws:iam::aws:policy/ReadOnlyAccess", "wellKnownPolicies.autoScaler"}
	known := iam_roles.accounts with input as {"review": {"object": document}}
	known == {"shop/a", "shop/c", "shop/e"}
	found := iam_roles.associations with input as {"review": {"object": document}}
	[[association.account, association.arn, association.makes_account] | some association in found] == [
		["a", "", true], ["b", "", false], ["c", "arn:aws:iam::111122223333:role/c", true],
		["d", "arn:aws:iam::111122223333:role/d", false], ["e", "", true],
	]
}

test_associations[note] if {
	some note, document in {
		"files": {"resource": {
			"aws_iam_role": {"a": [{"name": "a"}]},
			"aws_eks_pod_identity_association": {"a": [{"namespace": "shop", "service_account": "a", "role_arn": "${aws_iam_role.a.arn}"}]},
		}},
		"a template": template({
			"aws_iam_role.a": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "a"}},
			"A": {"Type": "AWS::EKS::PodIdentityAssociation", "Properties": {"Namespace": "shop", "ServiceAccount": "a", "RoleArn": {"Fn::GetAtt": ["aws_iam_role.a", "Arn"]}}},
		}),
	}
	[found] := iam_roles.associations with input as {"review": {"object": document}}
	[found.namespace, found.account, found.arn, found.roles] == ["shop", "a", "", {"aws_iam_role.a"}]
}

test_accounts_of_terraform if {
	document := {"resource": {
		"kubernetes_service_account": {"a": [{"metadata": [{"name": "a", "namespace": "shop"}]}]},
		"kubernetes_service_account_v1": {"b": [{"metadata": [{"name": "b"}]}]},
		"helm_release": {"c": [{"chart": "c", "namespace": "shop"}], "d": [{"chart": "d"}]},
	}}
	known := iam_roles.accounts with input as {"review": {"object": document}}
	known == {"shop/a", "default/b"}
	charts := iam_roles.charts with input as {"review": {"object": document}}
	charts == {"shop", "default"}
}

test_issuers[note] if {
	some note, document in {
		"eks": {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/a", "identity": {"oidc": {"issuer": "https://example.com/a"}}}},
		"a plan": plan([change("aws_eks_cluster.a", {"identity": [{"oidc": [{"issuer": "https://example.com/a"}]}]})]),
	}
	issuers := iam_roles.issuers with input as {"review": {"object": document}}
	issuers == {"example.com/a"}
}

roles(document) := found if found := iam_roles.all with input as {"review": {"object": document}}

plan(changes) := {"format_version": "1.2", "resource_changes": changes}

change(address, after) := unknown(address, after, {})

unknown(address, after, after_unknown) := {
	"address": address, "mode": "managed", "type": split(address, ".")[0], "name": split(address, ".")[1],
	"change": {"actions": ["create"], "after": after, "after_unknown": after_unknown},
}

template(resources) := {"Resources": resources}

policy(action) := json.marshal({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})

trust := json.marshal({"Version": "2012-10-17", "Statement": [{
	"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"],
}]})
