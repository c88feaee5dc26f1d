package guiderail.irsa.trust_subject_test

import data.guiderail.irsa.trust_subject

test_witness[note] if {
	some note, [conditions, witness] in {
		"no conditions": [{}, "system:serviceaccount:any:any"],
		"a namespace": [{"StringLike": {sub: "system:serviceaccount:shop:*"}}, "system:serviceaccount:shop:any"],
		"a name": [{"StringLike": {sub: "system:serviceaccount:*:reader"}}, "system:serviceaccount:any:reader"],
		"a letter": [{"StringLike": {sub: "system:serviceaccount:shop:reader-?"}}, "system:serviceaccount:shop:reader-a"],
		"everything": [{"ForAnyValue:StringLike": {sub: ["system:serviceaccount:shop:reader", "*"]}}, "system:serviceaccount:any:any"],
		"all others": [{"StringNotEquals": {sub: "system:serviceaccount:shop:reader"}}, "system:serviceaccount:any:any"],
		"one that may be": [{"StringEqualsIfExists": {sub: reader}}, "a token without sub"],
		"all of none": [{"ForAllValues:StringEquals": {sub: reader}}, "a token without sub"],
		"another condition": [{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, "system:serviceaccount:any:any"],
		"keys in capitals": [{"StringLike": {upper(sub): "system:serviceaccount:shop:*"}}, "system:serviceaccount:shop:any"],
	}
	said([statement(conditions)]) == {"unknown": set(), "violation": {{
		"msg": sprintf("policy: %s can assume the role; name each service account in a StringEquals condition on %s", [witness, sub]),
		"details": {"path": ["Statement", 0]},
	}}}
}

test_allowed[note] if {
	some note, statements in {
		"one": [statement({"StringEquals": {sub: reader}})],
		"several": [statement({"StringLike": {sub: [reader, "system:serviceaccount:shop:writer"]}})],
		"narrowed": [statement({"StringLike": {sub: "system:serviceaccount:shop:*"}, "StringEquals": {sub: reader}})],
		"a name that is still to be filled in": [statement({"StringEquals": {sub: "system:serviceaccount:${Namespace}:reader"}})],
		"no wildcard": [statement({"StringEquals": {sub: "system:serviceaccount:shop:*"}})],
		"a key that nothing has": [statement({"StringEquals": {concat("", ["https://", sub]): reader}})],
		"the others denied": [statement({}), object.union(statement({"StringNotEquals": {sub: reader}}), {"Effect": "Deny", "Principal": "*"})],
		"all denied": [statement({}), object.union(statement({}), {"Effect": "Deny"})],
	}
	said(statements) == {"unknown": set(), "violation": set()}
	trust_subject.applies with input as {"review": {"object": {"Statement": statements}}}
}

# What denies only under some condition may not.
test_denied_perhaps if {
	denied := object.union(statement({"Bool": {"aws:SecureTransport": false}}), {"Effect": "Deny"})
	count(said([statement({}), denied]).violation) == 1
}

test_unknown[note] if {
	some note, [principal, conditions] in {
		"a key": [provider, {"StringEquals": {"${Key}": reader}}],
		"a value": [provider, {"StringLike": {sub: "${Account}"}}],
		"a provider": ["${Provider}", {}],
	}
	written := object.union(statement(conditions), {"Principal": {"Federated": principal}})
	said([written]) == {"violation": set(), "unknown": {{
		"msg": "policy: whether system:serviceaccount:any:any can assume the role is not known",
		"details": {"path": ["Statement", 0]},
	}}}
}

test_principal_that_is_not_known if {
	properties := {"AssumeRolePolicyDocument": {"Statement": object.union(statement({}), {"Principal": {"Fn::If": ["A", {}, {}]}})}}
	template := {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": properties}}}
	found := trust_subject.unknown with input as {"review": {"object": template}}
	count(found) == 1
}

test_document_that_is_not_known if {
	template := {"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Ref": "Trust"}}}}}
	asked := {"review": {"object": template}}
	found := trust_subject.unknown with input as asked
	trust_subject.applies with input as asked
	{"A (AWS::IAM::Role): AssumeRolePolicyDocument is not known, so that nobody can tell which service accounts can assume the role"} == {entry.msg | some entry in found}
}

