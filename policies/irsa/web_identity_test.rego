package lib.guiderail.web_identity_test

import data.lib.guiderail.web_identity

test_is_conditional[note] if {
	some note, [conditions, want] in {
		"claims": [{"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:a", "example.com/a:aud": "sts.amazonaws.com"}}, false],
		"something else": [{"StringEquals": {"example.com/a:sub": "system:serviceaccount:shop:a"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, true],
		"nothing": [{}, false],
	}
	policy := {"Statement": [{
		"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Condition": conditions,
		"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/example.com/a"},
	}]}
	[found] := web_identity.all with input as {"review": {"object": policy}}
	{true | web_identity.is_conditional(found)} == {true | want}
}
