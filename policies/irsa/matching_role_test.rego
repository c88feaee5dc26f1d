package guiderail.irsa.matching_role_test

import data.guiderail.irsa.matching_role

test_match[note] if {
	some note, [account, documents] in {
		"by name": [named("till", arn("till")), [files({})]],
		"a name with a variable": [named("till", arn("dev-till")), [files({"name": "${var.stage}-till"})]],
		"one of two of that name": [named("till", arn("till")), [files({"assume_role_policy": trust("shop", "other")}), files({})]],
		"of another account": [named("till", arn("till")), [described("arn:aws:iam::444455556666:role/till", "till")]],
		"a role of another account besides": [named("till", arn("till")), [described("arn:aws:iam::444455556666:role/other", "other")]],
		"no roles of workloads": [named("till", arn("till")), [files({"name": "node", "assume_role_policy": trusting({"Service": "ec2.amazonaws.com"}, {})})]],
		"no infrastructure": [named("till", arn("till")), []],
		"a placeholder": [named("till", "arn:aws:iam::111122223333:role/${ROLE}"), [files({})]],
		"no ARN": [named("till", "till"), [files({})]],
		"a path": [named("till", "arn:aws:iam::111122223333:role/apps/till"), [files({"path": "/apps/"})]],
		"a path that is not known": [named("till", arn("till")), [files({"path": "${var.path}"})]],
		"another audience": [
			object.union(named("till", arn("till")), {"metadata": {"annotations": {"eks.amazonaws.com/audience": "other"}}}),
			[files({"assume_role_policy": trusting(provider, {"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:till", "example.com/a:aud": "other"}})})],
		],
		"China": [named("till", "arn:aws-cn:iam::111122223333:role/till"), [files({"assume_role_policy": trusting(provider, {"StringEquals": {
			"example.com/a:sub": "system:serviceaccount:shop:till", "example.com/a:aud": "sts.amazonaws.com.cn",
		}})})]],
		"conditions on something else": [named("till", arn("till")), [files({"assume_role_policy": trusting(provider, {"StringEquals": {
			"example.com/a:sub": "system:serviceaccount:shop:till", "aws:PrincipalOrgID": "o-1",
		}})})]],
		"the issuer of the cluster": [named("till", arn("till")), [files({}), cluster("https://example.com/a")]],
		"no namespace": [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "till", "annotations": {"eks.amazonaws.com/role-arn": arn("till")}}}, [files({})]],
		"eksctl": [named("till", arn("till")), [{"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "iam": {"serviceAccounts": [
			{"metadata": {"name": "till", "namespace": "shop"}, "roleName": "till"},
		]}}]],
	}
	said(account, documents, []) == {"violation": set(), "unknown": set()}
}

