package guiderail.irsa.shared_trust_test

import data.guiderail.irsa.shared_trust

test_shared[note] if {
	some note, [document, title, accounts] in {
		"a list": [
			files(trust({"StringEquals": {"example.com/a:sub": ["system:serviceaccount:shop:b", "system:serviceaccount:shop:a"]}}), {}),
			"aws_iam_role.a: assume_role_policy", "shop/a, shop/b",
		],
		"associations": [
			object.union(files(trust({}), {}), {"resource": {"aws_eks_pod_identity_association": {
				"a": [{"namespace": "shop", "service_account": "a", "role_arn": "${aws_iam_role.a.arn}"}],
				"b": [{"namespace": "shop", "service_account": "a", "role_arn": "${aws_iam_role.a.arn}"}],
				"c": [{"namespace": "stock", "service_account": "a", "role_arn": "${aws_iam_role.a.arn}"}],
			}}}),
			"aws_eks_pod_identity_association.c", "shop/a, stock/a",
		],
	}
	found := shared_trust.violation with input as {"review": {"object": document}}
	sprintf("%s: ServiceAccount %s can all use this role; give each its own", [title, accounts]) in {entry.msg | some entry in found}
}

test_not_shared[note] if {
	some note, document in {
		"one": files(trust({"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:a"}}), {}),
		"none": files(trust({}), {}),
		"a pattern": files(trust({"StringLike": {"example.com/a:sub": "system:serviceaccount:shop:*"}}), {}),
		"one association": object.union(files(trust({}), {}), {"resource": {"aws_eks_pod_identity_association": {
			"a": [{"namespace": "shop", "service_account": "a", "role_arn": "${aws_iam_role.a.arn}"}],
		}}}),
	}
	shared_trust.violation == set() with input as {"review": {"object": document}}
}

test_shared_on_purpose if {
	document := files(trust({"StringEquals": {"example.com/a:sub": ["system:serviceaccount:shop:b", "system:serviceaccount:shop:a"]}}), {"name": "both"})
	shared_trust.violation == set() with input as {"review": {"object": document}, "parameters": {"shared_roles": ["both"]}}
}

test_applies[note] if {
	some note, [document, want] in {
		"a role for tokens": [files(trust({}), {}), true],
		"an association": [{"resource": {"aws_eks_pod_identity_association": {"a": [{}]}}}, true],
		"another role": [files(json.marshal({"Statement": []}), {}), false],
	}
	applies := {true | shared_trust.applies with input as {"review": {"object": document}}}
	applies == {true | want}
}

files(policy, more) := {"resource": {"aws_iam_role": {"a": [object.union({"assume_role_policy": policy}, more)]}}}

trust(conditions) := json.marshal({"Statement": [{
	"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
	"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/example.com/a"}, "Condition": conditions,
}]})
