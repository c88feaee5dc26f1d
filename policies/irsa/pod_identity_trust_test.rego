package guiderail.irsa.pod_identity_trust_test

import data.guiderail.irsa.pod_identity_trust

test_denied[note] if {
	some note, statements in {
		"no tags": [statement({"Action": "sts:AssumeRole"})],
		"tags that are denied": [statement({}), {"Effect": "Deny", "Principal": "*", "Action": "sts:TagSession"}],
		"tags for others": [
			statement({"Action": "sts:AssumeRole"}),
			{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:TagSession"},
		],
	}
	said(statements, {}) == {"unknown": set(), "violation": {{
		"msg": "policy: no pod gets the role; allow sts:TagSession beside sts:AssumeRole",
		"details": {"path": ["Statement", 0]},
	}}}
}

test_allowed[note] if {
	some note, statements in {
		"both": [statement({})],
		"a wildcard": [statement({"Action": "sts:*"})],
		"two statements": [statement({"Action": "sts:AssumeRole"}), statement({"Action": "sts:TagSession"})],
		"tags that are denied at times": [
			statement({}),
			statement({"Effect": "Deny", "Condition": {"StringNotEquals": {"aws:RequestTag/kubernetes-namespace": "shop"}}}),
		],
	}
	said(statements, {}) == {"unknown": set(), "violation": set()}
	pod_identity_trust.applies with input as {"review": {"object": {"Statement": statements}}}
}

test_conditions[note] if {
	some note, [conditions, count_of_findings] in {
		"none": [{}, 1],
		"any namespace": [{"StringLike": {"aws:RequestTag/kubernetes-namespace": "*"}}, 1],
		"a namespace": [{"StringEquals": {"aws:RequestTag/kubernetes-namespace": "shop"}}, 0],
		"an account": [{"StringEquals": {"aws:SourceAccount": "111122223333"}}, 0],
	}
	count(said([statement({"Condition": conditions})], {"needs_conditions": true}).violation) == count_of_findings
}

test_unknown if {
	found := said([statement({"Action": ["sts:AssumeRole", "${More}"]})], {})
	found.violation == set()
	count(found.unknown) == 1
}

test_document_that_is_not_known if {
	properties := {"AssumeRolePolicyDocument": {"Ref": "Trust"}}
	asked := {"review": {"object": {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": properties}}}}}
	found := pod_identity_trust.unknown with input as asked
	pod_identity_trust.applies with input as asked
	want := "A (AWS::IAM::Role): AssumeRolePolicyDocument is not known, so that nobody can tell whether pods get the role"
	{want} == {entry.msg | some entry in found}
}

test_silent if {
	nodes := statement({"Principal": {"Service": "ec2.amazonaws.com"}})
	said([nodes], {}) == {"unknown": set(), "violation": set()}
	not pod_identity_trust.applies with input as {"review": {"object": {"Statement": nodes}}}
}

statement(more) := object.union(
	{"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]},
	more,
)

said(statements, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"Statement": statements}}, "parameters": parameters}
	violation := pod_identity_trust.violation with input as asked
	unknown := pod_identity_trust.unknown with input as asked
}