test_mismatch[note] if {
	some note, [account, documents, msg] in {
		"another service account": [
			named("till", arn("till")), [files({"assume_role_policy": trust("shop", "tll")})],
			"names aws_iam_role.a, which does not let system:serviceaccount:shop:till assume it; it trusts system:serviceaccount:shop:tll",
		],
		"another service account of eksctl": [
			named("till", arn("till")),
			[{"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "iam": {"serviceAccounts": [{"metadata": {"name": "tll", "namespace": "shop"}, "roleName": "till"}]}}],
			"names iam.serviceAccounts shop/tll, which does not let system:serviceaccount:shop:till assume it; it trusts shop/tll",
		],
		"a wildcard for others": [
			named("till", arn("till")),
			[files({"assume_role_policy": trusting(provider, {"StringLike": {"example.com/a:sub": "system:serviceaccount:other:*"}})})],
			"names aws_iam_role.a, which does not let system:serviceaccount:shop:till assume it; correct its trust policy",
		],
		"a service": [
			named("till", arn("till")), [files({"assume_role_policy": trusting({"Service": "ec2.amazonaws.com"}, {})})],
			"names aws_iam_role.a, which trusts no service account; give it a trust policy for system:serviceaccount:shop:till",
		],
		"another audience": [
			named("till", arn("till")), [files({"assume_role_policy": trusting(provider, {"StringEquals": {
				"example.com/a:sub": "system:serviceaccount:shop:till", "example.com/a:aud": "other",
			}})})],
			"names aws_iam_role.a, which does not trust tokens for audience sts.amazonaws.com; correct its trust policy",
		],
		"another cluster": [
			named("till", arn("till")), [files({}), cluster("https://example.com/b")],
			"names aws_iam_role.a, which trusts only tokens of issuers that no given cluster has; correct its provider",
		],
		"another name": [
			named("till", arn("til")), [files({})],
			"names role til, but aws_iam_role.a, which trusts this service account, is called till",
		],
		"none of the account": [
			named("till", arn("stock")), [described(arn("reader"), "reader")],
			"names role stock, which is not among the given roles of account 111122223333; correct the ARN",
		],
		"another path": [
			named("till", arn("till")), [files({"path": "/apps/"})],
			"names a role with the path /, and aws_iam_role.a has the path /apps/; correct the ARN",
		],
	}
	wanted := {{"msg": sprintf("annotation eks.amazonaws.com/role-arn %s", [msg]), "details": {"path": ["metadata", "annotations", "eks.amazonaws.com/role-arn"]}}}
	said(account, documents, []) == {"violation": wanted, "unknown": set()}
}

test_not_known[note] if {
	some note, [document, role, msg] in {
		"the trust policy": [files({"assume_role_policy": "${var.trust}"}), "till", "names aws_iam_role.a, and whether that lets system:serviceaccount:shop:till assume it is not known"],
		"a part of it": [files({"assume_role_policy": trust("shop", "${var.name}")}), "till", "names aws_iam_role.a, and whether that lets system:serviceaccount:shop:till assume it is not known"],
		"the name": [files({"name": "${var.name}", "assume_role_policy": trust("shop", "other")}), "till", "names role till; whether that is one of the given files is not known"],
		"other roles": [files({"assume_role_policy": trust("shop", "other")}), "stock", "names role stock, which is not among the roles that the given files make"],
		"other roles of pods": [files({"assume_role_policy": trusting({"Service": "pods.eks.amazonaws.com"}, {})}), "stock", "names role stock, which is not among the roles that the given files make"],
	}
	wanted := {{"msg": sprintf("annotation eks.amazonaws.com/role-arn %s", [msg]), "details": {"path": ["metadata", "annotations", "eks.amazonaws.com/role-arn"]}}}
	said(named("till", arn(role)), [document], []) == {"violation": set(), "unknown": wanted}
}

test_accounts[note] if {
	some note, [document, objects, more, wanted] in {
		"there": [files({}), [named("till", arn("till"))], [], []],
		"nothing of the namespace": [files({}), [], [], []],
		"absent": [
			files({}), [named("other", arn("other"))], [],
			["aws_iam_role.a: assume_role_policy: ServiceAccount shop/till is not among the given objects of its namespace; correct the name, or remove it"],
		],
		"made by Terraform": [files({}), [named("other", arn("other"))], [{"resource": {"kubernetes_service_account": {"a": [{"metadata": [{"name": "till", "namespace": "shop"}]}]}}}], []],
		"without an annotation": [
			files({}), [bare], [],
			["aws_iam_role.a: assume_role_policy: ServiceAccount shop/till has no annotation eks.amazonaws.com/role-arn, so that its pods do not get the role"],
		],
		"without an annotation, but associated": [files({}), [bare], [associated("till")], []],
		"associated by an object": [
			files({}), [bare, {
				"apiVersion": "eks.services.k8s.aws/v1alpha1", "kind": "PodIdentityAssociation", "metadata": {"name": "x", "namespace": "shop"},
				"spec": {"namespace": "shop", "serviceAccount": "till", "roleARN": arn("till")},
			}],
			[], [],
		],
		"associated and absent": [
			associated("tll"), [bare], [],
			["aws_eks_pod_identity_association.a: ServiceAccount shop/tll is not among the given objects of its namespace; correct the name, or remove it"],
		],
		"associated with a role of workloads": [associated_with(trusting({"Service": "pods.eks.amazonaws.com"}, {})), [bare], [], []],
		"associated with a role that is not known": [associated_with("${var.trust}"), [bare], [], []],
		"associated with another role": [
			associated_with(trust("shop", "till")), [bare], [],
			["aws_eks_pod_identity_association.a: aws_iam_role.a does not let pods.eks.amazonaws.com assume it for ServiceAccount shop/till"],
		],
		"default": [files({"assume_role_policy": trust("shop", "default")}), [bare], [], []],
		"a variable": [files({"assume_role_policy": trust("shop", "${var.name}")}), [bare], [], []],
		"no account": [files({"assume_role_policy": trusting(provider, {"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop"}})}), [bare], [], []],
		"eksctl": [
			{"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "iam": {"serviceAccounts": [
				{"metadata": {"name": "a", "namespace": "shop"}}, {"metadata": {"name": "b", "namespace": "shop"}, "roleOnly": true},
			]}},
			[bare], [],
			["iam.serviceAccounts shop/b: ServiceAccount shop/b is not among the given objects of its namespace; correct the name, or remove it"],
		],
	}
	found := said(document, array.concat([document], more), objects)
	found.unknown == set()
	{entry.msg | some entry in found.violation} == {msg | some msg in wanted}
}

