package guiderail.irsa.oidc_provider_test

import data.guiderail.irsa.oidc_provider

test_denied[note] if {
	some note, case in {
		"absent in eksctl": {"subject": config({}), "msg": "ClusterConfig main: no pod can have an IAM role of its own without iam.withOIDC"},
		"off in eksctl": {"subject": config({"iam": {"withOIDC": false}}), "msg": "ClusterConfig main: no pod can have an IAM role of its own without iam.withOIDC"},
		"absent in a template": {"subject": template({}), "msg": "Main (AWS::EKS::Cluster): no pod can have an IAM role of its own without an AWS::IAM::OIDCProvider"},
		"for others": {"subject": template(provider("https://token.example.com", ["sts.amazonaws.com"])), "msg": "Main (AWS::EKS::Cluster): no pod can have an IAM role of its own without an AWS::IAM::OIDCProvider"},
		"another audience": {"subject": template(provider({"Fn::GetAtt": ["Main", "OpenIdConnectIssuerUrl"]}, ["a"])), "msg": "Issuer (AWS::IAM::OIDCProvider): ClientIdList lacks sts.amazonaws.com, so no ServiceAccount can take a role"},
	}
	found := said(case.subject, {})
	{finding.msg | some finding in found.violation} == {case.msg}
	found.unknown == set()
}

test_allowed[note] if {
	some note, subject in {
		"eksctl": config({"iam": {"withOIDC": true}}),
		"Pod Identity": config({"addons": [{"name": "eks-pod-identity-agent"}]}),
		"Auto Mode": config({"autoModeConfig": {"enabled": true}}),
		"a provider": template(provider({"Fn::GetAtt": ["Main", "OpenIdConnectIssuerUrl"]}, ["sts.amazonaws.com"])),
		"a provider of AWS CDK": template({"Issuer": {"Type": "Custom::AWSCDKOpenIdConnectProvider", "Properties": {
			"Url": {"Fn::GetAtt": ["Main", "OpenIdConnectIssuerUrl"]}, "ClientIDList": ["sts.amazonaws.com"],
		}}}),
		"a provider by its URL": template(provider("https://oidc.eks.eu-north-1.amazonaws.com/id/A", ["sts.amazonaws.com"])),
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	oidc_provider.applies with input as {"review": {"object": subject}}
}

test_by_parameter if {
	every subject in [config({"addons": [{"name": "eks-pod-identity-agent"}]}), config({"autoModeConfig": {"enabled": true}})] {
		count(said(subject, {"allow_pod_identity": false}).violation) == 1
	}
}

test_unknown[note] if {
	some note, subject in {
		"an add-on": template({"Addon": {"Type": "AWS::EKS::Addon", "Properties": {"AddonName": {"Ref": "Name"}}}}),
		"the audience": template(provider({"Ref": "Url"}, [{"Ref": "Audience"}])),
	}
	found := said(subject, {})
	found.violation == set()
	count(found.unknown) == 1
}

test_silent[note] if {
	some note, subject in {
		"a pod": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}},
		"a described cluster": {"cluster": {"arn": "arn:aws:eks:eu-north-1:111122223333:cluster/main"}},
	}
	said(subject, {}) == {"violation": set(), "unknown": set()}
	not oidc_provider.applies with input as {"review": {"object": subject}}
}

config(more) := object.union({"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "main"}}, more)

template(more) := {"Resources": object.union({"Main": {"Type": "AWS::EKS::Cluster"}}, more)}

provider(url, audiences) := {"Issuer": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": url, "ClientIdList": audiences}}}

said(subject, parameters) := {"violation": violation, "unknown": unknown} if {
	asked := {"review": {"object": subject}, "parameters": parameters}
	violation := oidc_provider.violation with input as asked
	unknown := oidc_provider.unknown with input as asked
}
