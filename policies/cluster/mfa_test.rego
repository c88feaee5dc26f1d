package guiderail.cluster.mfa_test

import data.guiderail.cluster.mfa

test_denied[note] if {
	some note, condition in {
		"no condition": {},
		"another condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
		"keys that tell nothing": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}},
		"the opposite": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
	}
	said([allow(condition)], {}) == {"unknown": set(), "violation": {{
		"msg": "policy allows eks:AccessKubernetesApi without MFA; require aws:MultiFactorAuthPresent in a Bool condition",
		"details": {"path": ["Statement", 0]},
	}}}
}

test_allowed[note] if {
	some note, statements in {
		"MFA": [allow({"Bool": {"aws:MultiFactorAuthPresent": "true"}})],
		"in another case": [allow({"Bool": {"AWS:multifactorAuthPresent": "true"}})],
		"recent MFA": [allow({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}})],
		"denied without it": [allow({}), denying({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})],
		"denied": [allow({}), denying({})],
		"what programs do": [object.union(allow({}), {"Action": "eks:DescribeCluster"})],
		"everything": [object.union(allow({}), {"Action": "*"})],
	}
	said(statements, {}) == {"unknown": set(), "violation": set()}
}

test_denials_that_are_not_enough[note] if {
	some note, condition in {
		"keys that tell nothing": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
		"in one network": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
	}
	count(said([allow({}), denying(condition)], {}).violation) == 1
}

test_unknown[note] if {
	some note, condition in {
		"the value": {"Bool": {"aws:MultiFactorAuthPresent": "${var.mfa}"}},
		"the key": {"Bool": {"${var.key}": "true"}},
	}
	found := said([allow(condition)], {})
	found.violation == set()
	count(found.unknown) == 1
}

test_trust[note] if {
	some note, [principal, want] in {
		"a user": [{"AWS": "arn:aws:iam::111122223333:user/jane"}, [1, 0]],
		"a role": [{"AWS": "arn:aws:iam::111122223333:role/ci"}, [0, 0]],
		"a service": [{"Service": "ec2.amazonaws.com"}, [0, 0]],
		"an account": [{"AWS": "arn:aws:iam::111122223333:root"}, [0, 1]],
		"an account's number": [{"AWS": "111122223333"}, [0, 1]],
		"an account of a template": [{"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}, [0, 1]],
		"a role that is still to be made": [{"AWS": "${aws_iam_role.ci.arn}"}, [0, 0]],
		"an account that has no number yet": [{"AWS": "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"}, [0, 1]],
	}
	statement := {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
	found := said([statement], {})
	[count(found.violation), count(found.unknown)] == want
}

test_users_of_an_account[note] if {
	some note, [condition, want] in {
		"with MFA": [{"Bool": {"aws:MultiFactorAuthPresent": "true"}}, 0],
		"of an organization": [{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, 1],
		"with an external ID": [{"StringEquals": {"sts:ExternalId": "x"}}, 0],
		"without an external ID": [{"Null": {"sts:ExternalId": "true"}}, 1],
		"roles alone": [{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/ci-*"}}, 0],
		"all but roles": [{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/ci-*"}}, 1],
		"users alone": [{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/*"}}, 1],
	}
	principal := {"AWS": "arn:aws:iam::111122223333:root"}
	statement := {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, "Condition": condition}
	found := said([statement], {})
	found.violation == set()
	count(found.unknown) == want
}

test_groups[note] if {
	some note, [policy, want] in {
		"a group": [json.marshal({"Statement": [object.union(allow({}), {"Action": "eks:DescribeCluster", "Resource": null})]}), [1, 0]],
		"not known": ["${var.policy}", [0, 1]],
	}
	subject := {"resource": {"aws_iam_group_policy": {"a": [{"policy": policy}]}}}
	found := judged(subject, {})
	[count(found.violation), count(found.unknown)] == want
	mfa.applies with input as {"review": {"object": subject}}
}

test_parameters if {
	said([allow({})], {"actions_of_people": []}).violation == set()
}

test_silent if {
	not mfa.applies with input as {"review": {"object": {"apiVersion": "v1", "kind": "Pod"}}}
}

allow(condition) := {"Effect": "Allow", "Action": ["eks:AccessKubernetesApi"], "Resource": "arn:aws:eks:*:111122223333:cluster/*", "Condition": condition}

denying(condition) := {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}

said(statements, parameters) := judged({"Version": "2012-10-17", "Statement": statements}, parameters)

judged(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := mfa.violation with input as asked
	unknown := mfa.unknown with input as asked
}
