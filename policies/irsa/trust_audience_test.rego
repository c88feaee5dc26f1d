package guiderail.irsa.trust_audience_test

import data.guiderail.irsa.trust_audience

test_denied[note] if {
	some note, [conditions, what] in {
		"no audience": [{}, "a token for any audience"],
		"a wildcard": [{"StringLike": {aud: "*"}}, "a token for any audience"],
		"another": [{"StringEquals": {aud: ["sts.amazonaws.com", "vault"]}}, "a token for vault"],
		"one that may be": [{"StringEqualsIfExists": {aud: "sts.amazonaws.com"}}, "a token without aud"],
	}
	said(conditions, {}) == {"unknown": set(), "violation": {{
		"msg": sprintf("policy: %s can assume the role; ask for sts.amazonaws.com in a StringEquals condition on %s", [what, aud]),
		"details": {"path": ["Statement", 0]},
	}}}
}

test_allowed[note] if {
	some note, conditions in {
		"exactly": {"StringEquals": {aud: "sts.amazonaws.com"}},
		"as a list": {"ForAnyValue:StringEquals": {aud: ["sts.amazonaws.com"]}},
		"as a pattern": {"StringLike": {aud: "sts.amazonaws.com"}},
		"never": {"StringEquals": {"https://example.com:aud": "vault"}},
	}
	said(conditions, {}) == {"unknown": set(), "violation": set()}
}

test_parameter if {
	said({"StringEquals": {aud: "vault"}}, {"audiences": ["vault"]}).violation == set()
	count(said({"StringEquals": {aud: "sts.amazonaws.com"}}, {"audiences": ["vault"]}).violation) == 1
}

test_unknown[note] if {
	some note, conditions in {
		"an audience": {"StringEquals": {aud: "${Audience}"}},
		"a key": {"StringEquals": {"${Key}": "sts.amazonaws.com"}},
	}
	said(conditions, {}).violation == set()
	{"policy: whether a token must be meant for AWS is not known"} == {entry.msg | some entry in said(conditions, {}).unknown}
}

test_document_that_is_not_known if {
	template := {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Ref": "Trust"}}}}}
	asked := {"review": {"object": template}}
	found := trust_audience.unknown with input as asked
	trust_audience.applies with input as asked
	{"A (AWS::IAM::Role): AssumeRolePolicyDocument is not known, so that nobody can tell for whom tokens must be meant"} == {entry.msg | some entry in found}
}

test_applies if {
	trust_audience.applies with input as {"review": {"object": {"Statement": statement({})}}}
	not trust_audience.applies with input as {"review": {"object": {"Statement": object.union(statement({}), {"Action": "sts:AssumeRole"})}}}
}

aud := "oidc.eks.eu-north-1.amazonaws.com/id/A:aud"

statement(conditions) := {
	"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-north-1.amazonaws.com/id/A"},
	"Action": "sts:AssumeRoleWithWebIdentity", "Condition": conditions,
}

said(conditions, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"Statement": [statement(conditions)]}}, "parameters": parameters}
	violation := trust_audience.violation with input as asked
	unknown := trust_audience.unknown with input as asked
}