# Issuers of which a part is not known.
test_issuers[note] if {
	some note, [issuer, key, count_of_unknown] in {
		"the key": ["oidc.eks.eu-north-1.amazonaws.com/id/A", "${Issuer}:sub", 0],
		"the provider": ["oidc.eks.${AWS::Region}.amazonaws.com/id/A", "oidc.eks.eu-north-1.amazonaws.com/id/A:sub", 0],
		"both": ["${Issuer}", "${Url}:sub", 0],
		"neither": ["oidc.example.com/id/A", "oidc.example.com/id/A:sub", 0],
	}
	federated := concat("", ["arn:aws:iam::111122223333:oidc-provider/", issuer])
	written := object.union(statement({"StringEquals": {key: reader}}), {"Principal": {"Federated": federated}})
	count(said([written]).unknown) == count_of_unknown
	said([written]).violation == set()
}

test_issuer_of_any_name if {
	federated := "arn:aws:iam::111122223333:oidc-provider/discovery.example.com/a"
	count(said([object.union(statement({}), {"Principal": {"Federated": federated}})]).violation) == 1
}

test_silent[note] if {
	some note, more in {
		"nodes": {"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
		"staff": {"Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/staff"}, "Action": "sts:AssumeRoleWithSAML"},
		"another action": {"Action": "sts:TagSession"},
		"everybody else": {"NotPrincipal": {"Federated": provider}, "Principal": null},
		"a repository": {"Principal": {"Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"}},
		"a project": {
			"Principal": {"Federated": "arn:aws:iam::1:oidc-provider/gitlab.example.com"},
			"Condition": {"StringLike": {"gitlab.example.com:sub": "project_path:shop/*"}},
		},
	}
	statements := [object.remove(object.union(statement({}), more), [key | some key, value in more; value == null])]
	said(statements) == {"unknown": set(), "violation": set()}
	not trust_subject.applies with input as {"review": {"object": {"Statement": statements}}}
}

test_provider_in_files[note] if {
	some note, [id, url, want] in {
		"of a cluster": ["${aws_iam_openid_connect_provider.a[0].arn}", "${aws_eks_cluster.a.identity[0].oidc[0].issuer}", "violation"],
		"of something else": ["${aws_iam_openid_connect_provider.a.arn}", "https://ci.example.com", "unknown"],
		"without a URL": ["${aws_iam_openid_connect_provider.a.arn}", null, "unknown"],
		"by its cluster": ["arn:aws:iam::1:oidc-provider/${replace(aws_eks_cluster.a.url, \"https://\", \"\")}", null, "violation"],
	}
	trust := {"Version": "2012-10-17", "Statement": [object.union(statement({}), {"Principal": {"Federated": id}})]}
	files := {"resource": {
		"aws_iam_openid_connect_provider": {"a": [{"url": url}]},
		"aws_iam_role": {"a": [{"assume_role_policy": json.marshal(trust)}]},
	}}
	asked := {"review": {"object": files}}
	violation := trust_subject.violation with input as asked
	unknown := trust_subject.unknown with input as asked
	{"violation": count(violation), "unknown": count(unknown)} == object.union({"violation": 0, "unknown": 0}, {want: 1})
}

issuer_url := "oidc.eks.eu-north-1.amazonaws.com/id/A"

sub := concat("", [issuer_url, ":sub"])

provider := concat("", ["arn:aws:iam::111122223333:oidc-provider/", issuer_url])

reader := "system:serviceaccount:shop:reader"

statement(conditions) := {
	"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": conditions,
}

said(statements) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": {"Version": "2012-10-17", "Statement": statements}}}
	violation := trust_subject.violation with input as asked
	unknown := trust_subject.unknown with input as asked
}
