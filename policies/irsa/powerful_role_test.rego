package guiderail.irsa.powerful_role_test

import data.guiderail.irsa.powerful_role

test_powers[note] if {
	some note, [policies, attached, powers] in {
		"everything": [[allow("*", "*")], [], ["* (aws_iam_role_policy.p0: policy)"]],
		"a service": [[allow("s3:*", "*")], [], ["s3:* (aws_iam_role_policy.p0: policy)"]],
		"all but something": [[{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], [], ["all but iam:* (aws_iam_role_policy.p0: policy)"]],
		"two": [
			[allow(["s3:*", "sqs:*"], "*")], [],
			["s3:* (aws_iam_role_policy.p0: policy)", "sqs:* (aws_iam_role_policy.p0: policy)"],
		],
		"what another policy denies": [[allow("s3:*", "*"), {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}], [], []],
		"what another denies in part": [
			[allow("s3:*", "*"), {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}], [],
			["s3:* (aws_iam_role_policy.p0: policy)"],
		],
		"one bucket": [[allow("s3:*", "arn:aws:s3:::a/*")], [], []],
		"one action": [[allow("s3:GetObject", "*")], [], []],
		"under a condition": [[object.union(allow("s3:*", "*"), {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})], [], []],
		"an administrator": [[], ["AdministratorAccess"], ["* (AdministratorAccess)"]],
		"nearly an administrator": [[], ["PowerUserAccess"], ["all but iam:*, organizations:*, account:* (PowerUserAccess)"]],
		"all of a service": [[], ["AmazonS3FullAccess"], ["all of a service (AmazonS3FullAccess)"]],
		"a policy of AWS": [[], ["ReadOnlyAccess"], []],
	}
	said(files(policies, attached, {}), [account({})], {}) == {"unknown": set(), "violation": {finding |
		count(powers) > 0
		finding := {
			"msg": sprintf(
				"pod: ServiceAccount shop/till has aws_iam_role.a by its annotation, which may do %s; name the actions and resources that the pods need",
				[concat(", ", powers)],
			),
			"details": {"path": ["spec", "template", "spec", "serviceAccountName"]},
		}
	}}
}

test_not_known[note] if {
	some note, more in {
		"a boundary": {"permissions_boundary": "arn:aws:iam::111122223333:policy/b"},
		"a name": {"name": "${var.name}"},
		"a trust policy": {"assume_role_policy": "${var.trust}"},
	}
	found := said(files([allow("*", "*")], [], more), [account({})], {})
	found.violation == set()
	{entry.msg | some entry in found.unknown} == {concat(" ", [
		"pod: ServiceAccount shop/till has aws_iam_role.a by its annotation, which may do",
		"* (aws_iam_role_policy.p0: policy); whether all of that counts is not known",
	])}
}

test_policies_that_are_not_shown[note] if {
	some note, [arn, name] in {"an own one": ["arn:aws:iam::111122223333:policy/a", "a"], "a variable": ["${var.arn}", "b"]}
	name != ""
	said(files([], [], {"managed_policy_arns": [arn]}), [account({})], {}) == {"violation": set(), "unknown": set()}
}

test_policy_that_is_not_known if {
	document := object.union(files([], [], {}), {"resource": {"aws_iam_role_policy": {"p": [{"role": "till", "policy": "${var.policy}"}]}}})
	said(document, [account({})], {}) == {"violation": set(), "unknown": set()}
}

test_association_that_is_not_known if {
	document := object.union(files([allow("*", "*")], [], {}), {"resource": association("${module.a.arn}")})
	said(document, [], {}) == {"violation": set(), "unknown": set()}
}

test_described if {
	role := {"Role": {"RoleName": "till", "Arn": "arn:aws:iam::111122223333:role/till", "AssumeRolePolicyDocument": json.unmarshal(trust)}}
	policy := {"RoleName": "till", "PolicyName": "all", "PolicyDocument": {"Statement": [allow("*", "*")]}}
	found := said(role, [account({})], {"b": policy, "c": object.union(policy, {"RoleName": "other"})})
	{entry.msg | some entry in found.violation} == {concat(" ", [
		"pod: ServiceAccount shop/till has role till by its annotation, which may do",
		"* (policy all); name the actions and resources that the pods need",
	])}
}

test_others[note] if {
	some note, objects in {
		"another account": [account({"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/other"})],
		"no annotation": [account({"eks.amazonaws.com/role-arn": ""})],
		"no account": [],
	}
	said(files([allow("*", "*")], [], {}), objects, {}) == {"violation": set(), "unknown": set()}
}

test_refused if {
	document := files([allow("*", "*")], [], {"assume_role_policy": replace(trust, "shop:till", "shop:other")})
	said(document, [account({})], {}) == {"violation": set(), "unknown": set()}
}

test_by_association[note] if {
	role := {"name": "till", "assume_role_policy": pod_trust}
	some note, [document, more, giver] in {
		"of the same file": [
			object.union(files([allow("*", "*")], [], role), {"resource": association("${aws_iam_role.a.arn}")}), [],
			"aws_eks_pod_identity_association.a",
		],
		"by its ARN": [
			object.union(files([allow("*", "*")], [], role), {"resource": association("arn:aws:iam::111122223333:role/till")}), [],
			"aws_eks_pod_identity_association.a",
		],
		"an object": [
			files([allow("*", "*")], [], role), [{
				"apiVersion": "eks.services.k8s.aws/v1alpha1", "kind": "PodIdentityAssociation", "metadata": {"name": "x", "namespace": "shop"},
				"spec": {"namespace": "shop", "serviceAccount": "till", "roleARN": "arn:aws:iam::111122223333:role/till"},
			}],
			"PodIdentityAssociation x",
		],
	}
	found := said(document, more, {})
	{entry.msg | some entry in found.violation} == {sprintf(
		"pod: ServiceAccount shop/till has aws_iam_role.a by %s, which may do * (aws_iam_role_policy.p0: policy); name the actions and resources that the pods need",
		[giver],
	)}
}

test_by_eksctl if {
	document := {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "iam": {"podIdentityAssociations": [
		{"namespace": "shop", "serviceAccountName": "till", "permissionPolicyARNs": ["arn:aws:iam::aws:policy/AdministratorAccess"]},
		{"namespace": "shop", "serviceAccountName": "other", "roleARN": "arn:aws:iam::111122223333:role/other"},
	]}}
	found := said(document, [], {})
	{entry.msg | some entry in found.violation} == {concat(" ", [
		"pod: ServiceAccount shop/till has iam.podIdentityAssociations shop/till by iam.podIdentityAssociations shop/till,",
		"which may do * (AdministratorAccess); name the actions and resources that the pods need",
	])}
}

said(document, objects, more) := {"violation": violation, "unknown": unknown} if {
	inventory := {
		"cluster": {"inventory.guiderail/v1": {"Infrastructure": object.union({"a": document}, more)}},
		"namespace": object.union_n([{made.metadata.namespace: {made.apiVersion: {made.kind: {made.metadata.name: made}}}} |
			some made in objects
		]),
	}
	violation := powerful_role.violation with input as {"review": {"object": deployment}} with data.inventory as inventory
	unknown := powerful_role.unknown with input as {"review": {"object": deployment}} with data.inventory as inventory
}

deployment := {
	"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "till", "namespace": "shop"},
	"spec": {"template": {"spec": {"serviceAccountName": "till", "containers": [{"name": "till", "image": "till"}]}}},
}

account(annotations) := {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {
	"name": "till", "namespace": "shop",
	"annotations": object.union({"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/till"}, annotations),
}}

files(policies, attached, more) := {"resource": {
	"aws_iam_role": {"a": [object.union(
		{
			"name": "till", "assume_role_policy": trust,
			"managed_policy_arns": [sprintf("arn:aws:iam::aws:policy/%s", [name]) | some name in attached],
		},
		more,
	)]},
	"aws_iam_role_policy": {sprintf("p%d", [i]): [{"role": "${aws_iam_role.a.name}", "policy": json.marshal({"Statement": [statement]})}] |
		some i, statement in policies
	},
}}

association(arn) := {"aws_eks_pod_identity_association": {"a": [{"namespace": "shop", "service_account": "till", "role_arn": arn}]}}

allow(action, resource) := {"Effect": "Allow", "Action": action, "Resource": resource}

trust := json.marshal({"Statement": [{
	"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
	"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/example.com/a"},
	"Condition": {"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:till"}},
}]})

pod_trust := json.marshal({"Statement": [
	{
		"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"Service": "pods.eks.amazonaws.com"},
		"Condition": {"StringEquals": {"aws:RequestTag/kubernetes-service-account": "till", "aws:SourceAccount": "111122223333"}},
	},
	{
		"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": "*",
		"Condition": {"StringEquals": {"aws:SourceAccount": "444455556666"}},
	},
	{
		"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": "*",
		"Condition": {"StringEquals": {"aws:RequestTag/kubernetes-namespace": "other"}},
	},
]})

test_applies[note] if {
	some note, [objects, want] in {"an account with a role": [[account({})], true], "no account": [[], false]}
	applies := {true |
		powerful_role.applies with input as {"review": {"object": deployment}} with data.inventory as {
			"cluster": {"inventory.guiderail/v1": {"Infrastructure": {"a": files([], [], {})}}},
			"namespace": {"shop": {"v1": {"ServiceAccount": {"till": made | some made in objects}}}},
		}
	}
	applies == {true | want}
}