test_charts[note] if {
	some note, namespace in {"the same namespace": "shop", "a namespace that is not known": "${var.namespace}"}
	document := files({})
	found := said(document, [document, {"resource": {"helm_release": {"a": [{"namespace": namespace}]}}}], [named("other", arn("other"))])
	found.violation == set()
	count(found.unknown) == 1
}

test_charts_elsewhere if {
	document := files({})
	found := said(document, [document, {"resource": {"helm_release": {"a": [{"namespace": "elsewhere"}]}}}], [named("other", arn("other"))])
	count(found.violation) == 1
}

test_parameters if {
	document := files({})
	objects := [named("other", arn("other"))]
	inventory := of([document], objects)
	given := {"review": {"object": document}, "parameters": {"known_service_accounts": ["shop/till"]}}
	matching_role.violation == set() with input as given with data.inventory as inventory
	account := named("till", arn("til"))
	told := {"review": {"object": account}, "parameters": {"known_roles": [arn("til")]}}
	matching_role.violation == set() with input as told with data.inventory as inventory
}

test_applies[note] if {
	some note, [made, want] in {
		"an account with a role": [named("till", arn("till")), true],
		"an account without one": [bare, false],
		"an account that is nobody's": [object.union(named("till", arn("till")), {"apiVersion": "example.com/v1"}), false],
		"a role": [files({}), true],
		"no role": [{"resource": {"aws_s3_bucket": {"a": [{}]}}}, false],
	}
	applies := {true | matching_role.applies with input as {"review": {"object": made}}}
	applies == {true | want}
}

said(made, documents, objects) := {"violation": violation, "unknown": unknown} if {
	inventory := of(documents, objects)
	violation := matching_role.violation with input as {"review": {"object": made}} with data.inventory as inventory
	unknown := matching_role.unknown with input as {"review": {"object": made}} with data.inventory as inventory
}

of(documents, objects) := {
	"cluster": {"inventory.guiderail/v1": {"Infrastructure": {sprintf("%d", [i]): document | some i, document in documents}}},
	"namespace": object.union_n([{made.metadata.namespace: {made.apiVersion: {made.kind: {made.metadata.name: made}}}} |
		some made in objects
	]),
}

bare := {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "till", "namespace": "shop"}}

named(name, role) := {
	"apiVersion": "v1", "kind": "ServiceAccount",
	"metadata": {"name": name, "namespace": "shop", "annotations": {"eks.amazonaws.com/role-arn": role}},
}

arn(role) := sprintf("arn:aws:iam::111122223333:role/%s", [role])

files(more) := {"resource": {"aws_iam_role": {"a": [object.union({"name": "till", "assume_role_policy": trust("shop", "till")}, more)]}}}

associated(account) := {"resource": {"aws_eks_pod_identity_association": {"a": [{"namespace": "shop", "service_account": account, "role_arn": arn("x")}]}}}

associated_with(policy) := {"resource": {
	"aws_iam_role": {"a": [{"name": "till", "assume_role_policy": policy}]},
	"aws_eks_pod_identity_association": {"a": [{"namespace": "shop", "service_account": "till", "role_arn": "${aws_iam_role.a.arn}"}]},
}}

described(role_arn, name) := {"Role": {"RoleName": name, "Arn": role_arn, "AssumeRolePolicyDocument": json.unmarshal(trust("shop", "other"))}}

cluster(issuer) := {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/a", "identity": {"oidc": {"issuer": issuer}}}}

trust(namespace, name) := trusting(provider, {"StringEquals": {
	"example.com/a:sub": sprintf("system:serviceaccount:%s:%s", [namespace, name]), "example.com/a:aud": "sts.amazonaws.com",
}})

provider := {"Federated": "arn:aws:iam::111122223333:oidc-provider/example.com/a"}

trusting(principal, conditions) := json.marshal({"Version": "2012-10-17", "Statement": [{
	"Effect": "Allow", "Principal": principal, "Action": ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"], "Condition": conditions,
}]})
