package guiderail.irsa.trust_provider_test

import data.guiderail.irsa.trust_provider

test_vain[note] if {
	some note, [more, what] in {
		"a key with a scheme": [
			{"Condition": {"StringEquals": {"https://example.com/a:sub": "system:serviceaccount:shop:reader"}}},
			"condition key https://example.com/a:sub never matches; begin it with example.com/a:",
		],
		"a key of another issuer": [
			{"Condition": {"StringEquals": {"example.com/b:sub": "system:serviceaccount:shop:reader"}}},
			"condition key example.com/b:sub never matches; begin it with example.com/a:",
		],
		"a wildcard that is none": [
			{"Condition": {"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:*"}}},
			"no service account has a token that meets the conditions",
		],
		"a space": [
			{"Condition": {"StringEquals": {"example.com/a:sub": "system:serviceaccount: shop:reader"}}},
			"no service account has a token that meets the conditions",
		],
		"a provider with a scheme": [
			{"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/https://example.com/a"}},
			"provider arn:aws:iam::111122223333:oidc-provider/https://example.com/a has no ARN like arn:aws:iam::<account>:oidc-provider/<issuer>",
		],
		"an account that is none": [
			{"Principal": {"Federated": "arn:aws:iam::aws-account-id:oidc-provider/example.com/a"}},
			"provider arn:aws:iam::aws-account-id:oidc-provider/example.com/a has no ARN like arn:aws:iam::<account>:oidc-provider/<issuer>",
		],
	}
	said([object.union(object.remove(statement, object.keys(more)), more)]) == {"unknown": set(), "violation": {{
		"msg": sprintf("policy: nobody can assume the role with a token: %s", [what]),
		"details": {"path": ["Statement", 0]},
	}}}
}

test_another_account if {
	role := {"Role": {"Arn": "arn:aws:iam::444455556666:role/reader", "RoleName": "reader", "AssumeRolePolicyDocument": {"Statement": [statement]}}}
	found := trust_provider.violation with input as {"review": {"object": role}}
	what := "provider arn:aws:iam::111122223333:oidc-provider/example.com/a is of another account than the role"
	{sprintf("role reader: nobody can assume the role with a token: %s", [what])} == {entry.msg | some entry in found}
}

test_doors[note] if {
	some note, [more, who] in {
		"everybody": [{"Principal": "*"}, "everybody in AWS"],
		"every principal": [{"Principal": {"AWS": ["*"]}}, "everybody in AWS"],
		"everybody else": [{"NotPrincipal": {"AWS": "111122223333"}}, "everybody in AWS"],
		"an account": [{"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, "everybody in account 111122223333 whose policies allow it"],
		"an account that is not known": [
			{"Principal": {"AWS": "arn:aws:iam::${var.account}:root"}},
			"everybody in account ${var.account} whose policies allow it",
		],
		"one's own account": [
			{"Principal": {"AWS": "${data.aws_caller_identity.a.account_id}"}},
			"everybody in account ${data.aws_caller_identity.a.account_id} whose policies allow it",
		],
		"everybody at some time": [
			{"Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": true}}},
			"everybody in AWS",
		],
	}
	door := object.union({"Effect": "Allow", "Action": "sts:AssumeRole"}, more)
	said([statement, door]) == {"unknown": set(), "violation": {{
		"msg": sprintf("policy: %s can assume the role; name the principals one by one", [who]),
		"details": {"path": ["Statement", 1]},
	}}}
}

test_actions[note] if {
	some note, [more, what] in {
		"all": [{"Action": "sts:*"}, "sts:*"],
		"another": [{"Action": ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"]}, "sts:AssumeRole"],
		"all but": [{"NotAction": "sts:AssumeRole"}, "NotAction"],
	}
	written := object.union(object.remove(statement, ["Action"]), more)
	said([written]) == {"unknown": set(), "violation": {{
		"msg": sprintf("policy: %s is not for tokens; allow only sts:AssumeRoleWithWebIdentity", [what]),
		"details": {"path": ["Statement", 0]},
	}}}
}

test_allowed[note] if {
	some note, statements in {
		"a service account": [statement],
		"with a session": [object.union(statement, {"Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]})],
		"nodes beside it": [statement, {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}],
		"a role beside it": [statement, {
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"},
		}],
		"a role of the same files beside it": [statement, {
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "${aws_iam_role.deploy.arn}"},
		}],
		"an organisation": [{
			"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a"}},
		}],
		"an account alone": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"}}],
	}
	said(statements) == {"unknown": set(), "violation": set()}
}

test_unknown if {
	written := object.union(statement, {"Principal": {"Federated": "arn:aws:iam::<account>:oidc-provider/example.com/a"}})
	found := said([written])
	found.violation == set()
	count(found.unknown) == 1
}

test_document_that_is_not_known if {
	template := {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Ref": "Trust"}}}}}
	asked := {"review": {"object": template}}
	found := trust_provider.unknown with input as asked
	trust_provider.applies with input as asked
	{"A (AWS::IAM::Role): AssumeRolePolicyDocument is not known, so that nobody can tell whom it lets in"} == {entry.msg | some entry in found}
}

test_applies if {
	trust_provider.applies with input as {"review": {"object": {"Statement": statement}}}
	trust_provider.applies with input as {"review": {"object": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}}}}
	nodes := {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
	not trust_provider.applies with input as {"review": {"object": {"Statement": nodes}}}
}

statement := {
	"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
	"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/example.com/a"},
	"Condition": {"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:reader"}},
}

said(statements) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"Statement": statements}}}
	violation := trust_provider.violation with input as asked
	unknown := trust_provider.unknown with input as asked
}
