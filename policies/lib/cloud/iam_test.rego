package lib.guiderail.iam_test

import data.lib.guiderail.iam

test_decide[note] if {
	some note, [statements, want] in {
		"nothing": [[], "no"],
		"allowed": [[statement({})], "yes"],
		"denied": [[statement({}), statement({"effect": "Deny"})], "no"],
		"another action": [[statement({"action": listed(["s3:Put*"])})], "no"],
		"all but another action": [[statement({"action": object.union(listed(["s3:Put*"]), {"is_not": true})})], "yes"],
		"perhaps": [[statement({"action": listed(["${Action}"])})], "open"],
		"perhaps denied": [[statement({}), statement({"effect": "Deny", "resource": listed(["${Bucket}"])})], "open"],
		"perhaps an allowing one": [[statement({"effect": "${Effect}"})], "open"],
		"of another effect": [[statement({"effect": "${Effect}", "action": listed(["ec2:*"])})], "no"],
	}
	asked := {"action": "S3:GetObject", "resource": "arn:aws:s3:::b/k"}
	iam.decide(statements, asked) == want
}

test_principals[note] if {
	some note, [type, id, want] in {
		"everybody": ["*", "*", "yes"],
		"every principal": ["AWS", "*", "yes"],
		"the role": ["AWS", "arn:aws:iam::111122223333:role/r", "yes"],
		"another role": ["AWS", "arn:aws:iam::111122223333:role/q", "no"],
		"a part of a name": ["AWS", "arn:aws:iam::111122223333:role/*", "no"],
		"the account": ["AWS", "111122223333", "yes"],
		"the account's ARN": ["AWS", "arn:aws:iam::111122223333:root", "yes"],
		"another account": ["AWS", "arn:aws:iam::444455556666:root", "no"],
		"an account that is not known": ["AWS", "arn:aws:iam::${AWS::AccountId}:root", "open"],
		"a role that is not known": ["AWS", "arn:aws:iam::111122223333:role/${Role}", "open"],
		"a service": ["Service", "ec2.amazonaws.com", "no"],
		"nobody knows": ["${unknown}", "${unknown}", "open"],
	}
	principal := object.union(listed([{"type": type, "id": id}]), {})
	asked := {"action": "s3:GetObject", "principal": {"type": "AWS", "id": "arn:aws:iam::111122223333:role/r"}}
	iam.decide([statement({"principal": principal})], asked) == want
}

test_conditions[note] if {
	some note, [operator, written, values, want] in {
		"equal": ["StringEquals", ["b", "a"], ["a"], "yes"],
		"not equal": ["StringNotEquals", ["b", "a"], ["a"], "no"],
		"no wildcard": ["StringEquals", ["a*"], ["ab"], "no"],
		"without regard to case": ["StringEqualsIgnoreCase", ["A"], ["a"], "yes"],
		"perhaps equal": ["StringEquals", ["a${B}"], ["ab"], "open"],
		"perhaps equal in lower case": ["StringEqualsIgnoreCase", ["A${B}"], ["ab"], "open"],
		"never equal": ["StringEquals", ["b${B}"], ["ab"], "no"],
		"the same": ["StringEquals", ["a${B}"], ["a${B}"], "yes"],
		"both unknown": ["StringEquals", ["${unknown}"], ["${unknown}"], "open"],
		"like": ["StringLike", ["a?*"], ["ab"], "yes"],
		"like with a name": ["StringLike", ["${B}*"], ["${B}c"], "yes"],
		"a letter": ["StringLike", ["a${*}"], ["ab"], "no"],
		"absent": ["StringEquals", ["a"], [], "no"],
		"absent and negated": ["StringNotLike", ["a"], [], "yes"],
		"absent and may be": ["StringEqualsIfExists", ["a"], [], "yes"],
		"all of none": ["ForAllValues:StringEquals", ["a"], [], "yes"],
		"all": ["ForAllValues:StringEquals", ["a"], ["a", "b"], "no"],
		"any of none": ["ForAnyValue:StringNotEquals", ["a"], [], "no"],
		"any of none that may be": ["ForAnyValue:StringEqualsIfExists", ["a"], [], "open"],
		"any": ["ForAnyValue:StringEquals", ["a"], ["a", "b"], "yes"],
		"present": ["Null", ["false"], ["a"], "yes"],
		"null": ["Null", ["true"], ["a"], "no"],
		"true": ["Bool", ["True"], ["true"], "yes"],
		"perhaps true": ["Bool", ["${Flag}"], ["true"], "open"],
		"binary": ["BinaryEquals", ["YQ=="], ["YQ=="], "yes"],
		"inside": ["IpAddress", ["10.0.0.0/8"], ["10.1.1.1"], "yes"],
		"the address": ["IpAddress", ["2001:db8::1"], ["2001:db8::1"], "yes"],
		"outside": ["NotIpAddress", ["10.0.0.0/8"], ["11.1.1.1"], "yes"],
		"no address": ["IpAddress", ["10.0.0.0/99"], ["10.1.1.1"], "no"],
		"number": ["NumericEquals", ["10"], ["10.0"], "yes"],
		"less": ["NumericLessThan", ["10"], ["9"], "yes"],
		"at most": ["NumericLessThanEquals", ["10"], ["10"], "yes"],
		"more": ["NumericGreaterThan", ["10"], ["9"], "no"],
		"at least": ["NumericGreaterThanEquals", ["10"], ["11"], "yes"],
		"no number": ["NumericEquals", ["ten"], ["10"], "no"],
		"later": ["DateGreaterThan", ["2026-01-01"], ["2026-01-01T00:00:01Z"], "yes"],
		"an ARN": ["ArnEquals", ["arn:aws:s3:::b/*"], ["arn:aws:s3:::b/k:k"], "yes"],
		"an ARN in its parts": ["ArnLike", ["arn:*:b"], ["arn:aws:s3:::b"], "no"],
		"an ARN of an account": ["ArnLike", ["arn:${AWS::Partition}:s3:::b"], ["arn:aws:s3:::b"], "open"],
		"an ARN that is not known": ["ArnLike", ["${Arn}"], ["arn:aws:s3:::b"], "open"],
		"no operator": ["StringIs", ["a"], ["a"], "open"],
	}
	condition := {"operator": operator, "key": "AWS:Key", "values": written}
	asked := {"action": "s3:GetObject", "context": {"aws:key": values}}
	iam.decide([statement({"conditions": [condition]})], asked) == want
}

test_key_that_is_not_known if {
	condition := {"operator": "StringEquals", "key": "${Issuer}:sub", "values": ["a"]}
	iam.decide([statement({"conditions": [condition]})], {"action": "s3:GetObject"}) == "open"
	iam.decide([statement({"conditions": [condition]})], {"action": "s3:GetObject", "context": {"${issuer}:sub": ["a"]}}) == "yes"
}

statement(more) := object.union(
	{"effect": "Allow", "action": listed(["s3:get*"]), "resource": absent, "principal": absent, "conditions": []},
	more,
)

listed(values) := {"is_written": true, "is_not": false, "values": values}

absent := {"is_written": false, "is_not": false, "values": []}
